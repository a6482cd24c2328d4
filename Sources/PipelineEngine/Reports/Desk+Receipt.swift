import PipelineAnalytics
import PipelinePlugins

extension Desk {
  /// Adds what only the engine knows: who asked, when, as of when, under which configuration, and what is not known.
  ///
  /// - Parameter rates: The rates that amounts were converted at, where the document has no receipt that tells.
  func complete(_ document: inout ReportDocument, _ outlook: Outlook, rates: [RateUse] = []) {
    document.gaps += outlook.unknown
    document.notes += outlook.unknown.map(\.note)
    var receipt =
      document.receipt
      ?? ReportReceipt(
        definition: CanonicalValue.text(document.name).json, person: user, madeAt: pipeline.environment.now())
    if !rates.isEmpty { receipt.rates = RateUse.each(rates) }
    if let note = receipt.rates.note { document.notes.append(note) }
    receipt.person = user
    receipt.madeAt = pipeline.environment.now()
    receipt.sequence = outlook.columns.cursor.sequence
    receipt.asOf = outlook.moment?.asOf
    receipt.knownAt = outlook.moment?.knownAt
    receipt.configurationSince = outlook.configuration.since
    receipt.configurationDigest = outlook.configuration.digest
    receipt.excluded += outlook.unknown.filter { $0.count > 0 }
    receipt.unknown = outlook.unknown.map(\.note)
    document.receipt = receipt
    document.parameters = parameters(document, receipt, outlook)
  }

  private func parameters(
    _ document: ReportDocument, _ receipt: ReportReceipt, _ outlook: Outlook
  ) -> [ReportParameter] {
    var parameters = document.parameters
    if parameters.isEmpty { parameters = described(document, outlook) }
    if receipt.asOf != nil || document.parameters.isEmpty {
      parameters.append(
        ReportParameter(
          "as_of", LocalizedText(ReportPhrase.asOf), receipt.asOf.map { moment($0) } ?? LocalizedText(ReportPhrase.now))
      )
    }
    if let knownAt = receipt.knownAt {
      parameters.append(ReportParameter("known_at", LocalizedText(ReportPhrase.knownAt), moment(knownAt)))
    }
    if let oldest = receipt.oldestRateDay {
      parameters.append(ReportParameter("oldest_rate", LocalizedText(ReportPhrase.oldestRate), LocalizedText(oldest)))
    }
    parameters.append(ReportParameter("made_at", LocalizedText(ReportPhrase.madeAt), moment(receipt.madeAt)))
    return parameters
  }

  private func described(_ document: ReportDocument, _ outlook: Outlook) -> [ReportParameter] {
    let period: LocalizedText =
      document.period.map { LocalizedText($0) } ?? LocalizedText(ReportPhrase.allCloseDates)
    return [
      ReportParameter("person", LocalizedText(ReportPhrase.person), LocalizedText(user)),
      ReportParameter("period", LocalizedText(ReportPhrase.closeDates), period),
      ReportParameter("currency", LocalizedText(ReportPhrase.currency), LocalizedText(outlook.setup.baseCurrency.code)),
    ]
  }

  /// A moment as people read it: the day, and the time where it is not the day's end.
  private func moment(_ instant: Instant) -> LocalizedText {
    let date = pipeline.civilDate(of: instant)
    guard instant != pipeline.endOfDay(date) else { return LocalizedText(date) }
    let seconds = (instant.microsecondsSince1970 - pipeline.startOfDay(date).microsecondsSince1970) / 1_000_000
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let time = "\(two(seconds / 3600)):\(two(seconds / 60 % 60))"
    return LocalizedText(ReportPhrase.moment, ["day": .date(date), "time": .text(time)])
  }
}
