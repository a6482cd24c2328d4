extension ExactSum {
  /// In whole minor units, rounded half-even, once.
  package var minorUnits: Int128 { divided(by: 1) }

  /// The sum divided by a count, in whole minor units, rounded half-even, once.
  /// - Precondition: `count` is above zero.
  package func divided(by count: Int) -> Int128 {
    precondition(count > 0, "nothing is divided by nothing")
    let divisor = Self(units: Int256(Int128(count), times: Self.one))
    return dividedHalfEven(by: divisor) ?? (units.isNegative ? .min : .max)
  }

  /// How much of a whole a part is, in so many parts of it, rounded half-even, once; `nil` for a share of nothing or less, and
  /// for one that is beyond all measure.
  package static func share(_ part: Self, of whole: Self, in parts: Int128) -> Int128? {
    guard whole.isPositive else { return nil }
    return part.times(parts)?.dividedHalfEven(by: whole)
  }

  /// The quotient rounded half-even; `nil` where it does not fit.
  ///
  /// - Precondition: `divisor` is above zero.
  package func dividedHalfEven(by divisor: Self) -> Int128? {
    if fractions.isEmpty, divisor.fractions.isEmpty { return units.dividedHalfEven(by: divisor.units) }
    // What lies between two bounds that round to one number rounds to it too; only next to a tie the fractions decide.
    let (low, high) = (bounds, divisor.bounds)
    let (least, greatest) = low.0.isNegative ? (high.0, high.1) : (high.1, high.0)
    guard least.isPositive, greatest.isPositive, let down = low.0.dividedHalfEven(by: least),
      let up = low.1.dividedHalfEven(by: greatest)
    else { return nil }
    return down == up ? down : exactQuotient(by: divisor, in: down...max(down, up))
  }

  /// Two whole numbers of units between which the sum lies.
  private var bounds: (Int256, Int256) { (units, units &+ Int256(Int128(fractions.count), times: 1)) }

  /// The rounded quotient by whole arithmetic of any length; it is among these numbers.
  private func exactQuotient(by divisor: Self, in range: ClosedRange<Int128>) -> Int128 {
    let (part, whole) = (ratio, divisor.ratio)
    // (a / b) / (c / d) = ad / bc
    let twice = Signed(isNegative: part.isNegative, Natural(2) * part.numerator * whole.denominator)
    let denominator = part.denominator * whole.numerator
    // Where the quotient lies, seen from the middle between a number and the next.
    func side(_ number: Int128) -> Int {
      let middle = 2 * number + 1
      return Signed.compare(twice, Signed(isNegative: middle < 0, Natural(middle.magnitude) * denominator))
    }
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
      let middle = low + (high - low) / 2
      switch side(middle) {
      case ..<0: high = middle
      case 0: return middle % 2 == 0 ? middle : middle + 1
      default: low = middle + 1
      }
    }
    return low
  }

  /// The sum as one fraction of units, not reduced.
  private var ratio: (isNegative: Bool, numerator: Natural, denominator: Natural) {
    let denominator = fractions.reduce(Natural(1)) { $0 * Natural($1.denominator) }
    var parts = Natural.zero
    for index in fractions.indices {
      parts =
        parts
        + fractions.indices.reduce(Natural(fractions[index].numerator)) {
          $1 == index ? $0 : $0 * Natural(fractions[$1].denominator)
        }
    }
    let whole = units.natural * denominator
    guard units.isNegative else { return (false, whole + parts, denominator) }
    return whole < parts ? (false, parts - whole, denominator) : (true, whole - parts, denominator)
  }
}

/// A whole number of any length with a sign, which is only compared.
private struct Signed {
  let isNegative: Bool
  let magnitude: Natural

  init(isNegative: Bool, _ magnitude: Natural) {
    self.isNegative = isNegative && magnitude != .zero
    self.magnitude = magnitude
  }

  /// Below zero where `left` is less, 0 where both are one number.
  static func compare(_ left: Self, _ right: Self) -> Int {
    if left.isNegative != right.isNegative { return left.isNegative ? -1 : 1 }
    if left.magnitude == right.magnitude { return 0 }
    return (left.magnitude < right.magnitude) != left.isNegative ? -1 : 1
  }
}
