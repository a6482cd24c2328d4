public import PipelinePlugins

extension Desk {
  /// The reports of the configuration and the saved reports.
  public var reports: SavedReports { SavedReports(desk: self) }
}

/// The reports that one user can run and edit.
///
/// A private report is invisible to everyone but its author. Names are unique per author. A lookup by name prefers the
/// user's own report, then that of the configuration, then the only one that others share under the name; `author/name`
/// selects among several.
public struct SavedReports: Sendable {
  let desk: Desk
  private var pipeline: Pipeline { desk.pipeline }

  init(desk: Desk) { self.desk = desk }

  /// Returns the reports that the acting user may see: those of the configuration in its order, then saved reports by
  /// name and author.
  /// - Throws: ``StoreError``.
  public func list() async throws -> [SavedReport] {
    desk.visible(try await stored())
  }

  /// Returns the report with a name.
  /// - Throws: ``NotFound``, also for a report that the acting user may not see; ``AmbiguousReport``.
  public func report(_ name: String) async throws -> SavedReport {
    try desk.report(name, among: try await stored())
  }

  /// Returns the report with a name; `nil` if the acting user sees none.
  /// - Throws: ``AmbiguousReport``, or ``StoreError``.
  public func find(_ name: String) async throws -> SavedReport? {
    do { return try await report(name) } catch is NotFound { return nil }
  }

  /// Runs a report. The acting user sees only visible deals in it.
  /// - Throws: ``NotFound``, ``AmbiguousReport``, or ``UnknownName`` for a name in the definition that does not exist.
  public func run(_ name: String, today: CivilDate? = nil, asOf: CivilDate? = nil) async throws -> ReportDocument {
    let scope = ReportScope(today: today, asOf: asOf.map(pipeline.endOfDay))
    return try await desk.telemetry.question(.forecast) {
      if let document = try await grouped(name, scope) { return document }
      let (snapshot, report) = try await desk.snapshot(ofReport: name, scope)
      return try await snapshot.forecast(report.definition, scope)
    }
  }

  /// Runs a report from groups of the store; `nil` if it cannot be.
  private func grouped(_ name: String, _ scope: ReportScope) async throws -> ReportDocument? {
    guard (pipeline.store as? any GroupingStore)?.groupsReports == true else { return nil }
    let parts = try await pipeline.follower.parts([.records(.report)])
    let definition = try desk.report(name, among: pipeline.savedReports(parts)).definition
    guard let snapshot = try await desk.groupedSnapshot(for: definition, scope, also: .reports),
      try snapshot.report(name).definition == definition
    else { return nil }
    return try await snapshot.forecast(definition, scope)
  }

  /// Saves a report of the acting user: creates it, or replaces the one with the same name.
  ///
  /// - Parameter operation: An id that makes the command idempotent.
  /// - Throws: ``Refused`` for an invalid definition, or a name of the configuration.
  @discardableResult
  public func save(_ definition: ReportDefinition, operation: RecordID? = nil) async throws -> SavedReport {
    var definition = definition
    definition.author = nil
    try refuse(definition)
    return try await writing(operation) { transaction in
      let own = try await own(definition.name)?.record
      return transaction.save(definition, by: desk.user, over: own)
    }
  }

  /// Checks that a report can run: that every name in its filters and groupings is one that the acting user knows. A report
  /// may be saved before: it can be about a salesperson who joins next week.
  ///
  /// - Throws: ``UnknownName`` for the first name that does not exist, or ``StoreError``.
  public func check(_ definition: ReportDefinition) async throws {
    let snapshot = try await desk.snapshot(ReportScope(), definition.extent)
    try await snapshot.checkNames(of: definition, try await snapshot.reading(for: definition.extent))
  }

  /// Renames a report of the acting user.
  ///
  /// - Parameter operation: An id that makes the command idempotent.
  /// - Throws: ``NotFound``, or ``Refused`` for an invalid or existing name.
  @discardableResult
  public func rename(_ name: String, to newName: String, operation: RecordID? = nil) async throws -> SavedReport {
    try await writing(operation) { transaction in
      let record = try await changeable(name)
      var definition = try await report(name).definition
      definition.name = newName
      try refuse(definition)
      guard newName != record.body.name else { return record }
      guard try await own(newName) == nil else { throw Self.taken(newName) }
      var body = record.body
      // A title that was never given is the name.
      if definition.title == LocalizedText(body.name) {
        definition.title = LocalizedText(newName)
        body.definition = definition.canonical.json
      }
      body.name = newName
      return transaction.update(ReportBody.fields, record, to: body)
    }
  }

  /// Copies a report that the acting user may see to a report of the user's own.
  ///
  /// - Parameters:
  ///   - visibility: The visibility of the copy, private by default.
  ///   - operation: An id that makes the command idempotent.
  /// - Throws: ``NotFound``, ``AmbiguousReport``, or ``Refused`` for an invalid or existing name.
  @discardableResult
  public func copy(
    _ name: String, as newName: String, visibility: ReportVisibility = .private, operation: RecordID? = nil
  ) async throws -> SavedReport {
    try await writing(operation) { transaction in
      var definition = try await report(name).definition
      if definition.title == LocalizedText(definition.name) { definition.title = LocalizedText(newName) }
      definition.name = newName
      definition.visibility = visibility
      definition.author = nil
      guard try await own(newName) == nil else { throw Self.taken(newName) }
      try refuse(definition)
      return transaction.save(definition, by: desk.user, over: nil)
    }
  }

  /// Deletes a report of the acting user.
  ///
  /// - Parameter operation: An id that makes the command idempotent.
  /// - Throws: ``NotFound``, or ``Refused`` for a report of the configuration.
  public func delete(_ name: String, operation: RecordID? = nil) async throws {
    try await pipeline.retrying(by: desk.user, operation: operation) { transaction in
      if transaction.replay != nil { return }
      transaction.delete(ReportBody.fields, try await changeable(name))
    }
  }

  /// Writes one report, and returns the planned result: a read after the commit could fail although the report was
  /// written.
  private func writing(
    _ operation: RecordID?, _ plan: (inout Transaction) async throws -> Record<ReportBody>
  ) async throws -> SavedReport {
    let record = try await pipeline.retrying(by: desk.user, operation: operation) { transaction in
      if let replay = transaction.replay {
        guard let record = try await replay.records(ReportBody.fields).first else {
          throw OperationTaken(operation: replay.committed.id)
        }
        return record
      }
      return try await plan(&transaction)
    }
    guard let report = SavedReport(record) else {
      throw Refused([Refusal(.invalid, "definition", .reportUnwritable)])
    }
    return report
  }

  /// All saved reports, regardless of permissions.
  private func stored() async throws -> [SavedReport] {
    try pipeline.savedReports(try await pipeline.follower.parts([.records(.report)]))
  }

  private func own(_ name: String) async throws -> SavedReport? {
    try await stored().first { $0.author == desk.user && $0.definition.name == name }
  }

  /// The record of a report that the acting user may change.
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
    guard refusals.isEmpty else { throw pipeline.refused(Refused(refusals)) }
  }

  private static func taken(_ name: String) -> Refused {
    Refused([
      Refusal(.duplicate, "name", RefusalPhrase.duplicateReport, ["value": name])
    ])
  }
}

extension Transaction {
  /// Creates a user's report, or replaces the existing one.
  fileprivate mutating func save(
    _ definition: ReportDefinition, by author: String, over own: Record<ReportBody>?
  ) -> Record<ReportBody> {
    let text = definition.canonical.json
    guard let own else {
      return create(
        ReportBody.fields,
        ReportBody(name: definition.name, author: author, definition: text, createdAt: moment.at))
    }
    var body = own.body
    body.definition = text
    return update(ReportBody.fields, own, to: body)
  }
}

/// An error for a name that several people share a report under.
public struct AmbiguousReport: ExplainedError, Hashable {
  /// The name.
  public let name: String
  /// The qualified names of the reports.
  public let candidates: [String]

  /// One line for people, with what to do.
  public var explanation: LocalizedText {
    LocalizedText(ErrorPhrase.ambiguousReport, ["name": .text(name.clipped()), "candidates": .list(candidates)])
  }
}
