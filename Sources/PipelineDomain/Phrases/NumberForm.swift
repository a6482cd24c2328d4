/// The formats of numbers and dates in a language, independent of the operating system.
public struct NumberForm: Hashable, Sendable {
  /// The decimal separator: `.`, `,`.
  public var decimal: String
  /// The thousands separator; empty for none.
  public var group: String
  /// The text between a number and the sign or unit after it; empty in English.
  public var unitGap: String
  /// The order and the signs of a day.
  public var date: DatePattern

  /// Creates formats.
  public init(decimal: String, group: String, unitGap: String, date: DatePattern) {
    self.decimal = decimal
    self.group = group
    self.unitGap = unitGap
    self.date = date
  }

  /// `1,234.5`, `62.5%`, `2017-12-31`.
  public static let english = NumberForm(decimal: ".", group: ",", unitGap: "", date: .iso)
  /// `1 234,5` and `62,5 %` with narrow no-break spaces, `31/12/2017`.
  public static let french = NumberForm(decimal: ",", group: "\u{202F}", unitGap: "\u{202F}", date: .french)

  /// A plain decimal with groups: `-1234.5` is `-1,234.5`. O(digits).
  public func decimal(_ plain: String) -> String {
    var plain = plain
    return plain.withUTF8 { ascii in
      let whole = ascii.prefix { $0 != UInt8(ascii: ".") }
      let first = whole.first == UInt8(ascii: "-") ? 1 : 0
      var text: [UInt8] = []
      text.reserveCapacity(ascii.count + group.utf8.count * (whole.count / 3) + decimal.utf8.count)
      for (index, digit) in whole.enumerated() {
        if index > first, (whole.count - index) % 3 == 0 { text.append(contentsOf: group.utf8) }
        text.append(digit)
      }
      if whole.count < ascii.count {
        text.append(contentsOf: decimal.utf8)
        text.append(contentsOf: ascii[(whole.count + 1)...])
      }
      return String(decoding: text, as: UTF8.self)
    }
  }

  /// A plain percentage with its sign: `62.5` is `62.5%`.
  public func percent(_ plain: String) -> String { decimal(plain) + unitGap + "%" }
}

/// How people of a language write a day: `yyyy-MM-dd`, `dd/MM/yyyy`.
public struct DatePattern: Hashable, Sendable, CustomStringConvertible {
  /// The pattern: `yyyy`, `MM` and `dd` once each, in any order, with other characters around them.
  public let description: String
  /// The pattern taken apart.
  package let parts: [Part]

  /// A part of a pattern.
  package enum Part: Hashable, Sendable { case year, month, day, sign(Character) }

  /// A pattern; `nil` where it does not hold `yyyy`, `MM` and `dd` once each, or holds other ASCII letters, or digits.
  public init?(_ pattern: String) {
    var parts: [Part] = []
    var rest = pattern[...]
    while let first = rest.first {
      if rest.hasPrefix("yyyy") {
        parts.append(.year)
        rest = rest.dropFirst(4)
      } else if rest.hasPrefix("MM") || rest.hasPrefix("dd") {
        parts.append(first == "M" ? .month : .day)
        rest = rest.dropFirst(2)
      } else {
        guard !(first.isASCII && first.isLetter), !first.isNumber, !first.isNewline else { return nil }
        parts.append(.sign(first))
        rest = rest.dropFirst()
      }
    }
    guard [Part.year, .month, .day].allSatisfy({ part in parts.count { $0 == part } == 1 }) else { return nil }
    description = pattern
    self.parts = parts
  }

  private init(_ description: String, _ parts: [Part]) {
    self.description = description
    self.parts = parts
  }

  /// `2017-12-31`.
  public static let iso = DatePattern("yyyy-MM-dd", [.year, .sign("-"), .month, .sign("-"), .day])
  /// `31/12/2017`.
  public static let french = DatePattern("dd/MM/yyyy", [.day, .sign("/"), .month, .sign("/"), .year])

  /// A day.
  public func text(_ day: CivilDate) -> String {
    let numbers = day.description.split(separator: "-").map(String.init)
    guard numbers.count == 3 else { return day.description }
    return parts.map { part in
      switch part {
      case .year: numbers[0]
      case .month: numbers[1]
      case .day: numbers[2]
      case .sign(let sign): String(sign)
      }
    }.joined()
  }
}
