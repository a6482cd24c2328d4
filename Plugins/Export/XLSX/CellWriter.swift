#if XLSX
  import CLibXLSXWriter
  import PipelinePlugins

  /// Writes cells into one worksheet, row by row.
  struct CellWriter {
    let sheet: UnsafeMutablePointer<lxw_worksheet>
    /// The prefix of a cell's name in notes: nothing for the first sheet.
    let place: String
    /// The language of notes.
    private let language: Phrasebook
    private(set) var notes: [String] = []

    init(_ book: UnsafeMutablePointer<lxw_workbook>, _ name: String, _ language: Phrasebook, isFirst: Bool) throws {
      guard let sheet = workbook_add_worksheet(book, SheetText.safe(name, escaping: true).text) else {
        throw ExportError.failed("the spreadsheet cannot be written: out of memory")
      }
      self.sheet = sheet
      self.language = language
      place = isFirst ? "" : "\(name)!"
      worksheet_gridlines(sheet, UInt8(LXW_HIDE_ALL_GRIDLINES.rawValue))
      worksheet_set_paper(sheet, 9)
      worksheet_set_landscape(sheet)
      worksheet_fit_to_pages(sheet, 1, 0)
    }

    mutating func cell(
      _ cell: ReportCell, _ kind: ReportColumnKind, _ language: Phrasebook, _ row: Int, _ column: Int,
      _ format: UnsafeMutablePointer<lxw_format>
    ) throws {
      switch cell {
      case .null:
        try XLSXError.check(worksheet_write_blank(sheet, lxw_row_t(row), lxw_col_t(column), format))
      case .text(let value): try text(value, row, column, format)
      case .label(_, let label): try text(label.text(language), row, column, format)
      default:
        if let number = SheetNumber.value(cell, kind) {
          try XLSXError.check(worksheet_write_number(sheet, lxw_row_t(row), lxw_col_t(column), number, format))
        } else {
          let value = cell.plainText(kind) ?? ""
          notes.append(language.labelled(name(row, column), SheetNumber.textReason(cell, kind, language)))
          try text(value, row, column, format)
        }
      }
    }

    mutating func text(
      _ value: String, _ row: Int, _ column: Int, _ format: UnsafeMutablePointer<lxw_format>
    ) throws {
      let (safe, isCut) = SheetText.safe(value, escaping: true)
      if isCut { notes.append(language.labelled(name(row, column), SheetText.cutReason(language))) }
      try XLSXError.check(worksheet_write_string(sheet, lxw_row_t(row), lxw_col_t(column), safe, format))
    }

    func number(
      _ value: Double, _ row: Int, _ column: Int, _ format: UnsafeMutablePointer<lxw_format>
    ) throws {
      try XLSXError.check(worksheet_write_number(sheet, lxw_row_t(row), lxw_col_t(column), value, format))
    }

    func formula(
      _ formula: SheetFormula, value: Double, _ row: Int, _ column: Int, _ format: UnsafeMutablePointer<lxw_format>
    ) throws {
      let name = SheetText.columnName(column)
      let range = { (rows: ClosedRange<Int>) in "\(name)\(rows.lowerBound + 1):\(name)\(rows.upperBound + 1)" }
      let text =
        switch formula {
        case .subtotal(let rows): "=SUBTOTAL(9,\(range(rows)))"
        case .sum(let pieces): "=SUM(\(pieces.map(range).joined(separator: ",")))"
        }
      try XLSXError.check(
        worksheet_write_formula_num(sheet, lxw_row_t(row), lxw_col_t(column), text, format, value))
    }

    /// Lines that are none of a table's, from a row on.
    mutating func lines(
      _ lines: [SheetLine], from row: Int, _ language: Phrasebook, _ formats: inout SheetFormats
    ) throws {
      for (offset, line) in lines.enumerated() {
        if line.height > 1 {
          try XLSXError.check(
            worksheet_set_row(sheet, lxw_row_t(row + offset), Double(LXW_DEF_ROW_HEIGHT) * Double(line.height), nil))
        }
        for (column, cell) in line.cells.enumerated() {
          guard let cell else { continue }
          if line.span > 1, column == line.cells.count - 1 {
            let (row, first) = (lxw_row_t(row + offset), lxw_col_t(column))
            let format = try formats.format(cell.style)
            try XLSXError.check(
              worksheet_merge_range(sheet, row, first, row, first + lxw_col_t(line.span - 1), "", format))
          }
          try self.line(cell, row + offset, column, language, &formats)
        }
      }
    }

    private mutating func line(
      _ cell: SheetLine.Cell, _ row: Int, _ column: Int, _ language: Phrasebook, _ formats: inout SheetFormats
    ) throws {
      switch cell.content {
      case .cell(let content, let kind):
        let format = try formats.format(cell.style, kind)
        try self.cell(content, kind, language, row, column, format)
      case .decimal(let decimal):
        // A rate has up to twelve decimals: within what a number holds, if it is of a usual size.
        let text = decimal.description
        let format = try formats.format(SheetFormats.Look(style: cell.style, pattern: "0.############", isRight: true))
        if text.utf8.count(where: { $0 >= 0x30 && $0 <= 0x39 }) <= 15, let value = Double(text) {
          try number(value, row, column, format)
        } else {
          try self.text(text, row, column, format)
        }
      }
    }

    private func name(_ row: Int, _ column: Int) -> String { "\(place)\(SheetText.columnName(column))\(row + 1)" }
  }
#endif
