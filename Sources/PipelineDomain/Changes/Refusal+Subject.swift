extension Refusal {
  /// The record of a batch that a refusal is about.
  public struct Subject: Hashable, Sendable {
    /// The kind of record.
    public let kind: RecordKind
    /// The record; `nil` for one that was to be added.
    public let id: RecordID?
    /// Its place among the records of its kind that the batch adds or changes, from 1; `nil` where it has none.
    public let place: Int?
    /// Its external id, else its name; `nil` where it has neither.
    public let name: String?

    package init(_ kind: RecordKind, _ id: RecordID?, place: Int?, name: String?) {
      self.kind = kind
      self.id = id
      self.place = place
      self.name = name
    }

    /// What people call it: `deal 213 (D-17)`.
    public var label: LocalizedText {
      var values: [String: PhraseValue] = ["kind": .label(kindLabel)]
      values["name"] = name.map { .text($0.clipped()) }
      values["place"] = place.map { .text("\($0)") }
      switch (place, name) {
      case (_?, _?): return LocalizedText(RefusalPhrase.recordAtOf, values)
      case (nil, _?): return LocalizedText(RefusalPhrase.recordOf, values)
      case (_?, nil): return LocalizedText(RefusalPhrase.recordAt, values)
      case (nil, nil): return kindLabel
      }
    }

    private var kindLabel: LocalizedText { Self.label(of: kind) }

    /// What people call a kind of record.
    package static func label(of kind: RecordKind?) -> LocalizedText {
      switch kind {
      case .opportunity: LocalizedText(ErrorPhrase.opportunity)
      case .account: LocalizedText(ErrorPhrase.account)
      case .salesperson: LocalizedText(ErrorPhrase.salesperson)
      case .lookupEntry: LocalizedText(ErrorPhrase.lookupEntry)
      case .report: LocalizedText(ErrorPhrase.report)
      case .forecastCall: LocalizedText(ErrorPhrase.forecastCall)
      case let kind?: LocalizedText("\(kind)")
      case nil: LocalizedText("")
      }
    }
  }
}
