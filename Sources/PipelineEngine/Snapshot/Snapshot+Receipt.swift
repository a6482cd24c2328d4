import PipelineAnalytics
import PipelinePlugins

extension Snapshot {
  /// Completes a document's receipt: user, time, moment, configuration, and gaps.
  ///
  /// - Parameter rates: The rates used, for a document without a receipt of its own.
  func complete(_ document: inout ReportDocument, rates: [RateUse] = []) {
    document.gaps += unknown
    document.notes += unknown.map(\.note)
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
    receipt.unknown = unknown.map(\.note)
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
          "as_of", LocalizedText(ReportPhrase.asOf), receipt.asOf.map { time($0) } ?? LocalizedText(ReportPhrase.now))
      )
    }
    if let knownAt = receipt.knownAt {
      parameters.append(ReportParameter("known_at", LocalizedText(ReportPhrase.knownAt), time(knownAt)))
    }
    if let oldest = receipt.oldestRateDay {
      parameters.append(ReportParameter("oldest_rate", LocalizedText(ReportPhrase.oldestRate), LocalizedText(oldest)))
    }
    parameters.append(ReportParameter("made_at", LocalizedText(ReportPhrase.madeAt), time(receipt.madeAt)))
    return parameters
  }

  func described(_ document: ReportDocument) -> [ReportParameter] {
    let period: LocalizedText =
      document.period.map { LocalizedText($0) } ?? LocalizedText(ReportPhrase.allCloseDates)
    return [
      ReportParameter("person", LocalizedText(ReportPhrase.person), LocalizedText(desk.user)),
      ReportParameter("period", LocalizedText(ReportPhrase.closeDates), period),
      ReportParameter("currency", LocalizedText(ReportPhrase.currency), LocalizedText(setup.baseCurrency.code)),
    ]
  }

  /// A formatted instant: the day, with the time unless it is the end of the day.
  private func time(_ instant: Instant) -> LocalizedText {
    let date = pipeline.civilDate(of: instant)
    guard instant != pipeline.endOfDay(date) else { return LocalizedText(date) }
    let seconds = (instant.microsecondsSince1970 - pipeline.startOfDay(date).microsecondsSince1970) / 1_000_000
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let time = "\(two(seconds / 3600)):\(two(seconds / 60 % 60))"
    return LocalizedText(ReportPhrase.moment, ["day": .date(date), "time": .text(time)])
  }
}
