/// A whole number of any length in decimal digits, worked with as on paper: slow, and nothing like what it checks.
struct PlainInteger: Equatable, CustomStringConvertible {
  /// From the last digit on, without zeros at the front.
  private var digits: [Int]
  private var isNegative: Bool

  init(_ value: some BinaryInteger) {
    let text = String(value)
    self.init(text.reversed().compactMap(\.wholeNumberValue), isNegative: text.hasPrefix("-"))
  }

  private init(_ digits: [Int], isNegative: Bool) {
    self.digits = digits
    while self.digits.last == 0 { self.digits.removeLast() }
    self.isNegative = isNegative && !self.digits.isEmpty
  }

  static func power(ofTen exponent: Int) -> Self {
    Self(Array(repeating: 0, count: exponent) + [1], isNegative: false)
  }

  var magnitude: Self { Self(digits, isNegative: false) }
  var isOdd: Bool { (digits.first ?? 0) % 2 == 1 }
  var description: String {
    digits.isEmpty ? "0" : (isNegative ? "-" : "") + digits.reversed().map(String.init).joined()
  }

  static prefix func - (value: Self) -> Self { Self(value.digits, isNegative: !value.isNegative) }
  static func - (left: Self, right: Self) -> Self { left + -right }

  static func + (left: Self, right: Self) -> Self {
    guard left.isNegative == right.isNegative else {
      let order = compare(left.digits, right.digits)
      let (large, small) = order < 0 ? (right, left) : (left, right)
      return Self(carried(large.digits, small.digits, sign: -1), isNegative: large.isNegative)
    }
    return Self(carried(left.digits, right.digits, sign: 1), isNegative: left.isNegative)
  }

  static func * (left: Self, right: Self) -> Self {
    var product = [Int](repeating: 0, count: left.digits.count + right.digits.count + 1)
    for (i, one) in left.digits.enumerated() {
      var carry = 0
      for (j, other) in (right.digits + [0]).enumerated() {
        let sum = product[i + j] + one * other + carry
        product[i + j] = sum % 10
        carry = sum / 10
      }
    }
    return Self(product, isNegative: left.isNegative != right.isNegative)
  }

  static func < (left: Self, right: Self) -> Bool { (left - right).isNegative }

  /// Whether this is `numerator / denominator` rounded half-even; both are above zero, or the numerator is of any sign.
  func isHalfEven(_ numerator: Self, over denominator: Self) -> Bool {
    let error = (Self(2) * (self * denominator - numerator)).magnitude
    return error < denominator || (error == denominator && !isOdd)
  }

  private static func carried(_ left: [Int], _ right: [Int], sign: Int) -> [Int] {
    var carry = 0
    var sum: [Int] = []
    for place in 0...max(left.count, right.count) {
      let digit =
        (place < left.count ? left[place] : 0) + sign * (place < right.count ? right[place] : 0) + carry
      carry = digit < 0 ? -1 : digit / 10
      sum.append(digit - carry * 10)
    }
    return sum
  }

  private static func compare(_ left: [Int], _ right: [Int]) -> Int {
    guard left.count == right.count else { return left.count - right.count }
    for (one, other) in zip(left.reversed(), right.reversed()) where one != other { return one - other }
    return 0
  }
}
