extension Collection<RateUse> {
  /// The conversions as a sentence for people; `nil` where nothing was converted.
  public var note: LocalizedText? {
    guard !isEmpty else { return nil }
    let currencies = PhraseValue.text(Set(map(\.currency.code)).sorted().joined(separator: ", "))
    guard let oldest = compactMap(\.day).min() else {
      return LocalizedText(NotePhrase.convertedUndated, ["currencies": currencies])
    }
    return LocalizedText(NotePhrase.converted, ["currencies": currencies, "day": .date(oldest)])
  }
}
