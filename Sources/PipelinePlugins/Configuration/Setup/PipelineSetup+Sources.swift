extension PipelineSetup {
  /// What is wrong with what a configuration's sources supply.
  public struct SourceFinding: Hashable, Sendable {
    /// Whether something cannot work, or is hardly meant.
    public let severity: Diagnostic.Severity
    /// What is wrong, in one line, with the file, line and column if known.
    public let sentence: LocalizedText
    /// What to do, in one line; `nil` if the sentence says it.
    public let advice: LocalizedText?

    fileprivate init(_ severity: Diagnostic.Severity, _ sentence: LocalizedText, _ advice: Wording? = nil) {
      self.severity = severity
      self.sentence = sentence
      self.advice = advice?.text
    }

    /// One line for people. A warning says that it is one; the error of a source says where it is.
    public func text(_ book: Phrasebook) -> String {
      var message = sentence.text(book)
      if let advice {
        message = book.text(MistakePhrase.withHint, ["message": .text(message), "hint": .label(advice)])
      }
      return severity == .error ? message : book.text(MistakePhrase.warning, ["message": .text(message)])
    }
  }

  /// Reads every source that the configuration names (lookup entries, exchange rates, targets, people), and compares the names
  /// in reports and targets with them. Nothing is written, and the store is not opened.
  ///
  /// - Returns: The errors of sources that cannot be read, and warnings for names that none of them has. Empty where
  ///   everything is well.
  public func sourceFindings() async -> [SourceFinding] {
    var survey = SourceSurvey()
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
    for cycle in salesCycles { for stage in cycle.stages { survey.checkNeeds(of: stage) } }
    return survey.findings
  }
}

/// Collects what is wrong with sources.
private struct SourceSurvey {
  var findings: [PipelineSetup.SourceFinding] = []
  /// The keys of tables whose entries nobody edits in the store.
  private var entries: [LookupTableName: Set<String>] = [:]
  /// The tables of these that have no entry, or retired ones alone.
  private var unusable: Set<LookupTableName> = []

  mutating func read(_ binding: LookupBinding) async {
    let source = binding.source
    guard let found = await reading({ try await source.entries() }), !source.isEditable else { return }
    entries[binding.table] = Set(found.map(\.key))
    if !found.contains(where: { !$0.isRetired }) {
      unusable.insert(binding.table)
      let message: Wording = "\(binding.table.rawValue) has no entry that a deal could have"
      findings.append(PipelineSetup.SourceFinding(.warning, message.text, "add entries, or remove the table"))
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
      switch holder {
      case .owner(let name) where !people.contains(name):
        warn("a target is for '\(name.clipped(to: 40))', who is not among the people", name, people)
      case .team(let name) where !teams.contains(name):
        warn("a target is for the team '\(name.clipped(to: 40))', which nobody is in", name, teams)
      default: continue
      }
    }
  }

  mutating func check(_ report: ReportDefinition, people: Set<String>, teams: Set<String>) {
    let title = report.name.clipped(to: 40)
    for name in report.filters.owners where !people.contains(name) {
      warn("the report '\(title)' is of '\(name.clipped(to: 40))', who is not among the people", name, people)
    }
    for name in report.filters.teams where !teams.contains(name) {
      warn("the report '\(title)' is of the team '\(name.clipped(to: 40))', which nobody is in", name, teams)
    }
  }

  /// A stage that no deal can enter, since it needs an entry of a table that has none.
  mutating func checkNeeds(of stage: Stage) {
    for field in stage.requires {
      guard case .lookup(let table)? = OpportunityBody.fields[field]?.kind, unusable.contains(table) else { continue }
      let message: Wording =
        "no deal can enter the stage '\(stage.key.clipped(to: 40))': it needs '\(field)', and \(table.rawValue) has no entry"
      findings.append(PipelineSetup.SourceFinding(.warning, message.text))
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
          name, known)
      }
    }
  }

  private mutating func warn(_ message: Wording, _ name: String, _ known: Set<String>) {
    let near = nearest(name, in: known.sorted()).map { "did you mean '\($0)'?" as Wording }
    findings.append(PipelineSetup.SourceFinding(.warning, message.text, near))
  }
}
