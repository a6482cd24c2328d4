#if XLSX
  import CLibXLSXWriter
  import PipelinePlugins

  /// Writes a document into a workbook, sheet by sheet, row by row.
  struct SheetWriter {
    private let layout: SheetBook
    private let book: UnsafeMutablePointer<lxw_workbook>
    private var formats: SheetFormats
    private var notes: [String] = []

    init(_ layout: SheetBook, _ book: UnsafeMutablePointer<lxw_workbook>) throws {
      self.layout = layout
      self.book = book
      formats = SheetFormats(book, language: layout.document.language)
      try setProperties()
    }

    private var language: Phrasebook { layout.document.language }

    /// Writes everything; what a reader should know.
    mutating func write() throws -> [String] {
      var charts: [ChartWriter] = []
      for (index, sheet) in layout.sheets.enumerated() {
        let worksheet = try table(sheet, isFirst: index == 0)
        charts += ChartWriter.all(of: sheet, on: worksheet)
      }
      if let page = layout.receipt(cellNotes: notes) { try receipt(page) }
      try ChartWriter.write(charts, book, dataName: layout.chartDataName, &formats, language)
      return notes
    }

    private mutating func table(_ sheet: SheetBook.Sheet, isFirst: Bool) throws -> UnsafeMutablePointer<lxw_worksheet> {
      var cells = try CellWriter(book, sheet.name, language, isFirst: isFirst)
      try setUp(sheet, cells.sheet)
      try cells.lines(sheet.head, from: 0, language, &formats)
      let columns = sheet.table.table.columns
      for (column, heading) in columns.enumerated() {
        try cells.text(
          heading.header.text(language), sheet.table.headerRow, column, formats.format(.header, heading.kind))
      }
      let looks = try [SheetStyle.row, .subtotal, .total].map { style in
        try columns.indices.map {
          try formats.format(style, columns[$0].kind, percentDigits: sheet.percentDigits[$0])
        }
      }
      try sheet.table.forEachLine { line in
        let own = looks[line.kind == .row ? 0 : line.kind == .subtotal ? 1 : 2]
        if line.depth > 0 { try fold(line, cells.sheet) }
        for (column, cell) in line.cells.enumerated() where column < columns.count {
          if column < line.formulas.count, let formula = line.formulas[column],
            let value = SheetNumber.value(cell, columns[column].kind)
          {
            try cells.formula(formula, value: value, line.row, column, own[column])
          } else {
            // An amount in a currency of its own looks like one of a column of that currency.
            let format = try cell.ownCurrency.map { try formats.format(.row, .money($0)) }
            try cells.cell(cell, columns[column].kind, language, line.row, column, format ?? own[column])
          }
        }
      }
      try cells.lines(sheet.notes, from: sheet.notesRow, language, &formats)
      notes += cells.notes
      return cells.sheet
    }

    /// Rows that a subtotal sums up can be folded away.
    private func fold(_ line: SheetTable.Line, _ sheet: UnsafeMutablePointer<lxw_worksheet>) throws {
      var options = lxw_row_col_options()
      options.level = UInt8(min(7, line.depth))
      try XLSXError.check(
        worksheet_set_row_opt(sheet, lxw_row_t(line.row), Double(LXW_DEF_ROW_HEIGHT), nil, &options))
    }

    private func setUp(_ sheet: SheetBook.Sheet, _ worksheet: UnsafeMutablePointer<lxw_worksheet>) throws {
      let header = lxw_row_t(sheet.table.headerRow)
      let last = lxw_col_t(max(1, sheet.widths.count) - 1)
      for (column, width) in sheet.widths.enumerated() {
        try XLSXError.check(worksheet_set_column(worksheet, lxw_col_t(column), lxw_col_t(column), width, nil))
      }
      worksheet_freeze_panes(worksheet, header + 1, 0)
      if sheet.table.hasFilter {
        try XLSXError.check(worksheet_autofilter(worksheet, header, 0, lxw_row_t(sheet.table.lastRow), last))
      }
      try XLSXError.check(worksheet_repeat_rows(worksheet, header, header))
      switch ChartWriter.placing(sheet) {
      case .none: break
      case .below: worksheet_fit_to_pages(worksheet, 1, 1)
      case .beside, .besideNarrow:
        // The charts are printed beside the table.
        let end = ChartWriter.end(sheet)
        let row = lxw_row_t(max(end.row, sheet.notesRow + sheet.notes.count))
        try XLSXError.check(worksheet_print_area(worksheet, 0, 0, row, lxw_col_t(end.column)))
      }
      footer(worksheet)
    }

    private mutating func receipt(_ page: SheetBook.Page) throws {
      var cells = try CellWriter(book, page.name, language, isFirst: false)
      for (column, width) in page.widths.enumerated() {
        try XLSXError.check(worksheet_set_column(cells.sheet, lxw_col_t(column), lxw_col_t(column), width, nil))
      }
      footer(cells.sheet)
      try cells.lines(page.lines, from: 0, language, &formats)
      notes += cells.notes
    }

    private func footer(_ sheet: UnsafeMutablePointer<lxw_worksheet>) {
      worksheet_set_footer(sheet, "&L&8&A&R&8\(Self.page(language))")
    }

    /// The page's number out of how many: `&` starts a code in footers, so marks replace the codes until the words are
    /// escaped.
    private static func page(_ language: Phrasebook) -> String {
      SheetWords.page("\u{E000}", of: "\u{E001}", language)
        .replacing("&", with: "&&").replacing("\u{E000}", with: "&P").replacing("\u{E001}", with: "&N")
    }

    private func setProperties() throws {
      let document = layout.document
      var properties = lxw_doc_properties()
      let midnight = Int64(document.today.daysSince1970) * 86_400
      properties.created = time_t(document.receipt.map { $0.madeAt.microsecondsSince1970 / 1_000_000 } ?? midnight)
      let title = SheetText.safe(document.title.text(document.language), limit: 200).text
      let author = SheetText.safe(document.receipt?.person ?? "", limit: 100).text
      try title.withCString { title in
        try author.withCString { author in
          properties.title = UnsafeMutablePointer(mutating: title)
          properties.author = UnsafeMutablePointer(mutating: author)
          try XLSXError.check(workbook_set_properties(book, &properties))
        }
      }
    }
  }
#endif
