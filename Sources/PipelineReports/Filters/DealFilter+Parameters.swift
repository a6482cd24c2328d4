public import PipelineSettings

extension DealFilter {
  /// The filter in canonical form: the settings that differ from a filter for all deals.
  public var given: [CanonicalValue.Member] {
    let standard = DealFilter()
    let fields = fields.keys.sorted().filter { key in !Self.settings.contains { $0.name == key } }
      .compactMap { FieldName($0).flatMap { OpportunityBody.fields[$0] } }.map(Self.setting)
    return (Self.settings + Self.ofFamily(self) + fields).compactMap { setting in
      let value = setting.canonical(self)
      return value == setting.canonical(standard) ? nil : CanonicalValue.Member(setting.name, value)
    }
  }

  /// The filter as lines above a report, so that a reader sees that the report is about a part of the deals.
  public var parameters: [ReportParameter] { parameters { _, _ in nil } }

  /// The same with labels in place of keys.
  ///
  /// - Parameter label: Returns what people read for a value of a setting, such as a key of `sources`; `nil` for the value itself.
  public func parameters(label: (_ setting: String, _ value: String) -> LocalizedText?) -> [ReportParameter] {
    given.compactMap { member in
      if member.value == .flag(true) {
        return ReportParameter(member.name, LocalizedText(ReportPhrase.only), Self.label(member.name))
      }
      if let words = words(member.name) ?? Self.labels(member, label) {
        return ReportParameter(
          member.name, Self.label(member.name), LocalizedText(FigurePhrase.labels, ["values": .labels(words)]))
      }
      guard let text = Self.text(member.value), !text.isEmpty else { return nil }
      return ReportParameter(member.name, Self.label(member.name), LocalizedText(text))
    }
  }

  /// The values of a setting that has words of its own; `nil` for names and keys.
  private func words(_ setting: String) -> [LocalizedText]? {
    switch setting {
    case "outcomes": outcomes.map(\.label)
    case "categories":
      categories.map { LookupTable.standardForecasting[$0.rawValue]?.label ?? LocalizedText($0.rawValue) }
    default: nil
    }
  }

  /// The labels of a list, where one of its values has one.
  private static func labels(
    _ member: CanonicalValue.Member, _ label: (String, String) -> LocalizedText?
  ) -> [LocalizedText]? {
    guard case .list(let items) = member.value else { return nil }
    let values = items.compactMap(text)
    let labels = values.map { label(member.name, $0) }
    guard labels.contains(where: { $0 != nil }) else { return nil }
    return zip(labels, values).map { $0 ?? LocalizedText($1) }
  }

  /// A value as people read it: lists with commas, ranges with both ends.
  private static func text(_ value: CanonicalValue) -> String? {
    switch value {
    case .null: nil
    case .list(let items): items.compactMap(text).joined(separator: ", ")
    case .map(let members): members.map { text($0.value) ?? "…" }.joined(separator: " – ")
    case .text(let text): text
    default: value.description
    }
  }

  private static func label(_ setting: String) -> LocalizedText {
    if let attribute = DealDimension(rawValue: setting)?.accountAttribute { return LocalizedText(attribute) }
    return switch setting {
    case "owners": LocalizedText(ReportPhrase.owners)
    case "teams": DealDimension.team.label
    case "cycles": DealDimension.cycle.label
    case "stages": DealDimension.stage.label
    case "outcomes": DealDimension.outcome.label
    case "forecasts": DealDimension.forecast.label
    case "categories": DealDimension.category.label
    case "sources": DealDimension.source.label
    case "products": DealDimension.product.label
    case "competitors": DealDimension.competitor.label
    case "loss_reasons": DealDimension.lossReason.label
    case "accounts": DealDimension.account.label
    case "currencies": DealDimension.currency.label
    case "amount": LocalizedText(ColumnPhrase.amount)
    case "probability": DealDimension.probability.label
    case "closing": LocalizedText(ReportPhrase.closing)
    case "created": LocalizedText(ReportPhrase.created)
    case "changed_since": LocalizedText(ReportPhrase.changedSince)
    case "overdue": LocalizedText(ReportMeasure.overdue.label)
    case "slipped": LocalizedText(ReportMeasure.slipped.label)
    case "text": LocalizedText(ReportPhrase.search)
    default: DealDimension(rawValue: setting)?.label ?? LocalizedText(setting)
    }
  }
}
