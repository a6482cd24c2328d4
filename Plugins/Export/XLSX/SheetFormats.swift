#if XLSX
  import CLibXLSXWriter
  import PipelinePlugins

  /// The formats of a workbook's cells, each made once.
  struct SheetFormats {
    /// What a cell looks like.
    struct Look: Hashable {
      var style: SheetStyle
      var pattern: String?
      /// Numbers and days are aligned to the right, and so are their headers.
      var isRight = false
    }

    private let book: UnsafeMutablePointer<lxw_workbook>
    private let language: Phrasebook
    private var made: [Look: UnsafeMutablePointer<lxw_format>] = [:]

    init(_ book: UnsafeMutablePointer<lxw_workbook>, language: Phrasebook) {
      self.book = book
      self.language = language
    }

    /// The format of a cell of a kind.
    mutating func format(
      _ style: SheetStyle, _ kind: ReportColumnKind = .text, percentDigits: Int = 1
    ) throws -> UnsafeMutablePointer<lxw_format> {
      let pattern = style == .header ? nil : pattern(kind, percentDigits)
      return try format(Look(style: style, pattern: pattern, isRight: kind != .text && style != .value))
    }

    /// The format of a cell that looks so.
    mutating func format(_ look: Look) throws -> UnsafeMutablePointer<lxw_format> {
      if let known = made[look] { return known }
      guard let format = workbook_add_format(book) else {
        throw ExportError.failed("the spreadsheet cannot be written: out of memory")
      }
      if let pattern = look.pattern { format_set_num_format(format, pattern) }
      if look.isRight { format_set_align(format, UInt8(LXW_ALIGN_RIGHT.rawValue)) }
      Self.dress(format, look.style)
      made[look] = format
      return format
    }

    private static func dress(_ format: UnsafeMutablePointer<lxw_format>, _ style: SheetStyle) {
      let (thin, hair) = (UInt8(LXW_BORDER_THIN.rawValue), UInt8(LXW_BORDER_HAIR.rawValue))
      switch style {
      case .title:
        format_set_bold(format)
        format_set_font_size(format, 16)
        format_set_font_color(format, Colours.ink)
      case .heading:
        format_set_bold(format)
        format_set_font_size(format, 12)
        format_set_font_color(format, Colours.ink)
      case .label:
        format_set_font_color(format, Colours.grey)
        format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
      case .value: format_set_align(format, UInt8(LXW_ALIGN_LEFT.rawValue))
      case .longValue:
        format_set_text_wrap(format)
        format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
      case .note:
        format_set_italic(format)
        format_set_font_color(format, Colours.grey)
      case .header:
        format_set_bold(format)
        format_set_font_color(format, 0xFF_FFFF)
        format_set_bg_color(format, Colours.ink)
        format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
      case .row:
        format_set_bottom(format, hair)
        format_set_bottom_color(format, Colours.line)
      case .subtotal:
        format_set_bold(format)
        format_set_bg_color(format, Colours.pale)
        format_set_bottom(format, thin)
        format_set_bottom_color(format, Colours.line)
      case .total:
        format_set_bold(format)
        format_set_bg_color(format, Colours.paler)
        format_set_top(format, thin)
        format_set_top_color(format, Colours.ink)
        format_set_bottom(format, UInt8(LXW_BORDER_DOUBLE.rawValue))
        format_set_bottom_color(format, Colours.ink)
      }
    }

    /// Patterns are written in the file as in English: a program shows the separators of its reader's own locale. The order of
    /// a day's parts and the currency's place are the document's language's.
    private func pattern(_ kind: ReportColumnKind, _ percentDigits: Int) -> String? {
      let gap = language.numbers.unitGap.isEmpty ? "" : "\u{A0}"
      switch kind {
      case .text: return nil
      case .count: return "#,##0"
      case .decimal: return "#,##0.00"
      case .money(let currency):
        let digits = Int(currency.minorDigits)
        let number = digits == 0 ? "#,##0" : "#,##0." + String(repeating: "0", count: digits)
        let symbol = "[$\(SheetNumber.symbol(currency))]"
        if !gap.isEmpty { return number + gap + symbol }
        return SheetNumber.symbol(currency).count > 1 ? "\(symbol)\u{A0}\(number)" : "\(symbol)\(number)"
      case .percent:
        let number = percentDigits == 0 ? "0" : "0." + String(repeating: "0", count: percentDigits)
        return "\(number)\(gap)%"
      case .date: return Self.pattern(language.numbers.date)
      }
    }

    /// A day's form; a sign that would mean something else in a pattern is escaped.
    private static func pattern(_ date: DatePattern) -> String {
      date.parts.map { part in
        switch part {
        case .year: "yyyy"
        case .month: "mm"
        case .day: "dd"
        case .sign(let sign): "-/., ".contains(sign) ? String(sign) : "\\\(sign)"
        }
      }.joined()
    }
  }

  /// The workbook's colours.
  enum Colours {
    static let ink: lxw_color_t = 0x1F_3864
    static let grey: lxw_color_t = 0x5F_6B7A
    static let line: lxw_color_t = 0xC9_D3E0
    static let pale: lxw_color_t = 0xE9_EFF7
    static let paler: lxw_color_t = 0xDC_E6F2
    static let figures: [lxw_color_t] = [0x2E_75B6, 0x9D_C3E6, 0x1F_3864, 0xF4_B183, 0x70_AD47]
    /// From the outside to the inside.
    static let rings: [lxw_color_t] = [0x9D_C3E6, 0x2E_75B6, 0x1F_3864]
    static let increase: lxw_color_t = 0x4E_A72E
    static let decrease: lxw_color_t = 0xC0_4F4D
  }
#endif
