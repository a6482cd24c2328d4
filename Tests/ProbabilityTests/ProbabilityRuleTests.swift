import PipelinePlugins
import ProbabilityPlugins
import Testing

@Suite("Probability rules")
struct ProbabilityRuleTests {
  private func moment(stated: Int?) throws -> ProbabilityMoment {
    ProbabilityMoment(
      stated: stated.flatMap(BasisPoints.init(percent:)),
      stage: Stage("engaging", probability: try #require(BasisPoints(percent: 40))), deal: OpportunityBody(),
      at: Instant(microsecondsSince1970: 0))
  }

  private func answer(_ rule: ProbabilityRule, _ moment: ProbabilityMoment) throws -> ProbabilityAnswer? {
    guard case .onChange(let rule) = rule else { throw NotOnChange() }
    return rule(moment)
  }

  @Test("stated: a person's own figure wins; without one the next rule answers")
  func stated() throws {
    let own = try #require(BasisPoints(percent: 75))
    #expect(try answer(Stated.rule, moment(stated: 75)) == ProbabilityAnswer(own, .person))
    #expect(try answer(Stated.rule, moment(stated: nil)) == nil)
  }

  @Test("by_stage: a deal is as likely as its stage says")
  func byStage() throws {
    let forty = try #require(BasisPoints(percent: 40))
    #expect(try answer(ByStage.rule, moment(stated: 75)) == ProbabilityAnswer(forty, .stage))
  }

  /// Forty per cent; five points a week from day 30 on, down to 5 %: one day is 71.43, rounded to 71 basis points.
  @Test(
    "decay: falls evenly after the days of grace, down to the floor",
    arguments: [
      (0, nil), (30, nil), (31, 3_929), (32, 3_857), (37, 3_500), (44, 3_000), (78, 571), (79, 500), (80, 500),
      (100_000, 500),
    ] as [(Int64, Int?)])
  func decay(days: Int64, points: Int?) throws {
    let reading = try reading(Decay())
    #expect(reading([.number(4_000), .text("stage"), .number(days)]) == points.flatMap { BasisPoints($0) })
  }

  @Test("decay: what is below the floor stays, and never rises to it")
  func belowFloor() throws {
    let reading = try reading(Decay())
    #expect(reading([.number(300), .text("stage"), .number(365)]) == BasisPoints(300))
  }

  @Test("decay: a person's own figure is left alone unless the setting says so")
  func overStated() throws {
    var decay = Decay()
    #expect(try reading(decay)([.number(4_000), .text("person"), .number(37)]) == nil)
    decay.overStated = true
    let reading = try reading(decay)
    #expect(!reading.dimensions.contains(.probabilityOrigin))
    #expect(reading([.number(4_000), .number(37)]) == BasisPoints(3_500))
  }

  @Test("decay: days that are unknown or beyond all bounds do no harm")
  func extremes() throws {
    let reading = try reading(Decay())
    #expect(reading([.number(4_000), .text("stage"), .none]) == nil)
    #expect(reading([.number(4_000), .text("stage"), .number(.min)]) == nil)
    #expect(reading([.number(4_000), .text("stage"), .number(.max)]) == BasisPoints(500))
  }

  private func reading(_ decay: Decay) throws -> Derivation<BasisPoints?> {
    guard case .onReading(let reading) = decay.rule else { throw NotOnChange() }
    return reading
  }
}

private struct NotOnChange: Error {}
