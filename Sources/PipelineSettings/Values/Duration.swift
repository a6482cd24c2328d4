extension Seconds: SettingValue {
  /// A length of time.
  public static var shape: SettingShape { .duration }

  /// The length in the largest unit that it is a whole number of: `2 hours`, `6 weeks`, `0`.
  public var canonical: CanonicalValue { .text(text) }

  /// The length in the largest unit that it is a whole number of: `2 hours`, `6 weeks`, `0`.
  public var text: String {
    guard value != 0 else { return "0" }
    let unit = Self.units.last { value % $0.seconds == 0 } ?? Self.units[0]
    let count = value / unit.seconds
    return "\(count) \(unit.name)" + (count == 1 ? "" : "s")
  }

  private static let units: [(name: String, seconds: Int64)] = [
    ("second", 1), ("minute", 60), ("hour", 3600), ("day", 86_400), ("week", 604_800),
  ]

  /// The symbols of units, which are read and never written.
  private static let symbols = ["s": "second", "min": "minute", "h": "hour"]

  /// Reads `30 minutes`, `2 hours`, `6 weeks`, `10 s` or `0`. Months and years have no fixed length and are refused.
  public static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> Seconds? {
    guard let text = context.text(node, expected: shape.wording) else { return nil }
    if text == "0" { return Seconds(0) }
    let words = text.split(separator: " ")
    let names = units.map { $0.name + "s" }
    guard let count = words.first.flatMap({ Int64($0) }), count >= 0, words.count == 2 else {
      let isBare = words.count == 1 && Int64(text) != nil
      context.reportType(
        node, expected: shape.wording, hint: isBare ? "add a unit: \(names.joined(separator: ", "))" : nil)
      return nil
    }
    let word = symbols[String(words[1])] ?? words[1].lowercased()
    guard let unit = units.first(where: { word == $0.name || word == $0.name + "s" }) else {
      let isCalendar = word.hasPrefix("month") || word.hasPrefix("year")
      context.report(
        .wrongType, "\(context.subject): '\(words[1].prefix(40))' is not a unit of time",
        hint: isCalendar ? "its length varies; write days or weeks" : hint(for: word, among: names), at: node.mark)
      return nil
    }
    let (product, overflow) = count.multipliedReportingOverflow(by: unit.seconds)
    guard !overflow, product <= longest else {
      context.reportType(node, expected: shape.wording, hint: "the longest is 100 years")
      return nil
    }
    return Seconds(product)
  }

  /// 100 years of 365 days.
  private static let longest: Int64 = 3_153_600_000
}
