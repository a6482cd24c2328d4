import PipelineAnalytics
import PipelineEngine
import PipelinePlugins
import Testing

/// One filter for lists, reports and `why`, and names that name nothing.
@Suite("Filters")
struct FilterTests {
  private func with(_ backend: Backend, _ body: (Desk) async throws -> Void) async throws {
    try await backend.withDesk { desk in
      let acme = try await desk.addAccount("Acme") { $0.attributes = ["sector": "metal"] }
      let zenith = try await desk.addAccount("Zenith")
      for (name, account, amount, days) in [
        ("First", acme, 100_00, 5), ("Second", acme, 200_00, 40), ("Third", zenith, 300_00, 5),
      ] {
        _ = try await desk.addOpportunity(in: account) {
          $0.name = name
          $0.owner = "anna"
          $0.statedAmount = Money(minorUnits: Int64(amount), currency: .usd)
          $0.expectedCloseDate = Fixture.today.adding(days: days)
        }
      }
      try await body(desk)
    }
  }

  @Test("a list, a report, a funnel and `why` keep the same deals", arguments: Backend.all)
  func everywhere(backend: Backend) async throws {
    try await with(backend) { desk in
      for (change, names) in [
        ({ $0.text = "sec" }, ["Second"]), ({ $0.text = "ACME" }, ["First", "Second"]), ({ $0.text = "" }, nil),
        ({ $0.amount = AmountRange(from: 150, to: 250) }, ["Second"]), ({ $0.accounts = ["Zenith"] }, ["Third"]),
        ({ $0.closing = DateRange(to: Fixture.today.adding(days: 5)) }, ["First", "Third"]),
        ({ $0.created = DateRange(to: Fixture.today.adding(days: -1)) }, []),
        ({ $0.changedSince = Fixture.today }, nil), ({ $0.changedSince = Fixture.today.adding(days: 1) }, []),
        ({ $0.stages = ["prospecting"] }, nil), ({ $0.outcomes = [.won] }, []), ({ $0.owners = ["anna"] }, nil),
      ] as [((inout DealFilter) -> Void, [String]?)] {
        var filter = DealFilter()
        change(&filter)
        let wanted = names ?? ["First", "Second", "Third"]
        let listed = try await desk.opportunities(filter).items.map(\.body.name)
        #expect(listed.sorted() == wanted, "\(filter)")
        let report = ReportDefinition("r", period: .all, groupBy: [], filters: filter, measures: [.count])
        #expect(try await desk.forecast(report).table.total == [.count(Int64(wanted.count))], "\(filter)")
        let why = try await desk.explain(FigureCell([:], .count), of: report)
        #expect(why.deals.items.map(\.deal.body.name).sorted() == wanted)
        guard filter.outcomes.isEmpty else { continue }
        var scope = ReportScope()
        scope.filter = filter
        #expect(try await desk.funnel(scope).total.count == wanted.count, "\(filter)")
      }
    }
  }

  @Test("ends of an amount range between two cents keep what lies within them", arguments: Backend.all)
  func rounding(backend: Backend) async throws {
    try await with(backend) { desk in
      for (range, names) in [
        (AmountRange(from: "100.00"), ["First", "Second", "Third"]),
        (AmountRange(from: "100.001"), ["Second", "Third"]),
        (AmountRange(to: "199.999"), ["First"]), (AmountRange(to: "200.001"), ["First", "Second"]),
        (AmountRange(from: "199.999", to: "200.001"), ["Second"]), (AmountRange(from: "200.001", to: "200.009"), []),
      ] as [(AmountRange, [String])] {
        var scope = ReportScope()
        scope.filter.amount = range
        let listed = try await desk.opportunities(scope.filter).items.map(\.body.name).sorted()
        #expect(listed == names, "\(range)")
        let count = try await desk.funnel(scope).total.count
        #expect(count == names.count, "\(range)")
      }
    }
  }

  @Test("a name that names nothing is an error with a hint, in lists, reports and funnels", arguments: Backend.all)
  func names(backend: Backend) async throws {
    try await with(backend) { desk in
      for (change, sentence) in [
        ({ $0.owners = ["anna", "ana"] }, "there is no salesperson 'ana'; did you mean 'anna'?"),
        ({ $0.stages = ["prospectin"] }, "there is no stage 'prospectin'; did you mean 'prospecting'?"),
        ({ $0.cycles = ["diret"] }, "there is no sales cycle 'diret'; did you mean"),
        ({ $0.accounts = ["Acne"] }, "there is no account 'Acne'; did you mean 'Acme'?"),
        ({ $0.forecasts = ["comit"] }, "there is no forecast entry 'comit'; did you mean 'commit'?"),
        ({ $0.teams = ["north"] }, "there is no team 'north'; there are: –"),
        ({ $0.products = ["nothing-like-it"] }, "there is no product 'nothing-like-it'; there are:"),
        ({ $0.sources = ["nowhere-near"] }, "there is no source 'nowhere-near'; there are:"),
        ({ $0.competitors = ["nobody"] }, "there is no competitor 'nobody'; there are:"),
        ({ $0.lossReasons = ["no-reason"] }, "there is no loss reason 'no-reason'; there are:"),
      ] as [((inout DealFilter) -> Void, String)] {
        var filter = DealFilter()
        change(&filter)
        let report = ReportDefinition("r", period: .all, groupBy: [], filters: filter, measures: [.count])
        var scope = ReportScope()
        scope.filter = filter
        for ask in [
          { _ = try await desk.opportunities(filter) }, { _ = try await desk.forecast(report) },
          { _ = try await desk.funnel(scope) }, { _ = try await desk.explain(FigureCell(), of: report) },
        ] as [() async throws -> Void] {
          let error = await #expect(throws: UnknownName.self, "\(filter)") { try await ask() }
          #expect(error?.description.hasPrefix(sentence) == true, "\(error?.description ?? "")")
        }
      }
    }
  }

  @Test("rows by an attribute of accounts, and an attribute that no account has", arguments: Backend.all)
  func attributes(backend: Backend) async throws {
    try await with(backend) { desk in
      let report = ReportDefinition("r", period: .all, groupBy: [.account("sector")], measures: [.count, .unweighted])
      let rows = try await desk.forecast(report).table.rows
      #expect(
        rows == [
          [.text("metal"), .count(2), .money(300_00)], [.null, .count(1), .money(300_00)],
        ])
      let wrong = ReportDefinition("r", period: .all, groupBy: [.account("sektor")])
      let error = await #expect(throws: UnknownName.self) { try await desk.forecast(wrong) }
      #expect(error?.description == "there is no attribute of accounts 'sektor'; did you mean 'sector'?")
    }
  }

  @Test("deals of accounts with an attribute, in lists, reports, funnels and `why`", arguments: Backend.all)
  func attributeFilter(backend: Backend) async throws {
    try await with(backend) { desk in
      var filter = DealFilter()
      filter.attributes = ["sector": ["metal"]]
      #expect(try await desk.opportunities(filter).items.map(\.name).sorted() == ["First", "Second"])
      var scope = ReportScope()
      scope.filter = filter
      #expect(try await desk.funnel(scope).total.count == 2)
      let report = ReportDefinition("r", period: .all, groupBy: [.owner], filters: filter, measures: [.count])
      let document = try await desk.forecast(report)
      #expect(document.table.total?.last == .count(2))
      #expect(document.parameters.contains { $0.key == "account.sector" && $0.value == "metal" })
      #expect(document.receipt?.definition.contains(#""account.sector":["metal"]"#) == true)
      #expect(try await desk.explain(FigureCell(), of: report).deals.total == 2)
      for (name, values, sentence) in [
        ("sektor", ["metal"], "there is no attribute of accounts 'sektor'; did you mean 'sector'?"),
        ("sector", ["metall"], "there is no sector 'metall'; did you mean 'metal'?"),
      ] {
        filter.attributes = [name: values]
        let wrong = filter
        let error = await #expect(throws: UnknownName.self) { try await desk.opportunities(wrong) }
        #expect(error?.description == sentence)
      }
    }
  }

  @Test("what a scope asks for is above every document", arguments: Backend.all)
  func asked(backend: Backend) async throws {
    try await with(backend) { desk in
      var scope = ReportScope(owners: ["anna"], closing: Fixture.today...Fixture.today)
      scope.cycles = ["direct"]
      scope.filter.stages = ["prospecting"]
      let report = ReportDefinition("r", period: .all, groupBy: [.owner], measures: [.count])
      let keys = ["closing", "owners", "cycles", "stages"]
      #expect(try await desk.asked(scope).map(\.key) == keys)
      for document in [
        try await desk.forecast(report, scope), try await desk.dashboard(scope),
        try await desk.explain(FigureCell(), of: report, scope).document,
        try await desk.waterfallReport(from: Instant(startOf: Fixture.today), scope),
        try await desk.conversionReport(scope),
      ] {
        #expect(document.parameters.map(\.key).filter(keys.contains) == keys, "\(document.name)")
      }
      #expect(try await desk.asked(ReportScope()).isEmpty)
    }
  }

  @Test("the deals behind a figure are distinguished, and the filters are above a report", arguments: Backend.all)
  func said(backend: Backend) async throws {
    try await with(backend) { desk in
      let report = ReportDefinition("r", period: .all, groupBy: [.owner], owners: ["anna"], measures: [.unweighted])
      let figure = try await desk.explain(FigureCell([.owner: "anna"]), of: report)
      let ids = figure.document.table.rows.map { $0[$0.count - 2] }
      #expect(figure.document.table.columns.map(\.key).suffix(2) == ["id", "external_id"])
      #expect(ids == figure.deals.items.map { .text("\($0.deal.id)") })
      let document = try await desk.forecast(report)
      #expect(document.parameters.contains { $0.key == "owners" && $0.value == "anna" })
    }
  }

  @Test("win rates are about closed deals, omitted ones too", arguments: Backend.all)
  func winRates(backend: Backend) async throws {
    try await with(backend) { desk in
      let deals = try await desk.opportunities().items
      for (deal, isWon) in zip(deals, [true, false, false]) {
        _ = try await desk.edit(deal.id) {
          $0.status = "engaging"
          $0.nextStep = "call"
        }
        _ = try await desk.edit(deal.id) {
          $0.status = isWon ? "won" : "lost"
          if !isWon { $0.lossReason = "price" }
        }
      }
      let report = ReportDefinition(
        "r", period: .all, groupBy: [.owner], measures: [.won, .lost, .winRate, .winRateValue])
      let document = try await desk.forecast(report)
      let share = { (points: Int) in ReportCell.percent(BasisPoints(points)!) }
      #expect(
        document.table.rows == [[.text("anna"), .money(100_00), .money(500_00), share(3_333), share(1_667)]])
      #expect(document.gaps.isEmpty)
    }
  }
}
