#if ODS
  import PipelinePlugins

  /// Writes the sheets of a document, row by row, into the archive's entry that was begun.
  struct ContentWriter {
    private let layout: SheetBook
    private var styles: Styles
    private var archive: ZipWriter
    private var bytes: [UInt8] = []
    private var notes: [String] = []
    /// The prefix of a cell's name in notes: nothing for the first sheet.
    private var place = ""
    private static let chunk = 1 << 16
    private let charts: [ODSChart]

    init(_ layout: SheetBook, _ archive: ZipWriter) {
      self.layout = layout
      self.archive = archive
      charts = ODSChart.all(layout)
      styles = Styles(language: layout.document.language)
    }

    private var language: Phrasebook { layout.document.language }

    /// Writes everything; the archive as it is then, and what a reader should know.
    mutating func write(to sink: inout any ByteSink) throws -> (archive: ZipWriter, notes: [String]) {
      nameStyles()
      bytes += Parts.contentStart.utf8
      bytes += "<office:automatic-styles>\(styles.xml)</office:automatic-styles><office:body><office:spreadsheet>".utf8
      for (index, sheet) in layout.sheets.enumerated() {
        place = index == 0 ? "" : "\(sheet.name)!"
        try table(sheet, &sink)
      }
      if let page = layout.receipt(cellNotes: notes) {
        place = "\(page.name)!"
        begin(page.name, page.widths)
        try lines(page.lines, from: 0, &sink)
        bytes += "</table:table>".utf8
      }
      place = ""
      chartData()
      filters()
      bytes += "</office:spreadsheet></office:body></office:document-content>".utf8
      try archive.append(bytes, &sink)
      return (archive, notes)
    }

    /// Styles come before the cells, so every one has its name before.
    private mutating func nameStyles() {
      let fixed: [SheetStyle] = [.title, .heading, .label, .value, .longValue, .note]
      for style in fixed { _ = styles.name(Styles.Look(style: style)) }
      for kind in [ReportColumnKind.text, .count, .date] {
        for style in [SheetStyle.header, .row, .value] { _ = styles.name(Styles.Look(style: style, kind: kind)) }
      }
      _ = styles.name(Styles.Look(style: .row, isDecimal: true))
      // The receipt's widths are known without its lines.
      for width in layout.receipt(cellNotes: [])?.widths ?? [] { _ = styles.width(width) }
      for sheet in layout.sheets {
        for width in sheet.widths { _ = styles.width(width) }
        for style in [SheetStyle.header, .row, .subtotal, .total] { _ = looks(style, sheet) }
        let mixed = sheet.table.table.columns.indices.filter { sheet.table.table.columns[$0].kind == .decimal }
        for row in mixed.isEmpty ? [] : sheet.table.table.rows {
          for column in mixed { _ = own(row[column]) }
        }
      }
    }

    private mutating func looks(_ style: SheetStyle, _ sheet: SheetBook.Sheet) -> [String] {
      sheet.table.table.columns.indices.map {
        styles.name(
          Styles.Look(style: style, kind: sheet.table.table.columns[$0].kind, percentDigits: sheet.percentDigits[$0]))
      }
    }

    /// The style of an amount in a currency of its own; `nil` for other cells.
    private mutating func own(_ cell: ReportCell) -> String? {
      guard let currency = cell.ownCurrency else { return nil }
      return styles.name(Styles.Look(style: .row, kind: .money(currency)))
    }

    private mutating func table(_ sheet: SheetBook.Sheet, _ sink: inout any ByteSink) throws {
      begin(sheet.name, sheet.widths, charts.filter { $0.sheet.name == sheet.name })
      try lines(sheet.head, from: 0, &sink)
      bytes += "<table:table-row/><table:table-header-rows><table:table-row>".utf8
      let columns = sheet.table.table.columns
      let headers = looks(.header, sheet)
      for (column, heading) in columns.enumerated() {
        text(heading.header.text(language), sheet.table.headerRow, column, headers[column])
      }
      if columns.isEmpty { bytes += "<table:table-cell/>".utf8 }
      bytes += "</table:table-row></table:table-header-rows>".utf8
      let names = [looks(.row, sheet), looks(.subtotal, sheet), looks(.total, sheet)]
      var depth = 0
      try sheet.table.forEachLine { line in
        fold(from: &depth, to: line.depth)
        bytes += "<table:table-row>".utf8
        let styles = names[line.kind == .row ? 0 : line.kind == .subtotal ? 1 : 2]
        for (column, cell) in line.cells.enumerated() where column < columns.count {
          let formula = column < line.formulas.count ? line.formulas[column] : nil
          self.cell(cell, columns[column].kind, line.row, column, own(cell) ?? styles[column], formula)
        }
        if line.cells.isEmpty { bytes += "<table:table-cell/>".utf8 }
        bytes += "</table:table-row>".utf8
        try flush(&sink)
      }
      fold(from: &depth, to: 0)
      if !sheet.notes.isEmpty { bytes += "<table:table-row/>".utf8 }
      try lines(sheet.notes, from: sheet.notesRow, &sink)
      bytes += "</table:table>".utf8
    }

    /// Rows that a subtotal sums up can be folded away.
    private mutating func fold(from depth: inout Int, to next: Int) {
      while depth < next {
        bytes += "<table:table-row-group>".utf8
        depth += 1
      }
      while depth > next {
        bytes += "</table:table-row-group>".utf8
        depth -= 1
      }
    }

    private mutating func begin(_ name: String, _ widths: [Double], _ charts: [ODSChart] = [], style: String = "ta") {
      bytes += "<table:table table:name=\"\(XMLText.escaped(name))\" table:style-name=\"\(style)\">".utf8
      if !charts.isEmpty {
        bytes += "<table:shapes>\(charts.enumerated().map { $1.frame($0) }.joined())</table:shapes>".utf8
      }
      for width in widths {
        bytes += "<table:table-column table:style-name=\"\(styles.width(width))\"/>".utf8
      }
      if widths.isEmpty { bytes += "<table:table-column/>".utf8 }
    }

    private mutating func lines(_ lines: [SheetLine], from row: Int, _ sink: inout any ByteSink) throws {
      for (offset, line) in lines.enumerated() {
        bytes += (line.cells.isEmpty ? "<table:table-row/>" : "<table:table-row>").utf8
        for (column, cell) in line.cells.enumerated() {
          self.line(cell, row + offset, column, span: column == line.cells.count - 1 ? line.span : 1)
        }
        if !line.cells.isEmpty { bytes += "</table:table-row>".utf8 }
        try flush(&sink)
      }
    }

    private mutating func line(_ cell: SheetLine.Cell?, _ row: Int, _ column: Int, span: Int) {
      switch cell?.content {
      case nil: bytes += "<table:table-cell/>".utf8
      case .cell(let content, let kind):
        self.cell(
          content, kind, row, column, styles.name(Styles.Look(style: cell?.style ?? .value, kind: kind)), span: span)
      case .decimal(let decimal):
        let style = styles.name(Styles.Look(style: cell?.style ?? .value, isDecimal: true))
        bytes += "<table:table-cell table:style-name=\"\(style)\" office:value-type=\"float\" ".utf8
        bytes += "office:value=\"\(decimal)\"/>".utf8
      }
    }

    private mutating func cell(
      _ cell: ReportCell, _ kind: ReportColumnKind, _ row: Int, _ column: Int, _ style: String,
      _ formula: SheetFormula? = nil, span: Int = 1
    ) {
      switch cell {
      case .null: bytes += "<table:table-cell table:style-name=\"\(style)\"/>".utf8
      case .text(let value): text(value, row, column, style, span: span)
      case .label(_, let label): text(label.text(language), row, column, style, span: span)
      default:
        guard let value = Self.value(cell, kind) else {
          let value = cell.plainText(kind) ?? ""
          notes.append(language.labelled(name(row, column), SheetNumber.textReason(cell, kind, language)))
          return text(value, row, column, style)
        }
        bytes += "<table:table-cell table:style-name=\"\(style)\"".utf8
        if let formula { bytes += " table:formula=\"\(Self.formula(formula, column))\"".utf8 }
        bytes += value.utf8
        bytes += "/>".utf8
      }
    }

    private mutating func text(_ value: String, _ row: Int, _ column: Int, _ style: String, span: Int = 1) {
      bytes +=
        "<table:table-cell\(style.isEmpty ? "" : " table:style-name=\"\(style)\"") office:value-type=\"string\"".utf8
      if span > 1 { bytes += " table:number-columns-spanned=\"\(span)\" table:number-rows-spanned=\"1\"".utf8 }
      bytes += ">".utf8
      if XMLText.appendParagraphs(value, to: &bytes) {
        notes.append(language.labelled(name(row, column), SheetText.cutReason(language)))
      }
      bytes += "</table:table-cell>".utf8
      if span > 1 { bytes += "<table:covered-table-cell table:number-columns-repeated=\"\(span - 1)\"/>".utf8 }
    }

    /// The attributes of a number, exact; `nil` where spreadsheets would lose digits.
    private static func value(_ cell: ReportCell, _ kind: ReportColumnKind) -> String? {
      if case .date(let date) = cell { return " office:value-type=\"date\" office:date-value=\"\(date)\"" }
      guard SheetNumber.value(cell, kind) != nil else { return nil }
      switch (cell, kind) {
      case (.money(let units), .money(let currency)): return amount(currency.decimalText(units), currency)
      case (.amount(let money), _): return amount(money.decimalText, money.currency)
      case (.percent(let share), _): return percentage(Int64(share.value))
      case (.ratio(let share), _): return percentage(share)
      default: return " office:value-type=\"float\" office:value=\"\(cell.plainText(kind) ?? "0")\""
      }
    }

    private static func amount(_ text: String, _ currency: Currency) -> String {
      " office:value-type=\"currency\" office:currency=\"\(currency.code)\" office:value=\"\(text)\""
    }

    private static func percentage(_ points: Int64) -> String {
      let share = ExactDecimal(coefficient: points, scale: 4)?.normalized.description ?? "0"
      return " office:value-type=\"percentage\" office:value=\"\(share)\""
    }

    private static func formula(_ formula: SheetFormula, _ column: Int) -> String {
      let name = SheetText.columnName(column)
      let range = { (rows: ClosedRange<Int>) in "[.\(name)\(rows.lowerBound + 1):.\(name)\(rows.upperBound + 1)]" }
      switch formula {
      case .subtotal(let rows): return "of:=SUBTOTAL(9;\(range(rows)))"
      case .sum(let pieces): return "of:=SUM(\(pieces.map(range).joined(separator: ";")))"
      }
    }

    /// The numbers of charts that are in no table, on a sheet that is hidden.
    private mutating func chartData() {
      let own = charts.filter(\.hasOwnData)
      guard !own.isEmpty else { return }
      begin(layout.chartDataName, [], style: "tn")
      for (index, one) in own.enumerated() {
        if index > 0 { bytes += "<table:table-row/>".utf8 }
        let chart = one.chart
        row([one.title])
        row([chart.categoryHeader] + chart.series.map(\.name))
        for (place, category) in chart.categories.enumerated() {
          bytes += "<table:table-row>".utf8
          text(category, 0, 0, "")
          for series in chart.series {
            let value = series.values[place].map { " office:value-type=\"float\" office:value=\"\($0)\"" } ?? ""
            bytes += "<table:table-cell\(value)/>".utf8
          }
          bytes += "</table:table-row>".utf8
        }
      }
      bytes += "</table:table>".utf8
    }

    private mutating func row(_ texts: [String]) {
      bytes += "<table:table-row>".utf8
      for (column, value) in texts.enumerated() { text(value, 0, column, "") }
      bytes += "</table:table-row>".utf8
    }

    private mutating func filters() {
      bytes += "<table:database-ranges>".utf8
      for (index, sheet) in layout.sheets.enumerated() where sheet.table.hasFilter {
        let quoted = "'\(sheet.name.replacing("'", with: "''"))'"
        let last = SheetText.columnName(max(1, sheet.widths.count) - 1)
        let range = "\(quoted).A\(sheet.table.headerRow + 1):\(quoted).\(last)\(sheet.table.lastRow + 1)"
        bytes += "<table:database-range table:name=\"__Anonymous_Sheet_DB__\(index)\" ".utf8
        bytes += "table:target-range-address=\"\(XMLText.escaped(range))\" ".utf8
        bytes += "table:display-filter-buttons=\"true\"/>".utf8
      }
      bytes += "</table:database-ranges>".utf8
    }

    private func name(_ row: Int, _ column: Int) -> String { "\(place)\(SheetText.columnName(column))\(row + 1)" }

    private mutating func flush(_ sink: inout any ByteSink) throws {
      guard bytes.count >= Self.chunk else { return }
      try archive.append(bytes, &sink)
      bytes.removeAll(keepingCapacity: true)
    }
  }
#endif
