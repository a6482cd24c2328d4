public import PipelinePlugins

extension Desk {
  /// What a scope asks for, a line each: for the head of a list, so that no reader takes a part for the whole. Nothing for a scope
  /// of all deals, now.
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
  /// What a report's definition and a scope ask for, a line each.
  func asked(_ definition: ReportDefinition, _ scope: ReportScope) -> [ReportParameter] {
    definition.filters.parameters + scope.asked(setup)
  }
}

extension ReportScope {
  /// What it asks for beside the moment, a line each.
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
