import SalesPipeline
import Testing
import ToolSupport

/// The histories of a sample company's deals, people and currencies.
@Suite("What happened in the sample company could have happened")
struct SamplePastTests {
  private typealias Change = (at: Instant, fields: [String: (old: String?, new: String?)])

  /// The changes of a deal by instant, without its creation.
  private static func changes(_ history: [HistoryEntry]) -> [Change] {
    var changes: [Change] = []
    for entry in history {
      guard case .changed(let field, _, let old, let new) = entry.event else { continue }
      if changes.last?.at != entry.at { changes.append((entry.at, [:])) }
      changes[changes.count - 1].fields["\(field)"] = (old, new)
    }
    return changes
  }

  @Test("deals go from stage to stage in order, and nothing changes in a closed deal until it comes back")
  func plausible() async throws {
    let (stages, closed) = (["prospecting", "qualification", "negotiation", "won", "lost"], Set(["won", "lost"]))
    let first = Instant(startOf: try #require(SampleCompanies.today.adding(days: -731)))
    let last = Instant(startOf: SampleCompanies.today)
    try await SampleCompanies.with(deals: 240) { desk in
      var returns = 0
      for deal in try await desk.opportunities(limit: 1000).items {
        let history = try await desk.history(of: deal.id)
        #expect(zip(history, history.dropFirst()).allSatisfy { $0.at <= $1.at }, "\(deal.name)")
        #expect(history.allSatisfy { first < $0.at && $0.at < last }, "\(deal.name)")
        #expect(history.first?.event == .created && history.first?.at == deal.createdAt)
        var (stage, reached) = ("prospecting", 0)
        for change in Self.changes(history) {
          let next = change.fields["status"]?.new
          if closed.contains(stage) {
            #expect(next.map { !closed.contains($0) } == true, "\(deal.name): \(change)")
            returns += 1
          } else if let next {
            let place = try #require(stages.firstIndex(of: next))
            #expect(place > reached, "\(deal.name) goes back to \(next)")
          }
          guard let next else { continue }
          (stage, reached) = (next, try #require(stages.firstIndex(of: next)))
          if next == "lost" { #expect(change.fields["loss_reason"]?.new != nil, "\(deal.name)") }
        }
        #expect(stage == deal.status)
        #expect((deal.body.lossReason != nil) == (stage == "lost"), "\(deal.name): \(stage)")
      }
      #expect(returns > 3)
    }
  }

  @Test("deals are put off, some more than once, grow, and are lost for every reason and to every competitor")
  func life() async throws {
    try await SampleCompanies.with(deals: 240) { desk in
      var (slips, again, grown, reasons, rivals) = (0, 0, 0, Set<String>(), Set<String>())
      for deal in try await desk.opportunities(limit: 1000).items {
        let changes = Self.changes(try await desk.history(of: deal.id))
        let later = changes.filter { change in
          guard let close = change.fields["expected_close_date"], let old = close.old, let new = close.new else {
            return false
          }
          return old < new
        }
        slips += later.isEmpty ? 0 : 1
        again += later.count > 1 ? 1 : 0
        grown += changes.contains { $0.fields["lines"] != nil || $0.fields["stated_amount"] != nil } ? 1 : 0
        reasons.formUnion([deal.body.lossReason].compactMap(\.self))
        rivals.formUnion([deal.body.competitor].compactMap(\.self))
      }
      #expect(slips > 60 && again > 20 && grown > 20, "\(slips) \(again) \(grown)")
      #expect(reasons == ["price", "timing", "fit"] && rivals == ["acme", "globex", "initech"])
    }
  }

  @Test("a quarter ago the pipeline was another; the waterfall between has what happened, and balances")
  func waterfall() async throws {
    try await SampleCompanies.with(deals: 240) { desk in
      let then = desk.endOfDay(try #require(SampleCompanies.today.adding(days: -91)))
      let (before, now) = (try await desk.funnel(ReportScope(asOf: then)), try await desk.funnel())
      #expect(before.total.unweighted != now.total.unweighted && before.total.count > 10)
      let waterfall = try await desk.waterfall(from: then)
      #expect(waterfall[.opening].count == before.total.count && waterfall[.closing].count == now.total.count)
      let bars = Waterfall.Step.allCases.filter { !$0.isEnd }
      #expect(bars.reduce(waterfall[.opening].amount) { $0 + waterfall[$1].amount } == waterfall[.closing].amount)
      for step in [Waterfall.Step.new, .won, .lost, .increased, .decreased] {
        #expect(waterfall[step].count > 0, "\(step)")
      }
      #expect(waterfall[.recordedLater].count == 0)
    }
  }

  @Test("people join later, change teams, and leave, which hands their open deals to others")
  func people() async throws {
    try await SampleCompanies.with(deals: 400) { desk in
      let owners = Set(try await desk.opportunities(limit: 1000).items.map(\.body.owner))
      let people = try await desk.salespeople().filter { owners.contains($0.body.name) }
      #expect(people.count == 6 && owners.count == 6 && people.allSatisfy { $0.body.team != nil })
      #expect(Set(people.map(\.body.createdAt)).count > 1, "somebody joined later")
      let report = ReportDefinition("teams", period: .all, groupBy: [.team, .owner], measures: [.count])
      func teams(daysAgo: Int) async throws -> Set<String> {
        let then = desk.endOfDay(try #require(SampleCompanies.today.adding(days: -daysAgo)))
        let rows = try await desk.forecast(report, ReportScope(asOf: then)).table.rows
        return Set(rows.map { "\($0.prefix(2))" })
      }
      let (before, now) = (try await teams(daysAgo: 365), try await teams(daysAgo: 1))
      #expect(before != now, "\(before)")
      let deals = try await desk.opportunities(limit: 1000).items
      var left = Set<String>()
      for deal in deals {
        for change in Self.changes(try await desk.history(of: deal.id)) {
          if let owner = change.fields["owner"]?.old { left.insert(owner) }
        }
      }
      #expect(left.count == 1)
      let open = deals.filter { !["won", "lost"].contains($0.status) }
      #expect(!open.contains { left.contains($0.body.owner) }, "somebody who left still has open deals")
    }
  }

  @Test("where rates are configured, some deals are in other currencies, and all have a price in the past too")
  func currencies() async throws {
    let yaml = SampleCompanies.starter.replacing(
      "\nstorage:", with: "\nrates: {fixed: {USD: 1.0842, JPY: 163.2}}\nstorage:")
    try await SampleCompanies.with(yaml, deals: 240) { desk in
      let deals = try await desk.opportunities(limit: 1000).items
      #expect(Set(deals.compactMap(\.body.currency?.code)) == ["EUR", "JPY", "USD"])
      #expect(deals.count { $0.body.currency == .eur } > deals.count / 2)
      let then = desk.endOfDay(try #require(SampleCompanies.today.adding(days: -91)))
      for scope in [ReportScope(), ReportScope(asOf: then)] {
        let funnel = try await desk.funnel(scope)
        #expect(!funnel.gaps.contains { $0.reason == .noRate || $0.reason == .otherCurrency }, "\(funnel.gaps)")
      }
    }
  }

  @Test("where people have targets, they are the company's people, so that attainment can be seen")
  func targets() async throws {
    let yaml =
      SampleCompanies.starter + """
        targets:
          listed:
            targets:
              - {owner: eva, period: 2026-Q4, amount: 100000}
              - {owner: zoe, period: 2026-Q4, amount: 100000}

        """
    try await SampleCompanies.with(yaml, deals: 60) { desk in
      let deals = try await desk.opportunities(limit: 1000).items
      #expect(Set(deals.map(\.body.owner)) == ["eva", "zoe"])
    }
  }
}
