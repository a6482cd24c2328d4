/// Why a text is not a decimal.
public enum DecimalError: ExplainedError, Hashable {
  /// Nothing but blanks.
  case empty
  /// An invalid character, with the text that contains it.
  case malformed(String)
  /// More digits than can be kept exactly.
  case tooManyDigits(String)
  /// More digits after the point than are allowed here.
  case tooManyDecimals(String, allowed: Int)

  /// One line that a person can act on.
  public var explanation: LocalizedText {
    func about(_ phrase: ValuePhrase, _ text: String, _ count: Int = 0) -> LocalizedText {
      LocalizedText(phrase, ["value": .text(text.clipped()), "count": .count(count)])
    }
    return switch self {
    case .empty: LocalizedText(ValuePhrase.empty)
    case .malformed(let text): about(.notANumber, text)
    case .tooManyDigits(let text): about(.tooManyDigits, text)
    case .tooManyDecimals(let text, 0): about(.noDecimals, text)
    case .tooManyDecimals(let text, let allowed): about(.tooManyDecimals, text, allowed)
    }
  }
}

extension ExactDecimal: CustomStringConvertible, LosslessStringConvertible {
  /// Reads `-?digits[.digits]` and nothing else: no blanks, no groups, no exponent, no `NaN`.
  ///
  /// All digits together at most 2^63 - 1, at most ``maximumScale`` of them after the point. O(length).
  /// - Throws: ``DecimalError``.
  public init(parsing text: some StringProtocol) throws {
    var coefficient: Int64 = 0
    var decimals: UInt8 = 0
    var seenPoint = false
    var seenDigit = false
    var bytes = text.utf8.makeIterator()
    var next = bytes.next()
    guard next != nil else { throw DecimalError.empty }
    let negative = next == UInt8(ascii: "-")
    if negative { next = bytes.next() }
    while let byte = next {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        seenDigit = true
        let (tenfold, overflow) = coefficient.multipliedReportingOverflow(by: 10)
        let (sum, overflowToo) = tenfold.addingReportingOverflow(Int64(byte &- UInt8(ascii: "0")))
        if overflow || overflowToo { throw Self.overlong(String(text)) }
        coefficient = sum
        if seenPoint { decimals += 1 }
        if decimals > Self.maximumScale {
          throw DecimalError.tooManyDecimals(String(text), allowed: Int(Self.maximumScale))
        }
      case UInt8(ascii: ".") where !seenPoint && seenDigit: seenPoint = true
      default: throw DecimalError.malformed(String(text))
      }
      next = bytes.next()
    }
    guard seenDigit, !seenPoint || decimals > 0 else { throw DecimalError.malformed(String(text)) }
    self.init(unchecked: negative ? -coefficient : coefficient, scale: decimals)
  }

  /// Reads what ``init(parsing:)`` reads; `nil` where that throws.
  public init?(_ description: String) {
    guard let value = try? ExactDecimal(parsing: description) else { return nil }
    self = value
  }

  /// The digits as given, such as `-1234.50`.
  public var description: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(24)
    append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the digits as given.
  func append(to bytes: inout [UInt8]) {
    if coefficient < 0 { bytes.append(UInt8(ascii: "-")) }
    let start = bytes.count
    var (rest, written) = (coefficient.magnitude, 0)
    repeat {
      if written == Int(scale), written > 0 { bytes.append(UInt8(ascii: ".")) }
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
      written += 1
    } while rest > 0 || written <= Int(scale)
    bytes[start...].reverse()
  }

  /// `value × 10^-scale` in plain digits with a dot.
  package static func text(_ value: Int128, scale: Int) -> String {
    guard scale > 0 else { return String(value) }
    var digits = String(value.magnitude)
    if digits.utf8.count <= scale {
      digits = String(repeating: "0", count: scale + 1 - digits.utf8.count) + digits
    }
    digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -scale))
    return value < 0 ? "-" + digits : digits
  }

  /// A wrong character far along matters more than the length: `999…999x` is malformed, not long.
  private static func overlong(_ text: String) -> DecimalError {
    let plain = text.utf8.allSatisfy {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
    }
    return plain ? .tooManyDigits(text) : .malformed(text)
  }
}

extension String {
  /// The text cut to a length that fits an error line.
  package func clipped(to limit: Int = 60) -> String { count <= limit ? self : prefix(limit - 1) + "…" }
}
