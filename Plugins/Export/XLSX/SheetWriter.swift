#if XLSX
  import CLibXLSXWriter
  import PipelinePlugins

  /// Writes one document into a workbook's only sheet, row by row.
  struct SheetWriter {
    private let document: ReportDocument
    private let sheet: UnsafeMutablePointer<lxw_worksheet>
    private let formats: SheetFormats
    private var notes: [String] = []

    init(_ document: ReportDocument, _ book: UnsafeMutablePointer<lxw_workbook>) throws {
      self.document = document
      guard let sheet = workbook_add_worksheet(book, SheetText.sheetName(document.title.text(document.language))) else {
        throw ExportError.failed("the spreadsheet cannot be written: out of memory")
      }
      self.sheet = sheet
      formats = try SheetFormats(book, document.table.columns)
      try Self.setProperties(document, book)
    }

    /// Writes everything; what a reader should know.
    mutating func write() throws -> [String] {
      try setUp()
      let columns = document.table.columns
      for (column, heading) in columns.enumerated() {
        try text(heading.header.text(document.language), 0, column, formats.header(heading.kind))
      }
      var sums = [Int128?](repeating: 0, count: columns.count)
      for (index, row) in document.table.rows.enumerated() {
        for (column, cell) in row.enumerated() where column < columns.count {
          try write(cell, index + 1, column, formats.cell(column))
          sums[column] = Self.add(cell, to: sums[column])
        }
      }
      var next = document.table.rows.count + 1
      if let total = document.table.total {
        try writeTotal(total, at: next, sums)
        next += 1
      }
      for note in document.notes {
        next += 1
        try text(note.text(document.language), next, 0, formats.note)
      }
      return notes
    }

    private func setUp() throws {
      let last = lxw_col_t(max(1, document.table.columns.count) - 1)
      for (column, width) in SheetWidths.widths(document).enumerated() {
        try XLSXError.check(worksheet_set_column(sheet, lxw_col_t(column), lxw_col_t(column), width, nil))
      }
      worksheet_freeze_panes(sheet, 1, 0)
      try XLSXError.check(worksheet_autofilter(sheet, 0, 0, lxw_row_t(document.table.rows.count), last))
      worksheet_set_landscape(sheet)
      worksheet_fit_to_pages(sheet, 1, 0)
      try XLSXError.check(worksheet_repeat_rows(sheet, 0, 0))
      worksheet_set_footer(sheet, "&L&A&R&P / &N")
    }

    /// A total that is its column's plain sum recalculates; any other is a number.
    private mutating func writeTotal(_ total: [ReportCell], at row: Int, _ sums: [Int128?]) throws {
      for (column, cell) in total.enumerated() where column < document.table.columns.count {
        let format = formats.total(column)
        guard row > 1, let sum = sums[column], let value = Self.number(cell, document.table.columns[column].kind),
          Self.units(cell) == sum
        else {
          let label = document.language.hasPrefix("fr") ? "Total général" : "Total"
          try write(cell == .null && column == 0 ? .text(label) : cell, row, column, format)
          continue
        }
        let name = SheetText.columnName(column)
        try XLSXError.check(
          worksheet_write_formula_num(
            sheet, lxw_row_t(row), lxw_col_t(column), "=SUM(\(name)2:\(name)\(row))", format, value))
      }
    }

    private mutating func write(
      _ cell: ReportCell, _ row: Int, _ column: Int, _ format: UnsafeMutablePointer<lxw_format>?
    ) throws {
      switch cell {
      case .null:
        try XLSXError.check(worksheet_write_blank(sheet, lxw_row_t(row), lxw_col_t(column), format))
      case .text(let value): try text(value, row, column, format)
      case .label(_, let label): try text(label.text(document.language), row, column, format)
      default:
        let kind = document.table.columns[column].kind
        if let number = Self.number(cell, kind) {
          try XLSXError.check(worksheet_write_number(sheet, lxw_row_t(row), lxw_col_t(column), number, format))
        } else {
          let value = cell.plainText(kind) ?? ""
          notes.append(
            "\(SheetText.columnName(column))\(row + 1): \(value) has more digits than a spreadsheet keeps (15), so it is text"
          )
          try text(value, row, column, format)
        }
      }
    }

    private mutating func text(
      _ value: String, _ row: Int, _ column: Int, _ format: UnsafeMutablePointer<lxw_format>?
    ) throws {
      let (safe, isCut) = SheetText.safe(value)
      if isCut {
        notes.append(
          "\(SheetText.columnName(column))\(row + 1): the text is longer than a cell holds (32,767), so its end is cut")
      }
      try XLSXError.check(worksheet_write_string(sheet, lxw_row_t(row), lxw_col_t(column), safe, format))
    }

    private static func units(_ cell: ReportCell) -> Int128? {
      switch cell {
      case .money(let units): units
      case .count(let count): Int128(count)
      default: nil
      }
    }

    private static func add(_ cell: ReportCell, to sum: Int128?) -> Int128? {
      guard let sum else { return nil }
      if cell == .null { return sum }
      guard let units = units(cell) else { return nil }
      let (total, overflow) = sum.addingReportingOverflow(units)
      return overflow ? nil : total
    }

    /// The cell as a spreadsheet's number; `nil` where more than 15 digits would be lost, or it is none.
    private static func number(_ cell: ReportCell, _ kind: ReportColumnKind) -> Double? {
      switch cell {
      case .count(let count): count.magnitude < 1_000_000_000_000_000 ? Double(count) : nil
      case .money(let units):
        units.magnitude < 1_000_000_000_000_000 ? Double(Int64(units)) / divisor(kind) : nil
      case .percent(let share): Double(share.value) / 10_000
      case .ratio(let points): points.magnitude < 1_000_000_000_000_000 ? Double(points) / 10_000 : nil
      // Day zero of spreadsheets is 25,569 days before 1970-01-01 for every day from 1900-03-01 on.
      case .date(let date): date.daysSince1970 >= -25_508 ? Double(date.daysSince1970) + 25_569 : nil
      case .null, .text, .label: nil
      }
    }

    private static func divisor(_ kind: ReportColumnKind) -> Double {
      guard case .money(let currency) = kind else { return 1 }
      return [1, 10, 100, 1000, 10_000][min(4, Int(currency.minorDigits))]
    }

    private static func setProperties(_ document: ReportDocument, _ book: UnsafeMutablePointer<lxw_workbook>) throws {
      var properties = lxw_doc_properties()
      properties.created = time_t(document.today.daysSince1970) * 86_400
      let title = SheetText.safe(document.title.text(document.language), limit: 200).text
      try title.withCString { title in
        properties.title = UnsafeMutablePointer(mutating: title)
        try XLSXError.check(workbook_set_properties(book, &properties))
      }
    }
  }
#endif
