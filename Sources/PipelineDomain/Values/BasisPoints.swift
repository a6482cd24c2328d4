/// A share in hundredths of a percent: 62.5 % is 6,250. Always within 0 % to 100 %.
public struct BasisPoints: Hashable, Comparable, Sendable {
  /// The share in basis points, `0...10_000`.
  public let value: UInt16

  /// A share; `nil` outside `0...10_000`.
  public init?(_ value: Int) {
    guard (0...10_000).contains(value) else { return nil }
    self.value = UInt16(value)
  }

  private init(unchecked value: UInt16) { self.value = value }

  /// 0 %.
  public static let zero = BasisPoints(unchecked: 0)
  /// 100 %.
  public static let full = BasisPoints(unchecked: 10_000)

  /// A whole percentage; `nil` outside 0 to 100.
  public init?(percent: Int) {
    guard (0...100).contains(percent) else { return nil }
    self.init(percent * 100)
  }

  /// Orders by size.
  public static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}

extension BasisPoints: CustomStringConvertible {
  /// Reads a percentage with at most two decimals and an optional `%`: `62.5`, `62.5%`, `40 %`.
  /// - Throws: ``DecimalError`` or ``PercentageError``.
  public init(parsingPercent text: some StringProtocol) throws {
    var digits = text[...]
    if digits.last == "%" { digits = digits.dropLast() }
    while let last = digits.last, last == " " || last == "\u{A0}" || last == "\u{202F}" { digits = digits.dropLast() }
    let value = try ExactDecimal(parsing: digits).normalized
    guard value.scale <= 2 else { throw DecimalError.tooManyDecimals(String(text), allowed: 2) }
    let points = Int128(value.coefficient) * Int128(powerOfTen(2 - value.scale))
    guard let narrow = Int(exactly: points), let result = BasisPoints(narrow) else {
      throw PercentageError.outOfRange(String(text))
    }
    self = result
  }

  /// The percentage without its sign, without needless zeros: `62.5`.
  public var percentText: String { ExactDecimal(unchecked: Int64(value), scale: 2).normalized.description }

  /// The percentage with its sign: `62.5%`.
  public var description: String { percentText + "%" }
}

/// Why a number is not a percentage.
public enum PercentageError: ExplainedError, Hashable {
  /// Below 0 or above 100.
  case outOfRange(String)

  /// One line that a person can act on.
  public var explanation: LocalizedText {
    switch self {
    case .outOfRange(let text): LocalizedText(ValuePhrase.notAPercentage, ["value": .text(text.clipped())])
    }
  }
}
