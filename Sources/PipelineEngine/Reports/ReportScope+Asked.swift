public import PipelinePlugins

extension Desk {
  /// Returns the filters and the moment of a scope as lines above a list; empty for all current deals.
  /// - Throws: ``StoreError``, or the error of a lookup table's provider.
  public func asked(_ scope: ReportScope) async throws -> [ReportParameter] {
    let moments = [
      ("as_of", ReportPhrase.asOf, scope.asOf), ("known_at", ReportPhrase.knownAt, scope.knownAt),
    ]
    return scope.asked(pipeline.setup, try await lookups())
      + moments.compactMap { key, label, moment in
        moment.map { ReportParameter(key, LocalizedText(label), pipeline.text(of: $0)) }
      }
  }
}

extension Snapshot {
  /// The filters of a report's definition and of a scope, as lines.
  func asked(_ definition: ReportDefinition, _ scope: ReportScope) -> [ReportParameter] {
    definition.filters.parameters(setup, lookups) + scope.asked(setup, lookups)
  }
}

extension ReportScope {
  /// The filters of the scope, as lines.
  func asked(_ setup: PipelineSetup, _ lookups: LookupTables) -> [ReportParameter] {
    var lines: [ReportParameter] = []
    if let closing {
      lines.append(ReportParameter("closing", LocalizedText(ReportPhrase.closing), LocalizedText(closing)))
    }
    if !owners.isEmpty {
      lines.append(
        ReportParameter("owners", LocalizedText(ReportPhrase.owners), LocalizedText(owners.joined(separator: ", "))))
    }
    if !cycles.isEmpty {
      let labels = cycles.map { key in setup.salesCycles.first { $0.key == key }?.label ?? LocalizedText(key) }
      lines.append(
        ReportParameter(
          "cycles", LocalizedText(ColumnPhrase.cycle),
          LocalizedText(FigurePhrase.labels, ["values": .labels(labels)])))
    }
    return lines + filter.parameters(setup, lookups)
  }
}

extension DealFilter {
  /// The filter as lines above a report, with the labels of stages, sales cycles and lookup entries.
  package func parameters(_ setup: PipelineSetup, _ lookups: LookupTables) -> [ReportParameter] {
    parameters { setting, value in
      switch setting {
      case "stages": lookups[.status][value]?.label ?? Self.stage(value, setup)
      case "cycles": setup.salesCycles.first { $0.key == value }?.label
      case "sources": lookups[.source][value]?.label
      case "products": lookups[.line][value]?.label
      case "competitors": lookups[.competitor][value]?.label
      case "loss_reasons": lookups[.lossReason][value]?.label
      case "forecasts": lookups[.forecasting][value]?.label
      default: nil
      }
    }
  }

  private static func stage(_ key: String, _ setup: PipelineSetup) -> LocalizedText? {
    setup.salesCycles.lazy.flatMap(\.stages).first { $0.key == key }?.label
  }
}
