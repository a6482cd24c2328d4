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
    desk.visible(try await stored())
  }

  /// The report with a name.
  /// - Throws: ``NotFound``, also for what the acting person may not see, and ``AmbiguousReport``.
  public func report(_ name: String) async throws -> SavedReport {
    try desk.report(name, among: try await stored())
  }

  /// Runs a report. Whatever it shows, each reader sees only the deals that they may see.
  public func run(_ name: String, today: CivilDate? = nil, asOf: CivilDate? = nil) async throws -> ReportDocument {
    let scope = ReportScope(today: today, asOf: asOf.map(pipeline.endOfDay))
    let (snapshot, report) = try await desk.snapshot(ofReport: name, scope)
    return try await snapshot.forecast(report.definition, scope)
  }

  /// Saves a report as the acting person's own: a new one, or in place of the one that has the name.
  ///
  /// - Parameter operation: The command's identity where it may be repeated.
  /// - Throws: ``Refused`` for a definition that is none, or a name that the configuration has.
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

  /// Gives an own report another name.
  ///
  /// - Parameter operation: The command's identity where it may be repeated.
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
      body.name = newName
      return transaction.update(ReportBody.fields, record, to: body)
    }
  }

  /// Copies a report, one's own, the configuration's or one that another person shares, as one's own.
  ///
  /// - Parameters:
  ///   - visibility: Who may see the copy; private where nothing is said.
  ///   - operation: The command's identity where it may be repeated.
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

  /// Deletes an own report.
  ///
  /// - Parameter operation: The command's identity where it may be repeated.
  public func delete(_ name: String, operation: RecordID? = nil) async throws {
    try await pipeline.retrying(by: desk.user, operation: operation) { transaction in
      if transaction.replay != nil { return }
      transaction.delete(ReportBody.fields, try await changeable(name))
    }
  }

  /// Writes one report. What is given back is what was planned: nothing is read after the commit, which could fail although it was
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

  /// All stored reports, whoever may see them.
  private func stored() async throws -> [SavedReport] {
    try pipeline.savedReports(try await pipeline.follower.parts([.records(.report)]))
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
}

extension Transaction {
  /// Writes a person's report: a new one, or in place of the one that stands.
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
