/// Returns the quotient rounded to the nearest integer, ties to even (IEEE 754 roundTiesToEven).
///
/// All rounding in the SDK uses this function. A figure is rounded once, after its exact value has been summed.
/// - Precondition: `divisor > 0`.
public func dividedHalfEven(_ value: Int128, by divisor: Int128) -> Int128 {
  let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
  let twice = remainder.magnitude * 2
  let isOdd = quotient % 2 != 0
  guard twice > divisor.magnitude || (twice == divisor.magnitude && isOdd) else { return quotient }
  return quotient + (value < 0 ? -1 : 1)
}
