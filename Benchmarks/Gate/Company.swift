import SalesPipeline

/// A small company, the same in every run.
enum Company {
  static let today = CivilDate("2026-11-24")

  static func yaml(_ database: String) -> String {
    """
    version: 1
    name: Measured
    currency: {base: EUR}
    storage: {sqlite: {path: \(database)}}
    lookups:
      OpportunityLine: {inline: {entries: [gtx-pro, gtx-basic, mg-special, support]}}
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
    exporters: {csv: {}, json: {}}
    reports:
      all: {period: all, group_by: [owner, quarter, category]}
      accounts: {period: all, group_by: [account]}

    """
  }

  static let mapping = """
    version: 1
    today: 2026-11-24
    opportunities:
      accounts: create
      fields:
        external_id: id
        name: name
        account: account
        owner: owner
        status: stage
        product: product
        quantity: quantity
        unit_price: price
        expected_close_date: closes
        actual_close_date: closed
        created_at: created

    """

  static func csv(deals: Int) -> String {
    let stages = ["prospecting", "engaging", "committed", "won", "won", "lost"]
    let products = ["gtx-pro", "gtx-basic", "mg-special", "support"]
    var text = "id,name,account,owner,stage,product,quantity,price,closes,closed,created\n"
    var state: UInt64 = 42
    func below(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    for index in 0..<deals {
      let closes = today.adding(days: below(720) - 540) ?? today
      let closed = today.adding(days: -below(500)) ?? today
      text += "X-\(index),Deal \(index),Account \(below(400)),Person \(below(40)),\(stages[below(6)]),"
      text +=
        "\(products[below(4)]),\(1 + below(9)),\(1 + below(5000)).\(10 + below(90)),\(closes),\(closed),2025-05-01\n"
    }
    return text
  }
}
