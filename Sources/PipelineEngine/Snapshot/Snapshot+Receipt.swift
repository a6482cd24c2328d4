import PipelineAnalytics
import PipelinePlugins

extension Snapshot {
  /// Completes a document's receipt: user, time, moment, configuration, and gaps.
  ///
  /// - Parameters:
  ///   - rates: The rates used, for a document without a receipt of its own.
  ///   - uses: What the figures and rows depend on besides the deals.
  func complete(_ document: inout ReportDocument, rates: [RateUse] = [], uses: Extent) throws {
    let unsure = unknown.map(\.note) + (try notOfThen(uses))
    document.gaps += unknown
    document.notes += unsure
    var receipt =
      document.receipt
      ?? ReportReceipt(
        definition: CanonicalValue.text(document.name).json, person: desk.user, madeAt: pipeline.environment.now())
    if !rates.isEmpty { receipt.rates = RateUse.each(rates) }
    if let note = receipt.rates.note { document.notes.append(note) }
    receipt.person = desk.user
    receipt.madeAt = pipeline.environment.now()
    receipt.sequence = cursor.sequence
    receipt.asOf = moment.past?.asOf
    receipt.knownAt = moment.past?.knownAt
    receipt.configurationSince = configuration.since
    receipt.configurationDigest = configuration.digest
    receipt.excluded += unknown.filter { $0.count > 0 }
    receipt.unknown = unsure
    document.receipt = receipt
    document.parameters = parameters(document, receipt)
  }

  private func parameters(
    _ document: ReportDocument, _ receipt: ReportReceipt
  ) -> [ReportParameter] {
    var parameters = document.parameters
    if parameters.isEmpty { parameters = described(document) }
    if receipt.asOf != nil || document.parameters.isEmpty {
      parameters.append(
        ReportParameter(
          "as_of", LocalizedText(ReportPhrase.asOf),
          receipt.asOf.map { pipeline.text(of: $0) } ?? LocalizedText(ReportPhrase.now))
      )
    }
    if let knownAt = receipt.knownAt {
      parameters.append(ReportParameter("known_at", LocalizedText(ReportPhrase.knownAt), pipeline.text(of: knownAt)))
    }
    if let oldest = receipt.oldestRateDay {
      parameters.append(ReportParameter("oldest_rate", LocalizedText(ReportPhrase.oldestRate), LocalizedText(oldest)))
    }
    parameters.append(ReportParameter("made_at", LocalizedText(ReportPhrase.madeAt), pipeline.text(of: receipt.madeAt)))
    return parameters
  }

  /// - Parameter dating: The day of a deal that lies in the period.
  func described(_ document: ReportDocument, _ dating: ReportDefinition.Dating = .close) -> [ReportParameter] {
    let (label, all): (ReportPhrase, ReportPhrase) =
      switch dating {
      case .close: (.closeDates, .allCloseDates)
      case .created: (.creationDates, .allCreationDates)
      case .entered: (.entryDates, .allCreationDates)
      }
    return [
      ReportParameter("person", LocalizedText(ReportPhrase.person), LocalizedText(desk.user)),
      ReportParameter(
        "period", LocalizedText(label), document.period.map { LocalizedText($0) } ?? LocalizedText(all)),
      ReportParameter("currency", LocalizedText(ReportPhrase.currency), LocalizedText(setup.baseCurrency.code)),
    ]
  }

  /// Notes about what is shown for the past moment but is newer: names of accounts that were created later, and the
  /// teams of an access policy, which has no history.
  private func notOfThen(_ uses: Extent) throws -> [LocalizedText] {
    guard moment.past != nil else { return [] }
    var sentences: [LocalizedText] = []
    if uses.contains(.accounts), let names = held[.accountName], !names.later.isEmpty {
      let seen = try columns.values(of: .account, reading, where: permissions.filters)
      let later = seen.compactMap {
        if case .record(let id) = $0, names.later.contains(id) { names.byID[id] } else { nil }
      }
      if !later.isEmpty {
        let shown = Array(later.prefix(Self.mostNames)) + (later.count > Self.mostNames ? ["…"] : [])
        sentences.append(
          LocalizedText(NotePhrase.laterNames, ["count": .count(later.count), "names": .list(shown)]))
      }
    }
    if uses.contains(.teams), hasPolicyTeams { sentences.append(LocalizedText(NotePhrase.policyTeams)) }
    return sentences
  }

  /// The maximum number of names in a note.
  private static let mostNames = 5
}

extension Pipeline {
  /// A formatted instant: the day, with the time unless it is the end of the day.
  func text(of instant: Instant) -> LocalizedText {
    let date = civilDate(of: instant)
    guard instant != endOfDay(date) else { return LocalizedText(date) }
    let seconds = (instant.microsecondsSince1970 - startOfDay(date).microsecondsSince1970) / 1_000_000
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let time = "\(two(seconds / 3600)):\(two(seconds / 60 % 60))"
    return LocalizedText(ReportPhrase.moment, ["day": .date(date), "time": .text(time)])
  }
}
