package import PipelinePlugins

/// The probability of a deal falls evenly with the days it has been in its stage.
///
/// With `p` the stored probability and `d` the whole days in the stage, the deal is read as
///
///     max(min(p, floor), p − perWeek × max(0, d − after) ÷ 7)
///
/// in basis points; the quotient is rounded once, half-even. A straight line is our choice: unlike a half-life it is exact in
/// whole numbers, and people can check it in their heads. It is evaluated on reading and never stored, so the report of a
/// past day shows the deal as it was that day, and a deal that moves on is as likely as its new stage again.
package struct Decay: Hashable, Sendable {
  /// Days of grace: until then nothing is lost.
  package var after = 30
  /// What is lost in a week after that, in percentage points.
  package var perWeek = BasisPoints(percent: 5) ?? .zero
  /// How low it may fall. A probability below it stays as it is. Above 0 %, which would mean lost.
  package var floor = BasisPoints(percent: 5) ?? .zero
  /// Whether a person's own figure falls too.
  package var overStated = false

  /// The standard decay: five points a week after thirty days, down to 5 %.
  package init() {}

  /// The rule.
  package var rule: ProbabilityRule {
    let decay = self
    guard !overStated else {
      return .onReading(
        Derivation(.probability, .daysInStage) { (stored: BasisPoints, days: Int?) in
          decay.probability(stored, daysInStage: days)
        })
    }
    return .onReading(
      Derivation(.probability, .probabilityOrigin, .daysInStage) {
        (stored: BasisPoints, origin: ProbabilityOrigin, days: Int?) in
        origin == .person ? nil : decay.probability(stored, daysInStage: days)
      })
  }

  /// What remains of a probability; `nil` where nothing is lost.
  func probability(_ stored: BasisPoints, daysInStage days: Int?) -> BasisPoints? {
    guard let days, days > after else { return nil }
    // Wide, since the days may be anything.
    let loss = dividedHalfEven(Int128(perWeek.value) * (Int128(days) - Int128(after)), by: 7)
    let lowest = Int128(min(stored, floor).value)
    return Int(exactly: max(lowest, Int128(stored.value) - loss)).flatMap { BasisPoints($0) }
  }
}
