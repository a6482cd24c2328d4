public import PipelinePlugins

extension Desk {
  /// Returns the filters and the moment of a scope as lines above a list; empty for all current deals.
  public func asked(_ scope: ReportScope) -> [ReportParameter] {
    let moments = [
      ("as_of", ReportPhrase.asOf, scope.asOf), ("known_at", ReportPhrase.knownAt, scope.knownAt),
    ]
    return scope.asked(pipeline.setup)
      + moments.compactMap { key, label, moment in
        moment.map { ReportParameter(key, LocalizedText(label), pipeline.text(of: $0)) }
      }
  }
}

extension Snapshot {
  /// The filters of a report's definition and of a scope, as lines.
  func asked(_ definition: ReportDefinition, _ scope: ReportScope) -> [ReportParameter] {
    definition.filters.parameters + scope.asked(setup)
  }
}

extension ReportScope {
  /// The filters of the scope, as lines.
  func asked(_ setup: PipelineSetup) -> [ReportParameter] {
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
    return lines + filter.parameters
  }
}
