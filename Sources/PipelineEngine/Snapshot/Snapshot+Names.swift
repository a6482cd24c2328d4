import PipelineAnalytics
public import PipelinePlugins

/// An error for a name in a filter or a grouping that does not exist.
public struct UnknownName: ExplainedError, Hashable {
  /// What the name should be, such as a salesperson.
  public let noun: LocalizedText
  /// The name.
  public let name: String
  /// Similar or existing names that the acting user may see.
  public let known: [String]

  init(_ noun: FigurePhrase, _ name: String, known: [String]) { self.init(LocalizedText(noun), name, known: known) }

  init(_ noun: LocalizedText, _ name: String, known: [String]) {
    self.noun = noun
    self.name = name
    var seen: Set<String> = []
    self.known = known.filter { seen.insert($0).inserted }
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
  /// The team of each salesperson at the snapshot's moment.
  package var teams: [String: String] { reading.teams }

  /// Checks the names in a filter, since an empty report for a misspelt name would look correct.
  /// - Throws: ``UnknownName``.
  func checkNames(_ filter: DealFilter) async throws {
    func check(_ noun: FigurePhrase, _ names: [String], _ known: () async throws -> [String]) async throws {
      guard !names.isEmpty else { return }
      let known = try await known()
      let unknown = names.first { name in !known.contains(name) && !known.contains(StoredText.name(name)) }
      if let unknown { throw UnknownName(noun, unknown, known: known) }
    }
    func entries(_ table: LookupTableName, _ dimension: DealDimension) throws -> [String] {
      let table = table == .forecasting ? reading.forecasting : reading.tables[table]
      return try (table?.entries.map(\.key) ?? []) + seen(dimension)
    }
    do { try await check(.nounOwner, filter.owners) { try await people() } } catch let unknown as UnknownName {
      // Who asks is a possible name, and none to suggest.
      throw UnknownName(.nounOwner, unknown.name, known: try await people(addingUser: false))
    }
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
    try await check(.nounProduct, filter.products) {
      let known = reading.tables[.line]?.entries.map(\.key) ?? []
      if filter.products.allSatisfy({ known.contains($0) || known.contains(StoredText.name($0)) }) { return known }
      // An entry may be younger than the moment, or gone, and a deal have it all the same.
      let seen = Set(try columns.identities(reading, where: permissions.filters))
      return try await known + lines().products(of: seen)
    }
    try await check(.nounAccount, filter.accounts) { () -> [String] in Set(reading.accountNames.values).sorted() }
    for (name, values) in filter.fields.sorted(by: { $0.key < $1.key }) {
      guard let dimension = DealDimension(rawValue: name) else {
        throw UnknownName(.nounField, name, known: DealFilter.settings.map(\.name))
      }
      let known =
        if case .entry(_, let table) = dimension.source { try entries(table, dimension) } else { try seen(dimension) }
      let unknown = values.first { !known.contains($0) && !known.contains(StoredText.name($0)) }
      if let unknown { throw UnknownName(dimension.label, unknown, known: known) }
    }
    try await checkAttributes(filter.attributes)
  }

  /// Checks that some account has the attributes and their values.
  private func checkAttributes(_ attributes: [String: [String]]) async throws {
    guard !attributes.isEmpty else { return }
    let all = try await accountAttributes().values
    for (name, values) in attributes.sorted(by: { $0.key < $1.key }) {
      let known = Set(all.compactMap { $0[name] })
      guard !known.isEmpty else {
        throw UnknownName(.nounAttribute, name, known: Set(all.flatMap(\.keys)).sorted())
      }
      if let unknown = values.first(where: { !known.contains($0) }) {
        throw UnknownName(LocalizedText(name), unknown, known: known.sorted())
      }
    }
  }

  /// The keys of a dimension among the visible deals.
  private func seen(_ dimension: DealDimension) throws -> [String] {
    let values = try columns.values(of: dimension, reading, where: permissions.filters)
    return values.flatMap { value -> [String] in
      switch value {
      case .text(let text): [text]
      case .stage(let cycle, let status): [status, "\(cycle)/\(status)"]
      default: []
      }
    }
  }

  /// The owners of the deals that the acting person may see.
  func owners() throws -> [String] { try seen(.owner) }

  /// The people that the acting person may know of: those who were entered, that the access policy lists, who have a team, or own a deal
  /// that they may see.
  func people(addingUser: Bool = true) async throws -> [String] {
    var people = Set(try seen(.owner)).union(reading.teams.keys)
    if addingUser { people.insert(desk.user) }
    // For a past day, also people who own deals only later.
    people.formUnion(columns.knownOwners.filter { permissions.sees.includes($0) })
    people.formUnion(salespeople)
    if let listed = try await setup.access.people() { people.formUnion(listed) }
    return people.sorted { pipeline.collation.isLess($0, $1) }
  }
}
