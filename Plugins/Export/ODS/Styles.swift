#if ODS
  import PipelinePlugins

  /// How the cells of a document look: a style for each look, which is in the file before the cells.
  struct Styles {
    /// A look.
    struct Look: Hashable {
      var style: SheetStyle
      var kind: ReportColumnKind = .text
      var percentDigits = 1
      /// As many digits as the number has.
      var isDecimal = false
    }

    private var names: [Look: String] = [:]
    private var order: [Look] = []
    private var widths: [Double: String] = [:]
    private var widthOrder: [Double] = []
    private let language: Phrasebook

    init(language: Phrasebook) { self.language = language }

    /// The name of a look's style.
    mutating func name(_ look: Look) -> String {
      if let known = names[look] { return known }
      let name = "c\(order.count)"
      names[look] = name
      order.append(look)
      return name
    }

    /// The name of a width's style.
    mutating func width(_ characters: Double) -> String {
      if let known = widths[characters] { return known }
      let name = "w\(widthOrder.count)"
      widths[characters] = name
      widthOrder.append(characters)
      return name
    }

    /// Every style that was named so far.
    var xml: String {
      var xml = #"<style:style style:name="ta" style:family="table" style:master-page-name="Report">"#
      xml += #"<style:table-properties table:display="true"/></style:style>"#
      xml += #"<style:style style:name="tn" style:family="table" style:master-page-name="Report">"#
      xml += #"<style:table-properties table:display="false"/></style:style>"#
      for (index, width) in widthOrder.enumerated() {
        xml += #"<style:style style:name="w\#(index)" style:family="table-column"><style:table-column-properties "#
        xml += #"style:column-width="\#(ODSText.centimetres(width * 0.21))cm"/></style:style>"#
      }
      for (index, look) in order.enumerated() {
        let data = data(look, name: "n\(index)")
        xml += data ?? ""
        let reference = data == nil ? "" : " style:data-style-name=\"n\(index)\""
        xml += #"<style:style style:name="c\#(index)" style:family="table-cell" "#
        xml += #"style:parent-style-name="Default"\#(reference)>\#(Self.dress(look))</style:style>"#
      }
      return xml
    }

    /// Separators are those of the document's language, where we know a country to go with it.
    private var locale: String {
      language.country.map { #" number:language="\#(language.baseLanguage)" number:country="\#($0)""# } ?? ""
    }

    private func data(_ look: Look, name: String) -> String? {
      guard look.style != .header else { return nil }
      let isAfter = !language.numbers.unitGap.isEmpty
      let head = { (element: String) in #"<number:\#(element)-style style:name="\#(name)"\#(locale)>"# }
      let number = { (digits: Int) in
        #"<number:number number:decimal-places="\#(digits)" number:min-integer-digits="1" number:grouping="true"/>"#
      }
      if look.isDecimal {
        return head("number") + #"<number:number number:min-integer-digits="1"/></number:number-style>"#
      }
      switch look.kind {
      case .text: return nil
      case .count: return head("number") + number(0) + "</number:number-style>"
      case .decimal: return head("number") + number(2) + "</number:number-style>"
      case .money(let currency):
        let symbol = SheetNumber.symbol(currency)
        let sign = "<number:currency-symbol>\(symbol)</number:currency-symbol>"
        let gap = "<number:text>\u{A0}</number:text>"
        let amount = number(Int(currency.minorDigits))
        let parts = isAfter ? amount + gap + sign : sign + (symbol.count > 1 ? gap : "") + amount
        return head("currency") + parts + "</number:currency-style>"
      case .percent:
        let sign = "<number:text>\(isAfter ? "\u{A0}%" : "%")</number:text>"
        return head("percentage") + number(look.percentDigits) + sign + "</number:percentage-style>"
      case .date:
        let year = #"<number:year number:style="long"/>"#
        let (month, day) = (#"<number:month number:style="long"/>"#, #"<number:day number:style="long"/>"#)
        let parts = language.numbers.date.parts.map { part in
          switch part {
          case .year: year
          case .month: month
          case .day: day
          case .sign(let sign): "<number:text>\(XMLText.escaped(String(sign)))</number:text>"
          }
        }
        return head("date") + parts.joined() + "</number:date-style>"
      }
    }

    private static func dress(_ look: Look) -> String {
      let isRight = look.isDecimal || look.kind != .text && look.style != .value
      let align = #"<style:paragraph-properties fo:text-align="\#(isRight ? "end" : "start")"/>"#
      let (cell, text) = properties(look.style)
      return "<style:table-cell-properties\(cell)/>\(align)<style:text-properties\(text)/>"
    }

    private static func properties(_ style: SheetStyle) -> (cell: String, text: String) {
      let (ink, grey, line) = ("#1f3864", "#5f6b7a", "#c9d3e0")
      let (white, pale, paler) = ("#ffffff", "#e9eff7", "#dce6f2")
      let bold = #" fo:font-weight="bold""#
      switch style {
      case .title: return ("", #"\#(bold) fo:font-size="16pt" fo:color="\#(ink)""#)
      case .heading: return ("", #"\#(bold) fo:font-size="12pt" fo:color="\#(ink)""#)
      case .label: return (#" style:vertical-align="top""#, #" fo:color="\#(grey)""#)
      case .value: return ("", "")
      case .longValue: return (#" style:vertical-align="top" fo:wrap-option="wrap""#, "")
      case .note: return ("", #" fo:font-style="italic" fo:color="\#(grey)""#)
      case .header: return (#" fo:background-color="\#(ink)""#, #"\#(bold) fo:color="\#(white)""#)
      case .row: return (#" fo:border-bottom="0.02cm solid \#(line)""#, "")
      case .subtotal: return (#" fo:background-color="\#(pale)" fo:border-bottom="0.02cm solid \#(line)""#, bold)
      case .total:
        return (
          #" fo:background-color="\#(paler)" fo:border-top="0.02cm solid \#(ink)" fo:border-bottom="0.06cm double \#(ink)""#,
          bold
        )
      }
    }
  }
#endif
