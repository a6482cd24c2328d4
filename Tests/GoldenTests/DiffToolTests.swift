import Foundation
import Testing

/// What `pipeline diff` says of settings that are no stages.
@Suite("Differences of configurations", .serialized)
struct DiffToolTests: RunsTools {
  private static let before = """
    version: 1
    storage: memory
    currency: {base: EUR}
    rates: {fixed: {USD: 1.08, GBP: 0.85}}
    sales_cycles:
      direct:
        stages:
          - {key: open, probability: 10}
          - {key: won, outcome: won}
          - {key: lost, outcome: lost}
    dashboard: {widgets: [funnel, sales_grid]}
    targets:
      listed:
        - {owner: anna, period: 2026-Q3, amount: 1000}
        - {owner: anna, period: 2026-Q4, amount: 2000}
    reports:
      quarter: {title: This quarter, period: this_quarter, group_by: [owner]}

    """

  @Test("targets, rates, widgets and groupings are described in words, never as JSON")
  func words() throws {
    try inFolder { folder in
      let after = Self.before.replacing("USD: 1.08, GBP: 0.85", with: "USD: 1.1, CHF: 0.93")
        .replacing("[funnel, sales_grid]", with: "[sales_grid, attention]")
        .replacing("period: 2026-Q4, amount: 2000", with: "period: 2026-Q4, amount: 2500.50")
        .replacing("owner: anna, period: 2026-Q3", with: "team: north, period: 2026-Q3")
        .replacing("group_by: [owner]", with: "group_by: [owner, stage]")
      for (name, text) in [("a.yaml", Self.before), ("b.yaml", after)] {
        try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
      }
      let found = try run("pipeline", ["diff", "a.yaml", "b.yaml"], folder)
      #expect(found.status == 0, "\(found.err)")
      #expect(
        found.out == """
          - This quarter: 'group_by' is owner, stage, not owner
          - the rate of USD is 1.1, not 1.08
          - GBP no longer has a rate: amounts in it are left out of totals
          - new rate of CHF: 0.93
          - anna no longer has a target for 2026-Q3
          - new target of north for 2026-Q3: 1000
          - the target of anna for 2026-Q4 is 2500.50, not 2000
          - 'dashboard.widgets' no longer has funnel
          - 'dashboard.widgets' also has attention

          """)
      let other = try run("pipeline", ["diff", "b.yaml", "b.yaml"], folder)
      #expect(other.status == 0 && other.out == "nothing changes for people\n")
    }
  }

  @Test("other plugins are named with what follows for people; a new base has its rates, and what has none any more")
  func plugins() throws {
    try inFolder { folder in
      let after =
        Self.before.replacing("base: EUR", with: "base: USD").replacing("USD: 1.08, GBP: 0.85", with: "EUR: 0.92")
        + "access: {directory: {sees: own, people: [{name: anna}]}}\nweighting: {by_category: {}}\n"
      for (name, text) in [("a.yaml", Self.before), ("b.yaml", after)] {
        try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
      }
      let found = try run("pipeline", ["diff", "a.yaml", "b.yaml"], folder)
      let lines = found.out.split(separator: "\n").map(String.init)
      #expect(
        lines.starts(with: [
          "- totals are in USD, no longer in EUR", "- new rate of EUR: 0.92",
          "- GBP no longer has a rate: amounts in it are left out of totals",
        ]), "\(found.out)")
      #expect(
        lines.contains {
          $0.hasPrefix("- who may see which deals is decided by directory (")
            && $0.hasSuffix("no longer by everyone_sees_all: people may see other deals than before")
        }, "\(found.out)")
      #expect(
        lines.contains {
          $0.hasPrefix("- weighted values are computed by by_category (")
            && $0.hasSuffix("no longer by expected_value: every weighted figure may change")
        }, "\(found.out)")
      #expect(lines.count == 5, "\(found.out)")
      #expect(!found.out.contains("not \n"), "\(found.out)")
    }
  }
}
