public import PipelinePlugins

/// A report that can be run by its name: of the configuration, or saved by a person.
public struct SavedReport: Hashable, Sendable {
  /// The definition.
  public let definition: ReportDefinition
  /// Who saved it; for a report of the configuration whoever it names as author, `nil` for nobody.
  public let author: String?
  /// Whether it stands in the configuration, where alone it can be edited.
  public let isConfigured: Bool
  /// The record's identity and version; `nil` for a report of the configuration.
  let record: Record<ReportBody>?

  /// The name under which anybody who may see it finds it: `anna/big-deals`, or the plain name of a configured one.
  public var qualifiedName: String { isConfigured ? definition.name : "\(author ?? "")/\(definition.name)" }

  init(configured definition: ReportDefinition) {
    self.definition = definition
    author = definition.author
    isConfigured = true
    record = nil
  }

  /// A stored report; `nil` where the definition cannot be read by this version.
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

  /// Whether a person may see it.
  func isVisible(to person: String) -> Bool { definition.visibility == .everyone || author == person }
}

extension ReportDefinition {
  /// What is wrong with a name or a definition that was put together in a program; empty where nothing is.
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
