#if XLSX
  import PipelinePlugins

  /// Texts within the limits of worksheets and of XML 1.0.
  enum SheetText {
    /// The most UTF-16 units that a cell holds.
    static let limit = 32_767

    /// A text that a cell can hold, and whether its end was cut.
    ///
    /// Control characters that XML cannot hold become their pictures (NUL is shown as ␀); `_x000A_`, which spreadsheets take
    /// for an escape, is escaped itself.
    static func safe(_ value: String, limit: Int = limit) -> (text: String, isCut: Bool) {
      guard value.utf16.count > limit || value.utf8.contains(where: { $0 < 0x20 || $0 == 0x5F || $0 == 0xEF }) else {
        return (value, false)
      }
      var text = String.UnicodeScalarView()
      var units = 0
      var rest = Substring(value).unicodeScalars
      while let scalar = rest.first {
        let replacement: [Unicode.Scalar] = isEscape(rest) ? Array("_x005F_".unicodeScalars) : [shown(scalar)]
        let length = replacement.reduce(0) { $0 + UTF16.width($1) }
        if units + length > limit { return (String(text), true) }
        text.append(contentsOf: replacement)
        units += length
        rest.removeFirst()
      }
      return (String(text), false)
    }

    /// A sheet's name: at most 31 UTF-16 units, without `[]:*?/\` and without an apostrophe at either end.
    static func sheetName(_ title: String) -> String {
      let plain = title.unicodeScalars.map { "[]:*?/\\".unicodeScalars.contains($0) ? " " : $0 }
      var name = safe(String(String.UnicodeScalarView(plain)), limit: 31).text
      while let first = name.first, first == "'" || first.isWhitespace { name.removeFirst() }
      while let last = name.last, last == "'" || last.isWhitespace { name.removeLast() }
      return name.isEmpty || name.lowercased() == "history" ? "Report" : name
    }

    /// A column's letters: 0 is A, 26 is AA.
    static func columnName(_ column: Int) -> String {
      var name = ""
      var rest = column + 1
      while rest > 0 {
        let (quotient, remainder) = (rest - 1).quotientAndRemainder(dividingBy: 26)
        name.insert(Character(Unicode.Scalar(UInt8(65 + remainder))), at: name.startIndex)
        rest = quotient
      }
      return name
    }

    private static func shown(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
      switch scalar.value {
      case 0x09, 0x0A, 0x0D: scalar
      case 0..<0x20: Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}"
      case 0xFFFE, 0xFFFF: "\u{FFFD}"
      default: scalar
      }
    }

    private static func isEscape(_ rest: Substring.UnicodeScalarView) -> Bool {
      let head = Array(rest.prefix(7))
      return head.count == 7 && head[0] == "_" && head[1] == "x" && head[6] == "_"
        && head[2..<6].allSatisfy { $0.properties.isASCIIHexDigit }
    }
  }

  /// Column widths by what is in them.
  enum SheetWidths {
    /// In characters, one for each column; of long tables the first thousand rows are looked at.
    static func widths(_ document: ReportDocument) -> [Double] {
      document.table.columns.enumerated().map { index, column in
        var longest = column.header.text(document.language).count + 2
        let rows = document.table.rows.prefix(1000) + (document.table.total.map { [$0] } ?? [])
        for row in rows where index < row.count {
          longest = max(longest, length(row[index], column.kind))
        }
        return Double(min(60, max(8, longest + 1)))
      }
    }

    private static func length(_ cell: ReportCell, _ kind: ReportColumnKind) -> Int {
      let plain = cell.plainText(kind)?.count ?? 0
      switch cell {
      case .money, .count: return plain + plain / 3
      default: return plain
      }
    }
  }
#endif
