import PipelineAnalytics
import PipelinePlugins

extension Desk {
  /// Adds what only the engine knows: who asked, when, as of when, under which configuration, and what is not known.
  func complete(_ document: inout ReportDocument, _ outlook: Outlook) {
    document.gaps += outlook.unknown
    document.notes += outlook.unknown.map(\.note)
    var receipt =
      document.receipt
      ?? ReportReceipt(
        definition: CanonicalValue.text(document.name).json, person: user, madeAt: pipeline.environment.now())
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
        ReportParameter("as_of", ["As of", "Au"], receipt.asOf.map { moment($0) } ?? ["now", "maintenant"]))
    }
    if let knownAt = receipt.knownAt {
      parameters.append(ReportParameter("known_at", ["As known on", "Tel que connu le"], moment(knownAt)))
    }
    if let oldest = receipt.oldestRateDay {
      parameters.append(ReportParameter("oldest_rate", ["Oldest rate used", "Cours le plus ancien"], day(oldest)))
    }
    parameters.append(ReportParameter("made_at", ["Made", "Établi"], moment(receipt.madeAt)))
    return parameters
  }

  private func described(_ document: ReportDocument, _ outlook: Outlook) -> [ReportParameter] {
    let period: LocalizedText =
      document.period.map { days in
        LocalizedText(
          "\(days.lowerBound) – \(days.upperBound)", ["fr": "\(days.lowerBound.french) – \(days.upperBound.french)"])
      } ?? ["all close dates", "toutes les dates de clôture"]
    return [
      ReportParameter("person", ["For", "Pour"], LocalizedText(user)),
      ReportParameter("period", ["Close dates", "Dates de clôture"], period),
      ReportParameter("currency", ["Amounts in", "Montants en"], LocalizedText(outlook.setup.baseCurrency.code)),
    ]
  }

  private func day(_ day: CivilDate) -> LocalizedText { LocalizedText("\(day)", ["fr": day.french]) }

  /// A moment as people read it: the day, and the time where it is not the day's end.
  private func moment(_ instant: Instant) -> LocalizedText {
    let date = pipeline.civilDate(of: instant)
    guard instant != pipeline.endOfDay(date) else { return day(date) }
    let seconds = (instant.microsecondsSince1970 - pipeline.startOfDay(date).microsecondsSince1970) / 1_000_000
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let time = "\(two(seconds / 3600)):\(two(seconds / 60 % 60))"
    return LocalizedText("\(date) \(time)", ["fr": "\(date.french) \(time)"])
  }
}

extension CivilDate {
  fileprivate var french: String { description.split(separator: "-").reversed().joined(separator: "/") }
}
