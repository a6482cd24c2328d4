import PipelinePlugins

/// Moments that probability rules are tried with.
enum ProbabilitySamples {
  /// So many moments of open deals whose stages' and persons' figures lie between 0 and 100 %.
  static func moments(count: Int, seed: UInt64) -> [ProbabilityMoment] {
    var random = SeededNumbers(seed: seed)
    return (0..<count).map { _ in
      let stage = Stage(
        ["prospecting", "engaging", "negotiation"][Int.random(in: 0..<3, using: &random)], probability: open(&random))
      return ProbabilityMoment(
        stated: Bool.random(using: &random) ? open(&random) : nil, stage: stage, deal: deal(in: stage, &random),
        at: Instant(microsecondsSince1970: .random(in: 0..<4_000_000_000_000_000, using: &random)))
    }
  }

  private static func open(_ random: inout SeededNumbers) -> BasisPoints {
    BasisPoints(Int.random(in: 1...9_999, using: &random)) ?? .zero
  }

  private static func deal(in stage: Stage, _ random: inout SeededNumbers) -> OpportunityBody {
    var deal = OpportunityBody()
    deal.account = RecordID(high: random.next(), low: random.next())
    deal.name = "Deal \(Int.random(in: 1...999, using: &random))"
    deal.cycle = "direct"
    deal.status = stage.key
    deal.owner = ["anna", "boris"][Int.random(in: 0..<2, using: &random)]
    deal.source = Bool.random(using: &random) ? "trade-show" : nil
    deal.currency = .usd
    deal.statedAmount = Money(
      minorUnits: Int64.random(in: 0...100_000_000, using: &random), currency: .usd)
    let day = CivilDate(daysSince1970: .random(in: 0..<40_000, using: &random))
    deal.expectedCloseDate = Bool.random(using: &random) ? day : nil
    return deal
  }
}

/// A moment as people read it.
func shown(_ moment: ProbabilityMoment) -> String {
  let stated = moment.stated.map { "\($0)" } ?? "nothing"
  return "\(moment.deal.name) in \(moment.stage.key) at \(moment.stage.probability), stated \(stated), at \(moment.at)"
}
