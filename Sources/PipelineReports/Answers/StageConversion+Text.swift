public import PipelineDomain

extension StageConversion {
  /// What it is, with its days.
  public var title: LocalizedText { title(by: .count) }

  /// What it is by numbers or by value, with its days.
  public func title(by basis: ConversionBasis) -> LocalizedText {
    LocalizedText(
      basis == .value ? ConversionPhrase.titleByValue : .title, ["days": .label(LocalizedText(days))])
  }
}

extension StageConversion: CustomStringConvertible {
  /// A line a stage: its key, entries, how they ended, and the days that stays took. For logs and a first look.
  public var description: String {
    rows.map { row in
      let ends = "\(row.movedOn) moved on, \(row.movedBack) back, \(row.lost) lost, \(row.left) left, \(row.open) open"
      let days = "\(row.meanDays.map { "\($0)" } ?? "-") days, median \(row.medianDays.map { "\($0)" } ?? "-")"
      return "\(row.cycle)/\(row.status): \(row.entered) entered; \(ends); \(days)"
    }
    .joined(separator: "\n")
  }
}
