package import PipelinePlugins

/// Writes a document as JSON: names and types are in `Documentation/Reference/json.md`. Never varies by language.
package struct JSONExporter: Exporter {
  /// An exporter.
  package init() {}

  /// `json`
  package var fileExtension: String { "json" }

  /// Writes the document.
  package func export(_ document: ReportDocument, to sink: inout any ByteSink) throws -> [String] {
    var writer = JSONWriter()
    try writer.object { writer in
      writer.member("report", document.name)
      writer.name("period")
      Self.period(document.period, &writer)
      writer.name("group_by")
      writer.list(inline: true) { list in document.groupedBy.forEach { list.text($0) } }
      try Self.rows(document.table, &writer, &sink)
      writer.name("total")
      Self.total(document, &writer)
      writer.member("generated_for", document.today.description)
      if !document.gaps.isEmpty {
        writer.name("gaps")
        writer.list { list in document.gaps.forEach { ReceiptJSON.gap($0, &list) } }
      }
      Self.subtotals(document.table, &writer)
      if !document.sections.isEmpty {
        writer.name("sections")
        try writer.list { list in
          for section in document.sections { try Self.section(section, &list, &sink) }
        }
      }
      if let receipt = document.receipt {
        writer.name("receipt")
        ReceiptJSON.write(receipt, &writer)
      }
    }
    writer.endLine()
    try sink.write(writer.take())
    return []
  }

  private static let chunk = 1 << 18

  private static func period(_ period: ClosedRange<CivilDate>?, _ writer: inout JSONWriter) {
    guard let period else { return writer.null() }
    writer.object(inline: true) {
      $0.member("from", period.lowerBound.description)
      $0.member("to", period.upperBound.description)
    }
  }

  private static func row(_ row: [ReportCell], _ columns: [ReportColumn], _ writer: inout JSONWriter) {
    writer.object(inline: true) { writer in
      for (cell, column) in zip(row, columns) {
        writer.name(column.key)
        if case .count(let count) = cell { writer.number(count) } else { writer.text(cell.plainText(column.kind)) }
      }
    }
  }

  /// The totals without the groupings, for which there is no total.
  private static func total(_ document: ReportDocument, _ writer: inout JSONWriter) {
    guard let total = document.table.total else { return writer.null() }
    let measured = zip(total, document.table.columns).filter { !document.groupedBy.contains($1.key) }
    row(measured.map(\.0), measured.map(\.1), &writer)
  }

  private static func rows(
    _ table: ReportTable, _ writer: inout JSONWriter, _ sink: inout any ByteSink
  ) throws {
    writer.name("columns")
    writer.list(inline: true) { list in table.columns.forEach { list.text($0.key) } }
    writer.name("rows")
    try writer.list { list in
      for row in table.rows {
        Self.row(row, table.columns, &list)
        if list.pending >= Self.chunk { try sink.write(list.take()) }
      }
    }
  }

  /// Rows that sum up others, with the first and the last of those, counted from 0.
  private static func subtotals(_ table: ReportTable, _ writer: inout JSONWriter) {
    guard !table.subtotals.isEmpty else { return }
    writer.name("subtotals")
    writer.list { list in
      for subtotal in table.subtotals {
        list.object(inline: true) { writer in
          writer.member("level", Int64(subtotal.level))
          writer.member("from_row", Int64(subtotal.rows.lowerBound))
          writer.member("to_row", Int64(subtotal.rows.upperBound) - 1)
          writer.name("values")
          row(subtotal.cells, table.columns, &writer)
        }
      }
    }
  }

  private static func section(
    _ section: ReportSection, _ writer: inout JSONWriter, _ sink: inout any ByteSink
  ) throws {
    try writer.object { writer in
      writer.member("key", section.key)
      try rows(section.table, &writer, &sink)
      writer.name("total")
      if let total = section.table.total { row(total, section.table.columns, &writer) } else { writer.null() }
      subtotals(section.table, &writer)
    }
  }
}
