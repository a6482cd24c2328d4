public import PipelinePlugins

extension Desk {
  /// The saved reports: those of the configuration and those that people saved.
  public var reports: ReportShelf { ReportShelf(desk: self) }
}

/// Saved reports as one person sees them.
///
/// A private report answers everybody but its author exactly like one that does not exist. Names are unique per author; where
/// a name is looked up, one's own report comes first, then the configuration's, then the only one of that name that others
/// share; `author/name` tells apart what several share.
public struct ReportShelf: Sendable {
  let desk: Desk
  private var pipeline: Pipeline { desk.pipeline }

  init(desk: Desk) { self.desk = desk }

  /// All reports that the acting person may see: the configuration's in its order, then saved ones by name and author.
  public func list() async throws -> [SavedReport] {
    let configured = pipeline.setup.reports.map { SavedReport(configured: $0) }
    let saved = try await stored().sorted { left, right in
      (left.definition.name, left.author ?? "") < (right.definition.name, right.author ?? "")
    }
    return (configured + saved).filter { $0.isVisible(to: desk.user) }
  }

  /// The report with a name.
  /// - Throws: ``NotFound``, also for what the acting person may not see, and ``AmbiguousReport``.
  public func report(_ name: String) async throws -> SavedReport {
    let seen = try await list()
    if let own = seen.first(where: { !$0.isConfigured && $0.author == desk.user && $0.definition.name == name }) {
      return own
    }
    if let configured = seen.first(where: { $0.isConfigured && $0.definition.name == name }) { return configured }
    let shared = seen.filter { !$0.isConfigured && ($0.qualifiedName == name || $0.definition.name == name) }
    guard shared.count < 2 else { throw AmbiguousReport(name: name, candidates: shared.map(\.qualifiedName)) }
    guard let found = shared.first else {
      throw NotFound(
        kind: .report, key: name,
        known: seen.map { $0.isConfigured || $0.author == desk.user ? $0.definition.name : $0.qualifiedName })
    }
    return found
  }

  /// Runs a report. Whatever it shows, each reader sees only the deals that they may see.
  public func run(_ name: String, today: CivilDate? = nil, asOf: CivilDate? = nil) async throws -> ReportDocument {
    try await desk.forecast(report(name).definition, ReportScope(today: today, asOf: asOf.map(pipeline.endOfDay)))
  }

  /// Saves a report as the acting person's own: a new one, or in place of the one that has the name.
  /// - Throws: ``Refused`` for a definition that is none, or a name that the configuration has.
  @discardableResult
  public func save(_ definition: ReportDefinition) async throws -> SavedReport {
    var definition = definition
    definition.author = nil
    try refuse(definition)
    let own = try await own(definition.name)
    let text = definition.canonical.json
    if let record = own?.record {
      try await change(record, [("definition", .text(record.body.definition), .text(text))])
    } else {
      let now = pipeline.environment.now()
      let body = ReportBody(name: definition.name, author: desk.user, definition: text, createdAt: now)
      try await write(
        RecordWrite(RecordKey(.report, pipeline.environment.makeID()), .create(ReportBody.fields.encode(body))))
    }
    return try await report(definition.name)
  }

  /// Gives an own report another name.
  @discardableResult
  public func rename(_ name: String, to newName: String) async throws -> SavedReport {
    let record = try await changeable(name)
    var definition = try await report(name).definition
    definition.name = newName
    try refuse(definition)
    guard newName != record.body.name else { return try await report(newName) }
    guard try await own(newName) == nil else { throw Self.taken(newName) }
    try await change(record, [("name", .text(record.body.name), .text(newName))])
    return try await report(newName)
  }

  /// Copies a report, one's own, the configuration's or one that another person shares, as one's own.
  ///
  /// - Parameter visibility: Who may see the copy; private where nothing is said.
  @discardableResult
  public func copy(
    _ name: String, as newName: String, visibility: ReportVisibility = .private
  ) async throws -> SavedReport {
    var definition = try await report(name).definition
    if definition.title == LocalizedText(definition.name) { definition.title = LocalizedText(newName) }
    definition.name = newName
    definition.visibility = visibility
    guard try await own(newName) == nil else { throw Self.taken(newName) }
    return try await save(definition)
  }

  /// Deletes an own report.
  public func delete(_ name: String) async throws {
    let record = try await changeable(name)
    try await write(RecordWrite(RecordKey(.report, record.id), .delete(expected: record.version)))
  }

  /// All stored reports, whoever may see them.
  private func stored() async throws -> [SavedReport] {
    let names = try await pipeline.names(of: .report, field: "name")
    let records = try await pipeline.store.read(names.map { RecordKey(.report, $0.id) })
    return try records.compactMap { $0 }.compactMap { stored in
      SavedReport(Record(id: stored.id, version: stored.version, body: try ReportBody.fields.decode(stored.cells)))
    }
  }

  private func own(_ name: String) async throws -> SavedReport? {
    try await stored().first { $0.author == desk.user && $0.definition.name == name }
  }

  /// The record of a report that the acting person may change.
  private func changeable(_ name: String) async throws -> Record<ReportBody> {
    let report = try await report(name)
    guard !report.isConfigured, let record = report.record else {
      throw Refused([
        Refusal(
          .notEditable, "name", .reportOfConfiguration, ["value": name])
      ])
    }
    guard report.author == desk.user else {
      throw Refused([
        Refusal(
          .notAllowed, "name", .reportOfOthers, ["value": name])
      ])
    }
    return record
  }

  private func refuse(_ definition: ReportDefinition) throws {
    var refusals = definition.refusals
    if pipeline.setup.reports.contains(where: {
      $0.name == definition.name && ($0.visibility == .everyone || $0.author == desk.user)
    }) {
      refusals.append(
        Refusal(
          .notEditable, "name", .reportNameOfConfiguration, ["value": definition.name]))
    }
    guard refusals.isEmpty else { throw Refused(refusals) }
  }

  private static func taken(_ name: String) -> Refused {
    Refused([
      Refusal(.duplicate, "name", RefusalPhrase.duplicateReport, ["value": name])
    ])
  }

  private func change(
    _ record: Record<ReportBody>, _ cells: [(field: FieldName, old: FieldValue, new: FieldValue)]
  ) async throws {
    let changes = cells.filter { $0.old != $0.new }.map {
      CellChange($0.field, old: $0.old, new: $0.new, inHistory: true)
    }
    guard !changes.isEmpty else { return }
    try await write(RecordWrite(RecordKey(.report, record.id), .update(expected: record.version, changes)))
  }

  private func write(_ write: RecordWrite) async throws {
    let now = pipeline.environment.now()
    _ = try await pipeline.store.commit(
      ChangeSet(
        operation: pipeline.environment.makeID(), effectiveAt: now, recordedAt: now, author: desk.user, writes: [write])
    )
  }
}

/// Several people share a report of that name.
public struct AmbiguousReport: ExplainedError, Hashable {
  /// The name.
  public let name: String
  /// The names that tell them apart.
  public let candidates: [String]

  /// One line that a person can act on.
  public var explanation: LocalizedText {
    LocalizedText(ErrorPhrase.ambiguousReport, ["name": .text(name.clipped()), "candidates": .list(candidates)])
  }
}
