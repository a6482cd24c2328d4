import SalesPipeline

/// Deals for measuring: simple, many, the same in every run.
enum Company {
  static let yaml = """
    version: 1
    name: Measured
    currency: {base: EUR}
    storage: {sqlite: {path: measured.db}}
    lookups:
      OpportunityLine: {inline: {entries: [gtx-pro, gtx-basic, mg-special, support]}}
      OpportunitySource: {inline: {entries: [web, fair, partner]}}
    sales_cycles:
      direct:
        stages:
          - {key: prospecting, probability: 10, forecast: pipeline}
          - {key: engaging, probability: 40, forecast: best_case}
          - {key: committed, probability: 80, forecast: commit}
          - {key: won, outcome: won}
          - {key: lost, outcome: lost}
    history: [{grace_window: {after_creation: 2 hours}}]
    probability: [{stated: {}}, {by_stage: {}}]
    weighting: {expected_value: {}}
    exporters: {csv: {}, xlsx: {}, ods: {}, json: {}}
    reports:
      all: {period: all, group_by: [owner, quarter, category]}

    """
  static let today = CivilDate("2026-11-24")!

  static func load(_ count: Int, _ makeID: () -> RecordID) -> BulkLoad {
    var state: UInt64 = 42
    func below(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    var load = BulkLoad()
    load.today = today
    for index in 0..<max(1, count / 50) {
      var body = AccountBody()
      body.name = "Account \(index)"
      load.newAccounts.append(BulkAccount(id: makeID(), body: body))
    }
    let stages = ["prospecting", "engaging", "committed", "won", "won", "lost"]
    let products = ["gtx-pro", "gtx-basic", "mg-special", "support"]
    load.deals.reserveCapacity(count)
    for index in 0..<count {
      var body = OpportunityBody()
      body.account = load.newAccounts[below(load.newAccounts.count)].id
      body.name = "Deal \(index)"
      body.externalID = "M-\(index)"
      body.status = stages[below(stages.count)]
      body.owner = "Person \(below(40))"
      body.source = "web"
      body.lines = [
        OpportunityLine(
          product: products[below(4)], quantity: ExactDecimal(Int64(1 + below(9))),
          unitPrice: ExactDecimal(coefficient: Int64(100 + below(500_000)), scale: 2)!)
      ]
      let day = today.adding(days: below(720) - 540)
      body.expectedCloseDate = day
      load.deals.append(BulkDeal(body, closedOn: day, createdAt: Instant(startOf: today.adding(days: -600)!)))
    }
    return load
  }
}
