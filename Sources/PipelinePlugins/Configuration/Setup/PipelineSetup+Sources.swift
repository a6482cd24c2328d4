extension PipelineSetup {
  /// What is wrong with what a configuration's sources supply.
  public struct SourceFinding: Hashable, Sendable {
    /// Whether something cannot work, or is hardly meant.
    public let severity: Diagnostic.Severity
    /// What is wrong, in one line; of the error of a source with its file, line and column.
    public let sentence: LocalizedText
    /// What to do, in one line; `nil` if the sentence says it.
    public let advice: LocalizedText?
    /// Where the configuration has what a warning is about.
    public let place: SettingPlace?

    fileprivate init(
      _ severity: Diagnostic.Severity, _ sentence: LocalizedText, _ advice: Wording? = nil,
      at place: SettingPlace? = nil
    ) {
      self.severity = severity
      self.sentence = sentence
      self.advice = advice?.text
      self.place = place
    }

    /// One line for people. A warning says that it is one; the error of a source says where it is.
    public func text(_ book: Phrasebook) -> String {
      var message = sentence.text(book)
      if let advice {
        message = book.text(MistakePhrase.withHint, ["message": .text(message), "hint": .label(advice)])
      }
      if severity == .warning { message = book.text(MistakePhrase.warning, ["message": .text(message)]) }
      return (place.map { "\($0): " } ?? "") + message
    }
  }

  /// Reads every source that the configuration names (lookup entries, exchange rates, targets, people), and compares the names
  /// in reports and targets with them. Nothing is written, and the store is not opened.
  ///
  /// - Returns: The errors of sources that cannot be read, and warnings for names that none of them has. Empty where
  ///   everything is well.
  public func sourceFindings() async -> [SourceFinding] {
    var survey = SourceSurvey(setup: self)
    for binding in lookups { await survey.read(binding) }
    if let rates { _ = await survey.reading { try await rates.rates() } }
    let targets = await survey.reading { try await self.targets?.targets() ?? [] } ?? []
    // Without people of its own, a policy leaves the teams to the salespeople in the store.
    if let people = await survey.reading({ try await access.people() }) ?? nil,
      let teams = await survey.reading({ try await access.teams() })
    {
      survey.check(targets, people: Set(people), teams: Set(teams.values))
      for report in reports { survey.check(report, people: Set(people), teams: Set(teams.values)) }
    }
    for report in reports { survey.checkEntries(of: report) }
    for cycle in salesCycles { for stage in cycle.stages { survey.checkNeeds(of: stage, in: cycle) } }
    return survey.findings
  }
}

/// Collects what is wrong with sources.
private struct SourceSurvey {
  private let setup: PipelineSetup
  private(set) var findings: [PipelineSetup.SourceFinding] = []
  /// The keys of tables whose entries nobody edits in the store.
  private var entries: [LookupTableName: Set<String>] = [:]
  /// The tables of these that have no entry, or retired ones alone.
  private var unusable: Set<LookupTableName> = []

  init(setup: PipelineSetup) { self.setup = setup }

  mutating func read(_ binding: LookupBinding) async {
    let source = binding.source
    guard let found = await reading({ try await source.entries() }), !source.isEditable else { return }
    entries[binding.table] = Set(found.map(\.key))
    if !found.contains(where: { !$0.isRetired }) {
      unusable.insert(binding.table)
      let message: Wording = "\(binding.table.rawValue) has no entry that a deal could have"
      findings.append(
        PipelineSetup.SourceFinding(
          .warning, message.text, "add entries, or remove the table",
          at: setup.place(of: "lookups", binding.table.rawValue)))
    }
  }

  /// Reads a source; `nil` if it fails, which is a finding.
  mutating func reading<Value>(_ read: () async throws -> Value) async -> Value? {
    do { return try await read() } catch let error as SourceError {
      findings += error.sentences.map { PipelineSetup.SourceFinding(.error, $0) }
    } catch {
      findings.append(PipelineSetup.SourceFinding(.error, LocalizedText(explaining: error)))
    }
    return nil
  }

  mutating func check(_ targets: [SalesTarget], people: Set<String>, teams: Set<String>) {
    var seen: Set<SalesTarget.Holder> = []
    for holder in targets.map(\.holder) where seen.insert(holder).inserted {
      let place = setup.place(of: "targets", naming: holder.name)
      switch holder {
      case .owner(let name) where !people.contains(name):
        warn("a target is for '\(name.clipped(to: 40))', who is not among the people", name, people, at: place)
      case .team(let name) where !teams.contains(name):
        warn("a target is for the team '\(name.clipped(to: 40))', which nobody is in", name, teams, at: place)
      default: continue
      }
    }
  }

  mutating func check(_ report: ReportDefinition, people: Set<String>, teams: Set<String>) {
    let title = report.name.clipped(to: 40)
    for name in report.filters.owners where !people.contains(name) {
      warn(
        "the report '\(title)' is of '\(name.clipped(to: 40))', who is not among the people", name, people,
        at: setup.place(of: "reports", report.name, naming: name))
    }
    for name in report.filters.teams where !teams.contains(name) {
      warn(
        "the report '\(title)' is of the team '\(name.clipped(to: 40))', which nobody is in", name, teams,
        at: setup.place(of: "reports", report.name, naming: name))
    }
  }

  /// A stage that no deal can enter, since it needs an entry of a table that has none.
  mutating func checkNeeds(of stage: Stage, in cycle: SalesCycle) {
    for field in stage.requires {
      guard case .lookup(let table)? = OpportunityBody.fields[field]?.kind, unusable.contains(table) else { continue }
      let message: Wording =
        "no deal can enter the stage '\(stage.key.clipped(to: 40))': it needs '\(field)', and \(table.rawValue) has no entry"
      findings.append(
        PipelineSetup.SourceFinding(
          .warning, message.text,
          at: setup.place(of: "sales_cycles", cycle.key, "stages", stage.key, "requires", "\(field)")))
    }
  }

  mutating func checkEntries(of report: ReportDefinition) {
    let filters: [(LookupTableName, [String])] = [
      (.source, report.filters.sources), (.line, report.filters.products),
      (.competitor, report.filters.competitors), (.lossReason, report.filters.lossReasons),
      (.forecasting, report.filters.forecasts),
    ]
    for (table, names) in filters {
      guard let known = entries[table] else { continue }
      for name in names where !known.contains(name) {
        warn(
          "the report '\(report.name.clipped(to: 40))' names '\(name.clipped(to: 40))', which \(table.rawValue) does not have",
          name, known, at: setup.place(of: "reports", report.name, naming: name))
      }
    }
  }

  private mutating func warn(_ message: Wording, _ name: String, _ known: Set<String>, at place: SettingPlace?) {
    let near = nearest(name, in: known.sorted()).map { "did you mean '\($0)'?" as Wording }
    findings.append(PipelineSetup.SourceFinding(.warning, message.text, near, at: place))
  }
}
