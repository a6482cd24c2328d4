extension Period {
  /// The label as people of a language write it: `2017-Q1` is `T1 2017` in French. In English it is the label itself.
  public var text: LocalizedText {
    let isFiscal = label.hasPrefix("FY")
    let parts = (isFiscal ? label.dropFirst(2) : label[...]).split(separator: "-").map(String.init)
    var values: [String: PhraseValue] = ["year": .text(parts.first ?? label)]
    guard let part = parts.dropFirst().first else {
      return isFiscal ? LocalizedText(CalendarPhrase.fiscalYear, values) : LocalizedText(label)
    }
    let isLettered = part.first?.isLetter == true
    values["number"] = .text(isLettered ? String(part.dropFirst()) : part)
    let phrase: CalendarPhrase =
      switch grain {
      case .quarter: isFiscal ? .fiscalQuarter : .yearQuarter
      case .month: !isLettered ? .yearMonth : isFiscal ? .fiscalPeriod : .yearPeriod
      case .year: .fiscalYear
      }
    return LocalizedText(phrase, values)
  }
}
