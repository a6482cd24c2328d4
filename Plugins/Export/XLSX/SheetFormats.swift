#if XLSX
  import CLibXLSXWriter
  import PipelinePlugins

  /// The formats of a sheet's cells, made once.
  struct SheetFormats {
    private var cells: [UnsafeMutablePointer<lxw_format>?] = []
    private var totals: [UnsafeMutablePointer<lxw_format>?] = []
    private let textHeader: UnsafeMutablePointer<lxw_format>
    private let numberHeader: UnsafeMutablePointer<lxw_format>
    /// Of the notes below the table.
    let note: UnsafeMutablePointer<lxw_format>

    init(_ book: UnsafeMutablePointer<lxw_workbook>, _ columns: [ReportColumn]) throws {
      textHeader = try Self.make(book)
      numberHeader = try Self.make(book)
      note = try Self.make(book)
      for header in [textHeader, numberHeader] {
        format_set_bold(header)
        format_set_bottom(header, UInt8(LXW_BORDER_THIN.rawValue))
        format_set_bg_color(header, 0xE8_EEF5)
      }
      format_set_align(numberHeader, UInt8(LXW_ALIGN_RIGHT.rawValue))
      format_set_italic(note)
      for column in columns {
        let cell = try Self.make(book)
        let total = try Self.make(book)
        if let pattern = Self.pattern(column.kind) {
          format_set_num_format(cell, pattern)
          format_set_num_format(total, pattern)
        }
        format_set_bold(total)
        format_set_top(total, UInt8(LXW_BORDER_THIN.rawValue))
        cells.append(cell)
        totals.append(total)
      }
    }

    func cell(_ column: Int) -> UnsafeMutablePointer<lxw_format>? { cells[column] }

    func total(_ column: Int) -> UnsafeMutablePointer<lxw_format>? { totals[column] }

    func header(_ kind: ReportColumnKind) -> UnsafeMutablePointer<lxw_format> {
      kind == .text ? textHeader : numberHeader
    }

    private static func make(_ book: UnsafeMutablePointer<lxw_workbook>) throws -> UnsafeMutablePointer<lxw_format> {
      guard let format = workbook_add_format(book) else {
        throw ExportError.failed("the spreadsheet cannot be written: out of memory")
      }
      return format
    }

    /// Number formats are written in the file in English and shown in the reader's own locale.
    private static func pattern(_ kind: ReportColumnKind) -> String? {
      switch kind {
      case .text: nil
      case .count: "#,##0"
      case .money(let currency):
        currency.minorDigits == 0 ? "#,##0" : "#,##0." + String(repeating: "0", count: Int(currency.minorDigits))
      case .percent: "0.##%"
      case .date: "yyyy-mm-dd"
      }
    }
  }
#endif
