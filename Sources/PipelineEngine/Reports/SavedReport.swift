public import PipelinePlugins

/// A report that can be run by name: of the configuration, or saved by a user.
public struct SavedReport: Hashable, Sendable {
  /// The definition.
  public let definition: ReportDefinition
  /// The author; `nil` for a report of the configuration without one.
  public let author: String?
  /// Whether the report is part of the configuration, and can be edited only there.
  public let isConfigured: Bool
  /// The record; `nil` for a report of the configuration.
  let record: Record<ReportBody>?

  /// The unambiguous name: `anna/big-deals`, or the plain name of a report of the configuration.
  public var qualifiedName: String { isConfigured ? definition.name : "\(author ?? "")/\(definition.name)" }

  init(configured definition: ReportDefinition) {
    self.definition = definition
    author = definition.author
    isConfigured = true
    record = nil
  }

  /// A stored report; `nil` if this version cannot parse the definition.
  init?(_ record: Record<ReportBody>) {
    var context = DecodingContext(file: nil, surroundings: .init(), catalog: Catalog())
    guard let node = ConfigNode(json: record.body.definition),
      let definition = ReportDefinition.decode(record.body.name, node, &context)
    else { return nil }
    self.definition = definition
    author = record.body.author
    isConfigured = false
    self.record = record
  }

  /// Whether a user may see the report.
  func isVisible(to person: String) -> Bool { definition.visibility == .everyone || author == person }
}

extension ReportDefinition {
  /// The errors in a name or a definition that was created in Swift.
  var refusals: [Refusal] {
    var context = DecodingContext(file: nil, surroundings: .init(), catalog: Catalog())
    guard let node = ConfigNode(json: canonical.json) else {
      return [Refusal(.invalid, "definition", .reportUnwritable)]
    }
    _ = Self.decode(name, node, &context)
    var refusals = context.diagnostics.sorted.map { wrong in
      Refusal(.invalid, "definition", [wrong.message, wrong.hint].compactMap { $0 }.joined(separator: "; "))
    }
    if !Self.isName(name) {
      refusals.insert(
        Refusal(
          .invalid, "name", .reportName, ["value": name]), at: 0)
    }
    return refusals
  }
}
