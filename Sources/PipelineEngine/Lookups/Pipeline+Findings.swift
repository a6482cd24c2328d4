public import PipelinePlugins

/// A difference between a store and the configuration that it is opened with.
public struct StoreFinding: Hashable, Sendable {
  /// The difference.
  public let kind: Kind
  /// One line for people, with what to do.
  public let explanation: LocalizedText
  /// Where the configuration has what the store differs from; `nil` where it has nothing of it.
  public let place: SettingPlace?

  /// Whether something is lost or cannot work, or is only hardly meant.
  public var severity: Diagnostic.Severity {
    switch kind {
    case .otherDefault, .targetOfNobody: .warning
    case .removedStage, .baseCurrency, .missingEntry, .unknownName: .error
    }
  }

  /// One line for people: the place in the configuration, and what is found there.
  public func text(_ book: Phrasebook) -> String {
    let message: [String: PhraseValue] = ["message": .label(explanation)]
    let text = severity == .error ? book.text(ErrorPhrase.error, message) : book.text(MistakePhrase.warning, message)
    return (place.map { "\($0): " } ?? "") + text
  }

  /// A kind of difference.
  public enum Kind: Hashable, Sendable {
    /// Deals are in a stage or a sales cycle that was removed from the configuration.
    case removedStage(cycle: String, status: String, deals: Int)
    /// Open deals have another probability than the stage's present default, which a person did not state.
    case otherDefault(cycle: String, status: String, deals: Int)
    /// The base currency differs from that of the last configuration.
    case baseCurrency(before: Currency, now: Currency)
    /// Records use an entry that the table's source no longer contains.
    case missingEntry(table: LookupTableName, key: String, records: Int)
    /// A report of the configuration filters by a name that neither the store nor the configuration has, and so cannot run.
    case unknownName(report: String)
    /// A target of the configuration is for a salesperson or a team that the store does not have.
    case targetOfNobody(SalesTarget.Holder)
  }
}

extension Pipeline {
  /// Returns the differences between the store and the configuration: deals in removed stages, another base currency,
  /// entries in use that their source no longer contains, reports whose filters name what is not there, and targets of nobody.
  ///
  /// It reads all deals, regardless of permissions, and is meant for administrators. O(deals).
  /// - Throws: ``StoreError``, or ``SourceError``.
  public func findings() async throws -> [StoreFinding] {
    var survey = StoreSurvey(setup: setup)
    try await eachPage(of: .opportunity, fields: StoreSurvey.dealFields) { survey.read(deals: $0) }
    try await eachPage(of: .account, fields: ["source"]) { survey.read(accounts: $0) }
    var findings = survey.removedStages + survey.otherDefaults
    if let before = try await remembered().last.flatMap({ setup.revive($0.text) })?.baseCurrency,
      before != setup.baseCurrency
    {
      findings.append(StoreFinding(before, now: setup.baseCurrency, at: setup.place(of: "currency", "base")))
    }
    for name in LookupTableName.allCases where name != .status {
      let supplied = try await suppliedKeys(of: name)
      for (key, count) in (survey.uses[name] ?? [:]).sorted(by: { $0.key < $1.key }) where !supplied.contains(key) {
        findings.append(StoreFinding(key, of: name, usedBy: count, at: setup.place(of: "lookups", name.rawValue)))
      }
    }
    // The people that an access policy names are known without the store.
    if try await setup.access.people() == nil {
      for report in setup.reports {
        do {
          try await acting(as: report.author ?? "check").reports.check(report)
        } catch let unknown as UnknownName {
          findings.append(
            StoreFinding(report, unknown, at: setup.place(of: "reports", report.name, naming: unknown.name)))
        }
      }
      findings += try await targetsOfNobody().map { target in
        StoreFinding(target, at: setup.place(of: "targets", naming: target.holder.name))
      }
    }
    return findings
  }

  /// The targets of salespeople and teams that the store does not have, each holder once, with those that it has. None of a store
  /// that has no people yet.
  private func targetsOfNobody() async throws -> [(holder: SalesTarget.Holder, known: [String])] {
    let targets = try await setup.targets?.targets() ?? []
    guard !targets.isEmpty else { return [] }
    let desk = acting(as: "check")
    let recorded = try await desk.salespeople().map(\.body)
    let people = try await Set(desk.knownOwners()).union(recorded.map(\.name))
    guard !people.isEmpty else { return [] }
    let teams = try await Set(recorded.compactMap(\.team)).union(setup.access.teams().values)
    var seen: Set<SalesTarget.Holder> = []
    return targets.map(\.holder).filter { seen.insert($0).inserted }.compactMap { holder in
      switch holder {
      case .owner(let name): people.contains(name) ? nil : (holder, people.sorted())
      case .team(let name): teams.contains(name) ? nil : (holder, teams.sorted())
      }
    }
  }

  /// The keys of a table: of its source, or as edited.
  private func suppliedKeys(of name: LookupTableName) async throws -> Set<String> {
    if let source = setup.source(of: name), !source.isEditable {
      return Set(try await source.entries().map(\.key))
    }
    return Set(try await lookups.latest().tables[name].entries.map(\.key))
  }
}

extension StoreFinding {
  fileprivate init(_ before: Currency, now: Currency, at place: SettingPlace?) {
    self.place = place
    kind = .baseCurrency(before: before, now: now)
    explanation = LocalizedText(
      ErrorPhrase.baseCurrencyChanged, ["before": .text(before.code), "now": .text(now.code)])
  }

  fileprivate init(_ key: String, of name: LookupTableName, usedBy count: Int, at place: SettingPlace?) {
    self.place = place
    kind = .missingEntry(table: name, key: key, records: count)
    explanation = LocalizedText(
      ErrorPhrase.entryGone, ["key": .text(key.clipped()), "table": .text(name.rawValue), "count": .count(count)])
  }

  fileprivate init(_ target: (holder: SalesTarget.Holder, known: [String]), at place: SettingPlace?) {
    self.place = place
    kind = .targetOfNobody(target.holder)
    let unknown =
      switch target.holder {
      case .owner(let name): UnknownName(.nounOwner, name, known: target.known)
      case .team(let name): UnknownName(.nounTeam, name, known: target.known)
      }
    explanation = LocalizedText(ErrorPhrase.targetOfNobody, ["problem": .label(unknown.explanation)])
  }

  fileprivate init(_ report: ReportDefinition, _ unknown: UnknownName, at place: SettingPlace?) {
    self.place = place
    kind = .unknownName(report: report.name)
    explanation = LocalizedText(
      ErrorPhrase.reportFails, ["name": .text(report.name.clipped()), "problem": .label(unknown.explanation)])
  }

  fileprivate init(_ stage: Stage, of cycle: String, deals count: Int, at place: SettingPlace?) {
    self.place = place
    kind = .otherDefault(cycle: cycle, status: stage.key, deals: count)
    explanation = LocalizedText(
      ErrorPhrase.otherDefault,
      [
        "stage": .label(stage.label), "share": .percent(stage.probability), "count": .count(count),
        "key": .text(stage.key),
      ])
  }

  fileprivate init(
    _ stage: StoreSurvey.RemovedStage, _ deals: StoreSurvey.RemovedDeals, at place: SettingPlace?
  ) {
    self.place = place
    kind = .removedStage(cycle: stage.cycle, status: stage.status, deals: deals.count)
    let names = deals.names.map { $0.clipped(to: 40) } + (deals.count > deals.names.count ? ["…"] : [])
    explanation = LocalizedText(
      ErrorPhrase.stageGone,
      [
        "count": .count(deals.count), "names": .list(names), "status": .text(stage.status.clipped()),
        "cycle": .text(stage.cycle.clipped()),
      ])
  }
}

/// The uses of the configuration by records, read from pages of columns.
private struct StoreSurvey {
  static let dealFields: [FieldName] = [
    "cycle", "status", "external_id", "source", "competitor", "loss_reason", "forecast", "lines",
    "probability_origin", "probability",
  ]
  private static let tables: [(field: FieldName, table: LookupTableName)] = [
    ("source", .source), ("competitor", .competitor), ("loss_reason", .lossReason), ("forecast", .forecasting),
  ]

  /// A stage that deals are in and the configuration does not have.
  struct RemovedStage: Hashable {
    let cycle: String
    let status: String
  }

  /// The deals of such a stage, with the names of the first.
  struct RemovedDeals {
    var count = 0
    var names: [String] = []

    mutating func add(_ name: String) {
      count += 1
      if names.count < 5 { names.append(name) }
    }
  }

  private let setup: PipelineSetup
  private let cycles: [String: SalesCycle]
  private var removed: [RemovedStage: RemovedDeals] = [:]
  /// How many open deals of each stage have another probability than its default, by `cycle/stage`.
  private var others: [String: Int] = [:]
  private(set) var uses: [LookupTableName: [String: Int]] = [:]

  init(setup: PipelineSetup) {
    self.setup = setup
    cycles = Dictionary(setup.salesCycles.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The stages that were removed under deals, a finding each.
  var removedStages: [StoreFinding] {
    removed.sorted { ($0.key.cycle, $0.key.status) < ($1.key.cycle, $1.key.status) }.map {
      StoreFinding($0, $1, at: setup.place(of: "sales_cycles", $0.cycle, "stages"))
    }
  }

  /// The stages that have such deals, in their order.
  var otherDefaults: [StoreFinding] {
    cycles.values.sorted { $0.key < $1.key }.flatMap { cycle in
      cycle.stages.compactMap { stage in
        others["\(cycle.key)/\(stage.key)"].map { count in
          let place = setup.place(of: "sales_cycles", cycle.key, "stages", stage.key, "probability")
          return StoreFinding(stage, of: cycle.key, deals: count, at: place)
        }
      }
    }
  }

  mutating func read(deals page: ColumnPage) {
    var shares: [Int64] = []
    if case .integers(let cells)? = page.columns.last { shares = cells }
    let columns = zip(Self.dealFields, page.columns).map { ($0, TextCells($1)) }
    let byName = Dictionary(columns, uniquingKeysWith: { first, _ in first })
    for row in page.ids.indices {
      func text(_ field: FieldName) -> String? { byName[field]?[row] }
      let (cycle, status) = (text("cycle") ?? "", text("status") ?? "")
      let stage = cycles[cycle]?.presentStage(status)
      if stage == nil {
        removed[RemovedStage(cycle: cycle, status: status), default: RemovedDeals()]
          .add(text("external_id") ?? "\(page.ids[row])")
      }
      if let stage, stage.outcome == .open, row < shares.count,
        shares[row] != Int64(stage.probability.value), text("probability_origin") == ProbabilityOrigin.stage.rawValue
      {
        others["\(cycle)/\(stage.key)", default: 0] += 1
      }
      for (field, table) in Self.tables { if let key = text(field) { uses[table, default: [:]][key, default: 0] += 1 } }
      for product in Set(OpportunityLine.products(inCell: text("lines"))) {
        uses[.line, default: [:]][product, default: 0] += 1
      }
    }
  }

  mutating func read(accounts page: ColumnPage) {
    guard let column = page.columns.first.map(TextCells.init) else { return }
    for row in page.ids.indices { if let key = column[row] { uses[.source, default: [:]][key, default: 0] += 1 } }
  }
}

/// The texts of a column, row by row.
private struct TextCells {
  private let codes: [UInt32]
  private let dictionary: [String]

  init(_ column: CellColumn) {
    guard case .texts(let codes, let dictionary) = column else {
      (self.codes, self.dictionary) = ([], [])
      return
    }
    (self.codes, self.dictionary) = (codes, dictionary)
  }

  subscript(row: Int) -> String? {
    guard row < codes.count, codes[row] != CellColumn.missingCode else { return nil }
    return dictionary[Int(codes[row])]
  }
}
