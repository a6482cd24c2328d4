/// A document laid out as spreadsheet sheets, independent of the file format; used by `xlsx` and `ods`.
///
/// The report and each of its sections have a sheet with title, parameters, table and notes. The receipt is the last
/// sheet, created when it is known how cells were written: ``receipt(cellNotes:)``.
package struct SheetBook: Sendable {
  /// The document.
  package let document: ReportDocument
  /// The report's sheet, then one for each section, and for each list of deals of a section.
  package let sheets: [Sheet]

  /// A sheet with a table.
  package struct Sheet: Sendable {
    /// Its name; no two sheets of a book have the same.
    package let name: String
    /// Its whole title, of which the name may be the beginning.
    package let title: String
    /// The lines above the table, from the first row.
    package let head: [SheetLine]
    /// The table.
    package let table: SheetTable
    /// The table's columns' widths, in characters.
    package let widths: [Double]
    /// How many digits after the point percentages have, by column.
    package let percentDigits: [Int]
    /// The lines below the table, after an empty row.
    package let notes: [SheetLine]
    /// The charts, in order.
    package let charts: [SheetChart]

    /// The row of the first note, counted from 0.
    package var notesRow: Int { table.headerRow + table.lineCount + 2 }
  }

  /// A sheet without a table.
  package struct Page: Sendable {
    /// Its name.
    package let name: String
    /// The lines, from the first row.
    package let lines: [SheetLine]
    /// Its columns' widths, in characters.
    package let widths: [Double]
  }

  /// Lays a document out.
  package init(_ document: ReportDocument) {
    self.document = document
    let language = document.language
    var names: [String] = []
    func sheet(
      _ title: LocalizedText, _ parameters: [ReportParameter], _ table: ReportTable, _ notes: [LocalizedText],
      _ chart: ReportChart?
    ) -> Sheet {
      var table = table
      table.subtotals = table.subtotals.filter(\.isOfSeveral)
      let title = title.text(language)
      names.append(SheetText.sheetName(title, taken: names))
      var head = [SheetLine([.init(title, .title)])]
      head += parameters.map {
        SheetLine([.init($0.label.text(language), .label), .init($0.value.text(language), .value)])
      }
      var widths = SheetWidths.widths(table, language)
      let labels = parameters.map { Double($0.label.text(language).count + 2) }
      if !widths.isEmpty { widths[0] = max(widths[0], min(60, labels.max() ?? 0)) }
      return Sheet(
        name: names[names.count - 1], title: title, head: head,
        table: SheetTable(table, headerRow: head.count + 1, language: language), widths: widths,
        percentDigits: table.columns.indices.map { SheetWidths.percentDigits(table, $0) },
        notes: notes.map { SheetLine([.init($0.text(language), .note)]) },
        charts: chart.map { SheetChart.all($0, table, language) } ?? [])
    }
    var sheets = [sheet(document.title, document.parameters, document.table, document.notes, document.chart)]
    for (index, section) in document.allSections.enumerated() {
      if index > 0 {
        sheets.append(sheet(section.title, [], section.table, [], section.chart))
      }
      guard section.isList else { continue }
      // A list of deals is what the section is for.
      for detail in section.details {
        let name = section.table.rows[detail.row].first.map { SheetBook.text($0, language) } ?? ""
        sheets.append(sheet(LocalizedText(name), [], detail.table, [], nil))
      }
    }
    self.sheets = sheets
  }

  private static func text(_ cell: ReportCell, _ language: Phrasebook) -> String {
    if case .label(_, let label) = cell { return label.text(language) }
    return cell.plainText(.text) ?? ""
  }

  /// The receipt's sheet; `nil` for a document without one.
  ///
  /// - Parameter cellNotes: What a reader should know of how cells were written.
  package func receipt(cellNotes: [String]) -> Page? {
    guard let lines = SheetReceipt.lines(document, cellNotes: cellNotes) else { return nil }
    let title = SheetPhrase.receipt.text(document.language)
    return Page(
      name: SheetText.sheetName(title, taken: sheets.map(\.name)),
      lines: [SheetLine([.init(title, .title)]), SheetLine()] + lines, widths: SheetReceipt.widths)
  }

  /// How many rows a sheet has at most.
  package static let maximumRows = 1_048_576

  /// Throws ``ExportError/tooLarge(_:)`` where a sheet would have more rows than there can be.
  package func checkSize() throws {
    for sheet in sheets where sheet.notesRow + sheet.notes.count > Self.maximumRows {
      throw ExportError.tooLarge(
        "\(sheet.table.table.rows.count) rows are more than a worksheet holds (\(Self.maximumRows)); export csv instead"
      )
    }
  }

  /// The name of the sheet with chart data that is not in the tables.
  package var chartDataName: String {
    let receipt = SheetText.sheetName(SheetPhrase.receipt.text(document.language), taken: sheets.map(\.name))
    return SheetText.sheetName(SheetPhrase.chartData.text(document.language), taken: sheets.map(\.name) + [receipt])
  }
}
