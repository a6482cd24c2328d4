import PipelinePlugins
public import SalesPipeline

/// A dashboard, a waterfall or a stage conversion as JSON: names, types and order are documented in `Documentation/Reference/json.md`.
public enum DashboardJSON {
  /// The text, without a line end.
  ///
  /// - Parameter scope: What was asked, which the JSON says.
  public static func text(_ document: ReportDocument, _ scope: ReportScope, _ setup: PipelineSetup) -> String {
    var writer = JSONWriter()
    writer.object { writer in
      if document.name == "dashboard" { writer.member("generated_for", document.today.description) }
      writer.member("currency", setup.baseCurrency.code)
      for section in document.allSections where !section.table.columns.isEmpty {
        write(section, isOfOneCycle: Set(scope.cycles + scope.filter.cycles).count == 1, &writer)
      }
      write(document.gaps, &writer)
      write(document.receipt?.rates ?? [], &writer)
      write(scope, document, &writer)
    }
    return writer.takeText()
  }

  private static func write(_ scope: ReportScope, _ document: ReportDocument, _ writer: inout JSONWriter) {
    let receipt = document.receipt
    write(scope, asOf: receipt?.asOf, knownAt: receipt?.knownAt, &writer)
  }

  /// Writes the filters and the moment.
  static func write(_ scope: ReportScope, asOf: Instant?, knownAt: Instant?, _ writer: inout JSONWriter) {
    func texts(_ name: String, _ values: [String], _ writer: inout JSONWriter) {
      writer.name(name)
      writer.list { list in for value in values { list.text(value) } }
    }
    writer.name("filters")
    writer.object { writer in
      texts("owners", scope.owners + scope.filter.owners, &writer)
      texts("cycles", scope.cycles + scope.filter.cycles, &writer)
      writer.name("closing")
      if let days = scope.closing {
        writer.object(inline: true) {
          $0.member("from", days.lowerBound == .earliest ? nil : days.lowerBound.description)
          $0.member("to", days.upperBound == .latest ? nil : days.upperBound.description)
        }
      } else {
        writer.null()
      }
      writer.member("as_of", asOf.map { "\($0)" })
      writer.member("known_at", knownAt.map { "\($0)" })
      let given = scope.filter.given.filter { $0.name != "owners" && $0.name != "cycles" }
      guard !given.isEmpty else { return }
      writer.name("deals")
      if !writer.embed(CanonicalValue.map(given).json) { writer.null() }
    }
  }

  private static func write(_ section: ReportSection, isOfOneCycle: Bool, _ writer: inout JSONWriter) {
    let table = section.table
    writer.name(section.key)
    writer.object { writer in
      let rows: String
      switch section.key {
      case "funnel": rows = "stages"
      case "waterfall":
        writer.member("from", section.facts["from"])
        writer.member("to", section.facts["to"])
        rows = "bars"
      case "conversion", "conversion_by_value":
        writer.member("from", section.facts["from"])
        writer.member("to", section.facts["to"])
        rows = "stages"
      default:
        if let period = section.facts["period"] { writer.member("period", period) }
        rows = "rows"
      }
      writer.name(rows)
      writer.list { list in
        for row in table.rows {
          list.object(inline: true) { write(row, section, &$0) }
        }
      }
      guard let total = table.total else { return }
      writer.name("total")
      writer.object(inline: true) { writer in
        for (column, cell) in zip(table.columns, total) where !section.groupedBy.contains(column.key) {
          write(cell, column, &writer)
        }
      }
      if section.key == "funnel", !isOfOneCycle, !table.subtotals.isEmpty { writeCycles(table, &writer) }
    }
  }

  /// Writes the sums of each sales cycle of a funnel.
  private static func writeCycles(_ table: ReportTable, _ writer: inout JSONWriter) {
    writer.name("cycles")
    writer.object { writer in
      for subtotal in table.subtotals {
        guard let cycle = subtotal.cells.first?.plainText(.text) else { continue }
        let sums = zip(table.columns, subtotal.cells).filter { $0.0.key != "stage" && $0.0.key != "cycle" }
        writer.name(cycle)
        writer.object(inline: true) { writer in sums.forEach { write($0.1, $0.0, &writer) } }
      }
    }
  }

  private static func write(_ row: [ReportCell], _ section: ReportSection, _ writer: inout JSONWriter) {
    let cells = zip(section.table.columns, row).map { ($0, $1) }
    // Members that were added later come last.
    for (column, cell) in cells.filter({ $0.0.key != "cycle" }) + cells.filter({ $0.0.key == "cycle" }) {
      // Somebody without a name is a text as before, not an unknown.
      if column.key == "owner", section.key == "sales_grid", case .null = cell {
        writer.member("owner", "")
      } else {
        write(cell, column, &writer)
      }
    }
    // A stage is identified by its cycle too; a table of one cycle has no column for it.
    if let cycle = section.facts["cycle"] { writer.member("cycle", cycle) }
  }

  private static func write(_ cell: ReportCell, _ column: ReportColumn, _ writer: inout JSONWriter) {
    if case .count(let count) = cell {
      writer.member(column.key, count)
    } else {
      writer.member(column.key, cell.plainText(column.kind))
    }
  }

  static func write(_ gaps: [ReportGap], _ writer: inout JSONWriter) {
    guard !gaps.isEmpty else { return }
    writer.name("gaps")
    writer.list { list in
      for gap in gaps {
        list.object(inline: true) {
          $0.member("reason", gap.reason.rawValue)
          $0.member("detail", gap.detail)
          $0.member("count", gap.count)
        }
      }
    }
  }

  static func write(_ rates: [RateUse], _ writer: inout JSONWriter) {
    guard !rates.isEmpty else { return }
    writer.name("rates")
    writer.list { list in
      for use in rates {
        list.object(inline: true) {
          $0.member("currency", use.currency.code)
          $0.member("rate", use.rate.description)
          $0.member("day", use.day?.description)
          $0.member("quote", use.quote)
        }
      }
    }
  }
}

/// A stage's deals as JSON.
public enum StageJSON {
  /// The text, without a line end.
  ///
  /// - Parameter scope: The filters and the moment to include; `nil` for none.
  public static func text(
    _ stage: String, _ deals: [StageDeal], _ setup: PipelineSetup, _ scope: ReportScope? = nil
  ) -> String {
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("stage", stage)
      writer.name("deals")
      writer.list { list in
        for deal in deals {
          let body = deal.deal.body
          list.object(inline: true) {
            $0.member("external_id", body.externalID)
            $0.member("name", body.name)
            $0.member("account", deal.accountName)
            $0.member("owner", body.owner)
            $0.member("close_date", deal.closeDate?.description)
            $0.member("amount", body.amount?.decimalText)
            $0.member("probability", deal.probability.percentText)
            $0.member("weighted", deal.weighted.map { setup.baseCurrency.decimalText($0) })
            $0.member("cycle", body.cycle)
          }
        }
      }
      if let scope { DashboardJSON.write(scope, asOf: scope.asOf, knownAt: scope.knownAt, &writer) }
    }
    return writer.takeText()
  }
}

extension JSONWriter {
  /// All that was written, as text.
  mutating func takeText() -> String { String(decoding: take(), as: UTF8.self) }
}
