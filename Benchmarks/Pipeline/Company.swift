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
      accounts: {period: all, group_by: [account]}

    """
  static let today = CivilDate("2026-11-24")
}
