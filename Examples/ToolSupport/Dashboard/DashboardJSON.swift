public import SalesPipeline

/// A dashboard as JSON: names, types and order stand in `Documentation/Reference/json.md`.
public enum DashboardJSON {
  /// The text, without a line end.
  public static func text(_ dashboard: Dashboard) -> String {
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("generated_for", dashboard.today.description)
      writer.member("currency", dashboard.currency.code)
      if let funnel = dashboard.funnel { write(funnel, dashboard.currency, &writer) }
      if let grid = dashboard.grid { write(grid, dashboard.currency, &writer) }
      if let waterfall = dashboard.waterfall { WaterfallJSON.write(waterfall, &writer) }
      write(dashboard.gaps, &writer)
      write(dashboard.rates, &writer)
    }
    return writer.takeText()
  }

  static func write(_ gaps: [ReportGap], _ writer: inout JSONWriter) {
    guard !gaps.isEmpty else { return }
    writer.name("gaps")
    writer.list { list in
      for gap in gaps {
        list.object(inline: true) {
          $0.member("reason", gap.reason)
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
        }
      }
    }
  }

  private static func write(_ funnel: FunnelReport, _ currency: Currency, _ writer: inout JSONWriter) {
    writer.name("funnel")
    writer.object { writer in
      writer.name("stages")
      writer.list { list in
        for row in funnel.rows {
          list.object(inline: true) {
            $0.member("stage", row.status)
            figures(row.figures, currency, &$0)
          }
        }
      }
      writer.name("total")
      writer.object(inline: true) { figures(funnel.total, currency, &$0) }
    }
  }

  private static func figures(_ figures: DealFigures, _ currency: Currency, _ writer: inout JSONWriter) {
    writer.member("count", Int64(figures.count))
    writer.member("unweighted", currency.decimalText(figures.unweighted))
    writer.member("weighted", currency.decimalText(figures.weighted))
  }

  private static func write(_ grid: SalesGrid, _ currency: Currency, _ writer: inout JSONWriter) {
    writer.name("sales_grid")
    writer.object { writer in
      writer.member("period", grid.grain == .month ? "month" : grid.grain == .quarter ? "quarter" : "year")
      writer.name("rows")
      writer.list { list in
        for row in grid.rows {
          list.object(inline: true) {
            $0.member("owner", row.owner)
            $0.member("period", row.period?.label)
            gridFigures(row.figures, currency, &$0)
          }
        }
      }
      writer.name("total")
      writer.object(inline: true) { gridFigures(grid.total, currency, &$0) }
    }
  }

  private static func gridFigures(_ figures: SalesGrid.Figures, _ currency: Currency, _ writer: inout JSONWriter) {
    writer.member("won_count", Int64(figures.won.count))
    writer.member("won", currency.decimalText(figures.won.unweighted))
    writer.member("open_count", Int64(figures.open.count))
    writer.member("open", currency.decimalText(figures.open.unweighted))
    writer.member("open_weighted", currency.decimalText(figures.open.weighted))
  }
}

/// A stage's deals as JSON.
public enum StageJSON {
  /// The text, without a line end.
  public static func text(_ stage: String, _ deals: [StageDeal], _ setup: PipelineSetup) -> String {
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
          }
        }
      }
    }
    return writer.takeText()
  }
}

extension JSONWriter {
  /// All that was written, as text.
  mutating func takeText() -> String { String(decoding: take(), as: UTF8.self) }
}
