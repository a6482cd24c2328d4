/// A decimal number kept exactly: `coefficient × 10^-scale`.
///
/// Used for quantities, unit prices and anything else that a person types with a decimal point and expects to read back
/// unchanged. Values compare by what they are worth (`1.50 == 1.5`), but print the digits that were given.
public struct ExactDecimal: Sendable {
  /// All digits as one whole number, in `-(2^63 - 1)...(2^63 - 1)`.
  public let coefficient: Int64
  /// The number of decimal places, in `0...maximumScale`.
  public let scale: UInt8

  /// The most digits after the point.
  public static let maximumScale: UInt8 = 12

  /// Makes `coefficient × 10^-scale`; `nil` where the scale or the coefficient is out of range.
  public init?(coefficient: Int64, scale: UInt8) {
    guard scale <= Self.maximumScale, coefficient != .min else { return nil }
    self.coefficient = coefficient
    self.scale = scale
  }

  /// A whole number. `Int64.min`, which has no negation, becomes the nearest value that does.
  public init(_ whole: Int64) {
    coefficient = max(whole, -Int64.max)
    scale = 0
  }

  /// Zero.
  public static let zero = ExactDecimal(0)

  /// The same value with no needless zeros at the end: `1.50` becomes `1.5`, `2.00` becomes `2`.
  public var normalized: ExactDecimal {
    var coefficient = coefficient
    var scale = scale
    while scale > 0, coefficient % 10 == 0 {
      coefficient /= 10
      scale -= 1
    }
    return ExactDecimal(unchecked: coefficient, scale: scale)
  }

  init(unchecked coefficient: Int64, scale: UInt8) {
    self.coefficient = coefficient
    self.scale = scale
  }
}

extension ExactDecimal: Hashable, Comparable {
  /// Whether both are worth the same.
  public static func == (left: Self, right: Self) -> Bool { compare(left, right) == 0 }

  /// Whether `left` is worth less.
  public static func < (left: Self, right: Self) -> Bool { compare(left, right) < 0 }

  private static func compare(_ left: Self, _ right: Self) -> Int128 {
    let scale = max(left.scale, right.scale)
    let aligned: (Self) -> Int128 = { Int128($0.coefficient) * Int128(powerOfTen(scale - $0.scale)) }
    return aligned(left) - aligned(right)
  }

  /// Hashes the value, so that `1.50` and `1.5` are one key.
  public func hash(into hasher: inout Hasher) {
    let value = normalized
    hasher.combine(value.coefficient)
    hasher.combine(value.scale)
  }
}

extension ExactDecimal: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
  /// A whole number written in the source.
  public init(integerLiteral value: Int64) { self.init(value) }

  /// Creates a decimal from a literal, such as `"4821.00"`.
  ///
  /// - Precondition: The literal is a decimal. Use ``init(parsing:)``, which throws, for external input.
  public init(stringLiteral value: String) {
    do {
      self = try ExactDecimal(parsing: value)
    } catch {
      preconditionFailure("\"\(value)\" is not a decimal: \(error)")
    }
  }
}

/// `10^exponent`.
///
/// - Precondition: `exponent <= 18`.
package func powerOfTen(_ exponent: UInt8) -> Int64 {
  var result: Int64 = 1
  for _ in 0..<exponent { result *= 10 }
  return result
}

/// `10^exponent` in 128 bits.
///
/// - Precondition: `exponent` is from 0 to 36.
package func widePowerOfTen(_ exponent: Int) -> Int128 {
  let half = UInt8(exponent / 2)
  return Int128(powerOfTen(half)) * Int128(powerOfTen(UInt8(exponent) - half))
}
