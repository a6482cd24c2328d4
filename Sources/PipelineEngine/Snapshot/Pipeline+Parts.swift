import PipelineAnalytics
import PipelinePlugins

extension Pipeline {
  /// The lookup tables at a moment.
  func tables(_ setup: PipelineSetup, at moment: PastMoment?, _ parts: StoreCache) async throws -> LookupTables {
    guard let moment else { return try await lookups.loaded(parts.records(.lookupEntry)).tables }
    let records = try parts.history(.lookupEntry)?.records(LookupEntryBody.fields, at: moment) ?? []
    var tables = [LookupTables.statuses(of: setup.salesCycles)]
    for name in LookupTableName.allCases where name != .status {
      let entries = records.map(\.body).filter { $0.table == name.rawValue }
        .sorted { ($0.position, $0.key) < ($1.position, $1.key) }.map(\.entry)
      if !entries.isEmpty { tables.append(LookupTable(name, entries)) }
    }
    return LookupTables(tables)
  }

  /// Prices deals in other currencies at a moment; `nil` if no rates were configured.
  func pricing(_ setup: PipelineSetup, at moment: PastMoment?, _ parts: StoreCache) async throws -> DealPricing? {
    guard setup.rates != nil else { return nil }
    var table: RateTable?
    if let moment {
      if let history = parts.history(.rate) {
        table = try await rates.table(at: moment, base: setup.baseCurrency, history)
      }
    } else {
      table = try await rates.table(parts.records(.rate))
    }
    return table.map { DealPricing($0, open: setup.ratesOfOpenDeals, closed: setup.ratesOfClosedDeals) }
  }

  /// The team of each salesperson: from the access policy, else from the salesperson's record at the moment. A
  /// salesperson whose record is newer has the earliest known team.
  ///
  /// - Parameter ofPolicy: The current teams of the access policy.
  func teams(
    at moment: PastMoment?, _ parts: StoreCache, _ ofPolicy: [String: String]
  ) throws -> [String: String] {
    var teams: [String: String] = [:]
    func add(_ people: [Record<SalespersonBody>]) {
      for person in people where person.team != nil && !person.name.isEmpty { teams[person.name] = person.team }
    }
    if let moment {
      let history = parts.history(.salesperson)
      let births = try history?.births(SalespersonBody.fields, knownAt: moment.knownAt) ?? []
      let then = try history?.records(SalespersonBody.fields, at: moment) ?? []
      let known = Set(then.map(\.name))
      add(births.filter { !known.contains($0.name) })
      add(then)
    } else {
      add(try parts.records(.salesperson)?.records(SalespersonBody.fields) ?? [])
    }
    return teams.merging(ofPolicy) { _, policy in policy }
  }

  /// The recorded salespeople; for a past moment also those recorded later, since their deals may be older.
  func salespeople(at moment: PastMoment?, _ parts: StoreCache) throws -> [String] {
    guard let moment else {
      return try parts.records(.salesperson)?.records(SalespersonBody.fields).map(\.body.name) ?? []
    }
    let history = parts.history(.salesperson)
    let births = try history?.births(SalespersonBody.fields, knownAt: moment.knownAt) ?? []
    let then = try history?.records(SalespersonBody.fields, at: moment) ?? []
    return (births + then).map(\.body.name)
  }

  /// The forecast calls at a moment that a user may see.
  func calls(at moment: PastMoment?, _ parts: StoreCache, seenBy permissions: Permissions) throws -> [Desk.ForecastCall]
  {
    let records =
      if let moment {
        try parts.history(.forecastCall)?.records(ForecastCallBody.fields, at: moment) ?? []
      } else {
        try parts.records(.forecastCall)?.records(ForecastCallBody.fields) ?? []
      }
    return records.filter { permissions.sees.includes($0.body.person) }.map { Desk.ForecastCall($0) }
  }

  /// All saved reports, regardless of permissions. Each definition is parsed once.
  func savedReports(_ parts: StoreCache) throws -> [SavedReport] {
    guard let records = parts.records(.report) else { return [] }
    return try reports.all(records)
  }
}
