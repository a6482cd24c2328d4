import PipelineAnalytics
public import PipelinePlugins

extension Snapshot {
  /// The filters of a scope and of the user's permissions.
  /// - Throws: ``UnknownName`` for a name in the scope that does not exist.
  func filters(_ scope: ReportScope) async throws -> [PivotFilter] { try await gate.filters + scoped(scope) }

  /// The filters of a scope, without permissions.
  ///
  /// - Parameter isChecked: Whether names are checked: not for the earlier moment of a waterfall, when a person may
  ///   have had no deal yet.
  func scoped(_ scope: ReportScope, isChecked: Bool = true) async throws -> [PivotFilter] {
    var wanted = scope.filter
    wanted.owners += scope.owners
    wanted.cycles += scope.cycles
    if isChecked { try await checkNames(wanted) }
    return try await scope.filters + (wanted.isAll ? [] : unchecked(wanted))
  }

  /// The column filters of a deal filter.
  /// - Throws: ``UnknownName`` for a name in the filter that does not exist.
  func filters(of filter: DealFilter) async throws -> [PivotFilter] {
    try await checkNames(filter)
    return try await unchecked(filter)
  }

  private func unchecked(_ filter: DealFilter) async throws -> [PivotFilter] {
    let lines = filter.products.isEmpty ? DealLines() : try await lines()
    return try await filter.pivotFilters(columns, reading, lines) + beyondColumns(filter)
  }

  /// The parts of a filter that need data beyond the columns: names and the journal.
  func beyondColumns(_ filter: DealFilter) async throws -> [PivotFilter] {
    var filters: [PivotFilter] = []
    if let text = filter.text, !text.isEmpty { filters.append(.identities(try await deals(called: text))) }
    if let day = filter.changedSince { filters.append(.identities(try await deals(changedSince: day))) }
    return filters
  }

  /// The deals whose name, or whose account's name, contains a text, ignoring case.
  private func deals(called text: String) async throws -> Set<RecordID> {
    let wanted = text.lowercased()
    let accounts = Set(reading.accountNames.filter { $0.value.lowercased().contains(wanted) }.keys)
    func isFound(_ deal: OpportunityBody) -> Bool {
      deal.name.lowercased().contains(wanted) || accounts.contains(deal.account)
    }
    var found: Set<RecordID> = []
    if let past = moment.past {
      let history = try await pipeline.store.advance(RecordHistory(.opportunity), upTo: cursor)
      for deal in try history.records(OpportunityBody.fields, at: past) where isFound(deal.body) {
        found.insert(deal.id)
      }
      return found
    }
    let fields: [FieldName] = ["name", "account"]
    try await pipeline.eachPage(of: .opportunity, fields: fields) { page in
      for row in page.ids.indices {
        var body = OpportunityBody()
        for (name, column) in zip(fields, page.columns) { OpportunityBody.fields[name]?.fill(&body, column, row) }
        if isFound(body) { found.insert(page.ids[row]) }
      }
    }
    return found
  }

  /// The deals that were created or changed on a day or later, by effective instant. O(journal).
  private func deals(changedSince day: CivilDate) async throws -> Set<RecordID> {
    let start = pipeline.startOfDay(day)
    var found: Set<RecordID> = []
    try await pipeline.store.eachEntry(of: .opportunity, through: cursor) { entry in
      if entry.effectiveAt >= start { found.insert(entry.key.id) }
    }
    return found
  }

  /// The attributes of accounts at the moment.
  func accountAttributes() async throws -> [RecordID: [String: String]] {
    var attributes: [RecordID: [String: String]] = [:]
    if let past = moment.past {
      let history = try await pipeline.store.advance(RecordHistory(.account), upTo: cursor)
      for account in try history.records(AccountBody.fields, at: past) {
        attributes[account.id] = account.body.attributes
      }
      return attributes
    }
    let field = AccountBody.fields["attributes"]
    try await pipeline.eachPage(of: .account, fields: ["attributes"]) { page in
      for row in page.ids.indices {
        var body = AccountBody()
        field?.fill(&body, page.columns[0], row)
        attributes[page.ids[row]] = body.attributes
      }
    }
    return attributes
  }
}

extension DealFilter {
  /// The contents that a snapshot needs for the filter.
  var extent: Snapshot.Extent {
    var extent: Snapshot.Extent = []
    if !owners.isEmpty || !teams.isEmpty { extent.insert(.people) }
    if !accounts.isEmpty || !(text ?? "").isEmpty { extent.insert(.accounts) }
    return extent
  }
}

extension ReportScope {
  /// The contents that a snapshot needs for the scope.
  var extent: Snapshot.Extent { owners.isEmpty ? filter.extent : filter.extent.union(.people) }
}

/// An error for a name in a filter or a grouping that does not exist.
public struct UnknownName: ExplainedError, Hashable {
  /// What the name should be, such as a salesperson.
  public let noun: LocalizedText
  /// The name.
  public let name: String
  /// Similar or existing names that the acting user may see.
  public let known: [String]

  init(_ noun: FigurePhrase, _ name: String, known: [String]) {
    self.noun = LocalizedText(noun)
    self.name = name
    self.known = known
  }

  /// One line for people, with what to do.
  public var explanation: LocalizedText {
    let values: [String: PhraseValue] = ["noun": .label(noun), "name": .text(name.clipped())]
    if let near = nearest(name, in: known) {
      return LocalizedText(FigurePhrase.noSuchNameNear, values.merging(["near": .text(near)]) { $1 })
    }
    let shown = known.isEmpty ? ["–"] : Array(known.prefix(20)) + (known.count > 20 ? ["…"] : [])
    return LocalizedText(FigurePhrase.noSuchName, values.merging(["known": .list(shown)]) { $1 })
  }
}

extension Snapshot {
  /// Checks the names in a filter, since an empty report for a misspelt name would look correct.
  /// - Throws: ``UnknownName``.
  func checkNames(_ filter: DealFilter) async throws {
    func check(_ noun: FigurePhrase, _ names: [String], _ known: () async throws -> [String]) async throws {
      guard !names.isEmpty else { return }
      let known = try await known()
      if let unknown = names.first(where: { !known.contains($0) }) { throw UnknownName(noun, unknown, known: known) }
    }
    func entries(_ table: LookupTableName, _ dimension: DealDimension) throws -> [String] {
      let table = table == .forecasting ? reading.forecasting : reading.tables[table]
      return try (table?.entries.map(\.key) ?? []) + seen(dimension)
    }
    try await check(.nounOwner, filter.owners) { try await people() }
    try await check(.nounTeam, filter.teams) { () -> [String] in Set(reading.teams.values).sorted() }
    try await check(.nounCycle, filter.cycles) { try columns.cycles.map(\.key) + seen(.cycle) }
    try await check(.nounStage, filter.stages) {
      let defined = columns.stages.entries.filter { $0.stage != nil }
      return try defined.map(\.status) + defined.map(\.qualifiedStatus) + seen(.stage)
    }
    try await check(.nounForecast, filter.forecasts) { try entries(.forecasting, .forecast) }
    try await check(.nounSource, filter.sources) { try entries(.source, .source) }
    try await check(.nounCompetitor, filter.competitors) { try entries(.competitor, .competitor) }
    try await check(.nounLossReason, filter.lossReasons) { try entries(.lossReason, .lossReason) }
    try await check(.nounProduct, filter.products) { reading.tables[.line]?.entries.map(\.key) ?? [] }
    try await check(.nounAccount, filter.accounts) { () -> [String] in Set(reading.accountNames.values).sorted() }
  }

  /// The keys of a dimension among the visible deals.
  private func seen(_ dimension: DealDimension) throws -> [String] {
    let values = try columns.values(of: dimension, reading, where: gate.filters)
    return values.flatMap { value -> [String] in
      switch value {
      case .text(let text): [text]
      case .stage(let cycle, let status): [status, "\(cycle)/\(status)"]
      default: []
      }
    }
  }

  /// The salespeople whose names the acting user may see: those who were added, are in a team, or own a visible deal.
  private func people() async throws -> [String] {
    var people = Set(try seen(.owner)).union(reading.teams.keys)
    people.insert(desk.user)
    // For a past day, also people who own deals only later.
    people.formUnion(columns.knownOwners.filter { gate.sees.includes($0) })
    people.formUnion(try await pipeline.setup.access.teams().keys)
    let entered = try await pipeline.names(of: .salesperson, field: "name")
    people.formUnion(entered.map { $0.name })
    return people.sorted()
  }
}
