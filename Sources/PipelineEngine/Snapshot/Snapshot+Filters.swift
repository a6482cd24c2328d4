import PipelineAnalytics
import PipelinePlugins

extension Snapshot {
  /// The filters of a scope and of the user's permissions.
  /// - Throws: ``UnknownName`` for a name in the scope that does not exist.
  func filters(_ scope: ReportScope) async throws -> [PivotFilter] { try await permissions.filters + scoped(scope) }

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
    var filter = filter.withStoredNames
    let lines = filter.products.isEmpty ? DealLines() : try await lines()
    var slipped: [PivotFilter] = []
    if filter.slipped, !extent.contains(.slips) {
      // The columns of this snapshot do not have the deals that slipped.
      slipped = [.identities(try await dealSlips().deals)]
      filter.slipped = false
    }
    return try await filter.pivotFilters(columns, reading, lines) + slipped + beyondColumns(filter)
  }

  /// The parts of a filter that need data beyond the columns: texts, the journal and accounts.
  func beyondColumns(_ filter: DealFilter) async throws -> [PivotFilter] {
    var filters: [PivotFilter] = []
    if let text = filter.text, !text.isEmpty { filters.append(.identities(try await deals(called: text))) }
    if let day = filter.changedSince { filters.append(.identities(try await deals(changedSince: day))) }
    return try await filters + accounts(with: filter.attributes)
  }

  /// The deals whose name, or whose account's name, contains a text, ignoring case and accents.
  private func deals(called text: String) async throws -> Set<RecordID> {
    let search = SearchText(text)
    var found = try await texts(.dealName).records(containing: search)
    let accounts = Set(reading.accountNames.lazy.filter { search.isIn($0.value) }.map { PivotValue.record($0.key) })
    guard !accounts.isEmpty else { return found }
    found.formUnion(try columns.identities(reading, where: [.values(.account, accounts)]))
    return found
  }

  /// The deals that were created or changed on a day or later, by effective instant; for a past moment, by changes up to
  /// it. O(number of deals) for the current moment, else O(journal).
  private func deals(changedSince day: CivilDate) async throws -> Set<RecordID> {
    let start = pipeline.startOfDay(day)
    if let lastChanges { return Set(lastChanges.lazy.filter { $0.value >= start }.map(\.key)) }
    var found: Set<RecordID> = []
    try await pipeline.store.eachEntry(of: .opportunity, through: cursor) { entry in
      guard entry.effectiveAt >= start, moment.past?.holds(entry.effectiveAt, recordedAt: entry.recordedAt) ?? true
      else {
        return
      }
      found.insert(entry.key.id)
    }
    return found
  }

  /// A text field of all records of a kind: from the snapshot, else from the journal up to its cursor.
  func texts(_ field: RecordTextField) async throws -> RecordTexts {
    if let texts = held[field] { return texts }
    return try await pipeline.store.advance(TextHistory(field), upTo: cursor)
      .texts(at: moment.past)
  }

  /// The attributes of accounts at the moment, by account, then by name.
  func accountAttributes() async throws -> [RecordID: [String: String]] {
    try await texts(.accountAttributes).byID.compactMapValues { AttributeText.decode($0) }
  }

  /// Filters for the deals of accounts with given attributes, by account, since no column has attributes.
  private func accounts(with attributes: [String: [String]]) async throws -> [PivotFilter] {
    guard !attributes.isEmpty else { return [] }
    let known = try await accountAttributes()
    return attributes.sorted { $0.key < $1.key }.map { name, values in
      let own = known.filter { $0.value[name].map(values.contains) ?? false }
      return .values(.account, Set(own.keys.map { .record($0) }))
    }
  }
}

extension DealFilter {
  /// The filter with its names also in stored form: composed (NFC), without surrounding blanks. The names as given stay, for
  /// stores that hold older forms.
  var withStoredNames: DealFilter {
    let lists: [any WritableKeyPath<DealFilter, [String]> & Sendable] = [
      \.owners, \.teams, \.cycles, \.stages, \.forecasts, \.sources, \.products, \.competitors, \.lossReasons,
      \.accounts,
    ]
    var filter = self
    for list in lists {
      filter[keyPath: list] = self[keyPath: list].flatMap { name in
        let stored = StoredText.name(name)
        return stored.utf8.elementsEqual(name.utf8) ? [name] : [stored, name]
      }
    }
    filter.fields = fields.mapValues { names in names.map(StoredText.name) + names }
    filter.text = text.map(StoredText.name)
    return filter
  }

  /// The contents that a snapshot needs for the filter.
  var extent: Snapshot.Extent {
    var extent: Snapshot.Extent = []
    if !owners.isEmpty || !teams.isEmpty { extent.insert(.people) }
    if !teams.isEmpty { extent.insert(.teams) }
    if !accounts.isEmpty { extent.insert(.accounts) }
    if !(text ?? "").isEmpty { extent.formUnion([.accounts, .dealNames]) }
    if changedSince != nil { extent.insert(.changes) }
    if !attributes.isEmpty { extent.insert(.attributes) }
    if slipped { extent.insert(.slips) }
    return extent
  }
}

extension DealFilter.Order {
  /// The contents that a snapshot needs for the order.
  var extent: Snapshot.Extent { ([self] + ties).reduce(into: []) { $0.formUnion($1.ownExtent) } }

  private var ownExtent: Snapshot.Extent {
    switch key {
    case .created, .amount: []
    case .name: .dealNames
    case .dimension(.account): .accounts
    case .dimension(.team): [.people, .teams]
    case .dimension(.timesSlipped): .slips
    case .dimension(let dimension): dimension.accountAttribute == nil ? [] : .attributes
    }
  }

  /// Whether the names of deals decide.
  var readsNames: Bool { ([self] + ties).contains { $0.key == .name } }
}

extension ReportScope {
  /// The contents that a snapshot needs for the scope.
  var extent: Snapshot.Extent { owners.isEmpty ? filter.extent : filter.extent.union(.people) }
}
