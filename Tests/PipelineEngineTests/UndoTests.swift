import PipelineEngine
import PipelinePlugins
import SalesPipeline
import Testing

@Suite("Undoing and restoring", .serialized)
struct UndoTests {
  @Test("an edit is undone whole, with what followed from it, and undoing is undone", arguments: Backend.all)
  func edits(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let acme = try await desk.addAccount("Acme")
      var deal = try await desk.addOpportunity(in: acme) { $0.lines = [.init(product: "gtx-pro", unitPrice: "5")] }
      deal = try await desk.edit(deal) {
        $0.status = "engaging"
        $0.nextStep = "call"
      }
      let operation = desk.makeID()
      let won = try await desk.close(deal, as: .won, operation: operation) {
        $0.lines = [.init(product: "gtx-pro", quantity: 3, unitPrice: "5")]
      }
      #expect(try await desk.account(acme.id).standing == .customer)
      let undoing = try await desk.undo(operation)
      let back = try await desk.opportunity(deal.id)
      #expect(back.body == deal.body && back.version == won.version + 1)
      #expect(try await desk.account(acme.id).standing == .prospect)
      try await desk.undo(undoing)
      #expect(try await desk.opportunity(deal.id).body == won.body)
      #expect(try await desk.account(acme.id).standing == .customer)
      #expect(try await desk.history(of: deal.id).last?.operation != undoing)
    }
  }

  @Test("what somebody changed since is refused, with the field, the person and the instant", arguments: Backend.all)
  func since(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let deal = try await desk.addOpportunity(in: try await desk.addAccount("Acme"))
      let operation = desk.makeID()
      let edited = try await desk.edit(deal, operation: operation) {
        $0.nextStep = "call"
        $0.description = "long"
      }
      let other = try await desk.acting(as: "ben").edit(edited) { $0.winLossReport = "untouched by what is undone" }
      let changed = try await desk.acting(as: "ben").edit(other) { $0.nextStep = "visit" }
      do {
        try await desk.undo(operation)
        Issue.record("ben's change was undone")
      } catch let refused as Refused {
        #expect(refused.refusals.map(\.code) == [.changedSince] && refused.refusals.first?.field == "next_step")
        #expect(refused.refusals.first?.parameters["person"] == "ben")
        #expect(refused.refusals.first?.parameters["at"] == "\(Instant(startOf: Fixture.today))")
      }
      #expect(try await desk.opportunity(deal.id) == changed, "nothing was undone")
      _ = try await desk.acting(as: "ben").edit(changed) { $0.winLossReport = nil }
      try await desk.acting(as: "ben").delete(try await desk.opportunity(deal.id))
      await #expect(throws: Refused.self) { try await desk.undo(operation) }
    }
  }

  @Test("operations are undone one after the other, the last first", arguments: Backend.all)
  func oneAfterTheOther(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let deal = try await desk.addOpportunity(in: try await desk.addAccount("Acme"))
      let (first, second, third) = (desk.makeID(), desk.makeID(), desk.makeID())
      let called = try await desk.edit(deal, operation: first) { $0.nextStep = "call" }
      let visited = try await desk.edit(called, operation: second) { $0.nextStep = "visit" }
      try await desk.delete(visited, operation: third)
      try await desk.undo(third)
      await #expect(throws: Refused.self) { try await desk.undo(first) }
      try await desk.undo(second)
      #expect(try await desk.opportunity(deal.id).nextStep == "call")
      try await desk.undo(first)
      #expect(try await desk.opportunity(deal.id).nextStep == nil)
    }
  }

  @Test("merges are undone one after the other, the last first", arguments: Backend.all)
  func merges(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let names = ["A", "B", "C"]
      var accounts: [Account] = []
      for name in names { accounts.append(try await desk.addAccount(name)) }
      let deal = try await desk.addOpportunity(in: accounts[2])
      let (first, second) = (desk.makeID(), desk.makeID())
      let middle = try await desk.merge(accounts[2], into: accounts[1], operation: first)
      _ = try await desk.merge(middle, into: accounts[0], operation: second)
      await #expect(throws: Refused.self) { try await desk.undo(first) }
      try await desk.undo(second)
      try await desk.undo(first)
      #expect(try await desk.opportunity(deal.id).account == accounts[2].id)
      #expect(try await desk.accounts().items.map(\.name) == names)
    }
  }

  @Test("other fields changed since do not matter", arguments: Backend.all)
  func others(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let deal = try await desk.addOpportunity(in: try await desk.addAccount("Acme"))
      let operation = desk.makeID()
      let edited = try await desk.edit(deal, operation: operation) { $0.nextStep = "call" }
      _ = try await desk.acting(as: "ben").edit(edited) { $0.description = "stays" }
      try await desk.undo(operation)
      let back = try await desk.opportunity(deal.id)
      #expect(back.nextStep == nil && back.description == "stays")
    }
  }

  @Test("what was made is deleted, and what was deleted is there again", arguments: Backend.all)
  func made(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let operation = desk.makeID()
      let (acme, deal) = try await desk.together(operation: operation) { transaction in
        let acme = try await transaction.addAccount("Acme") { $0.externalID = "A" }
        _ = try await transaction.setSalesperson("cy") { $0.team = "north" }
        return (acme, try await transaction.addOpportunity(in: acme) { $0.externalID = "D" })
      }
      let undoing = try await desk.undo(operation)
      #expect(try await desk.opportunities().total == 0)
      let total = try await desk.accounts(nameContains: nil).total
      #expect(total == 0)
      #expect(try await desk.salespeople().isEmpty)
      try await desk.undo(undoing)
      #expect(try await desk.opportunity(deal.id).body == deal.body)
      #expect(try await desk.findAccount(externalID: "A")?.id == acme.id)
      #expect(try await desk.findOpportunity(externalID: "D")?.id == deal.id)
      #expect(try await desk.salespeople().map(\.body.team) == ["north"])
      #expect(try await desk.funnel().total.count == 1)
    }
  }

  @Test("an account that has come to have deals is not unmade", arguments: Backend.all)
  func inUse(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let operation = desk.makeID()
      let acme = try await desk.addAccount("Acme", operation: operation)
      _ = try await desk.addOpportunity(in: acme)
      do {
        try await desk.undo(operation)
        Issue.record("a deal lost its account")
      } catch let refused as Refused {
        #expect(refused.refusals.map(\.code) == [.inUse])
      }
    }
  }

  @Test("a deleted deal is restored: listed, counted, in its history and as of then", arguments: Backend.all)
  func restored(_ backend: Backend) async throws {
    let clock = AsOfTests.World(seed: 1)
    try await backend.withDesk(environment: clock.environment) { desk in
      let day = desk.today
      let acme = try await desk.addAccount("Acme")
      let deal = try await desk.addOpportunity(in: acme) {
        $0.statedAmount = Money(minorUnits: Int64(700), currency: .usd)
        $0.externalID = "D"
      }
      // Read once before, so that what is kept of the past has to follow.
      #expect(try await desk.funnel(ReportScope(asOf: desk.endOfDay(day))).total.unweighted == 700)
      clock.pass(seconds: 86_400)
      let edited = try await desk.edit(deal) {
        $0.status = "engaging"
        $0.nextStep = "call"
      }
      clock.pass(seconds: 86_400)
      try await desk.delete(edited)
      #expect(try await desk.funnel().total.count == 0)
      clock.pass(seconds: 86_400)
      let back = try await desk.restore(deal.id)
      #expect(back.body == edited.body && back.version == edited.version + 2)
      #expect(try await desk.findOpportunity(externalID: "D") == back)
      #expect(try await desk.opportunities().items == [back])
      #expect(try await desk.history(of: deal.id).map(\.event).last == .restored)
      #expect(try await desk.funnel().total.unweighted == 700)
      var sums: [Int128] = []
      for days in 0...3 {
        let then = ReportScope(asOf: desk.endOfDay(try #require(day.adding(days: days))))
        sums.append(try await desk.funnel(then).total.unweighted)
      }
      #expect(sums == [700, 700, 0, 700])
      let then = ReportScope(asOf: desk.endOfDay(try #require(day.adding(days: 3))))
      #expect(try await desk.deals(inStage: "engaging", then).items.map(\.deal.id) == [deal.id])
      let moved = try await desk.edit(back) { $0.statedAmount = Money(minorUnits: Int64(900), currency: .usd) }
      #expect(try await desk.funnel().total.unweighted == 900 && moved.version == back.version + 1)
      await #expect(throws: Refused.self, "it stands") { try await desk.restore(deal.id) }
      await #expect(throws: NotFound.self) { try await desk.restore(RecordID(high: 1, low: 1)) }
    }
  }

  @Test("what took its place is not pushed out", arguments: Backend.all)
  func places(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let acme = try await desk.addAccount("Acme") { $0.externalID = "A" }
      let deal = try await desk.addOpportunity(in: acme) { $0.externalID = "D" }
      try await desk.delete(deal)
      let other = try await desk.addOpportunity(in: acme) { $0.externalID = "D" }
      await #expect(throws: Refused.self) { try await desk.restore(deal.id) }
      try await desk.delete(other)
      try await desk.delete(try await desk.account(acme.id))
      await #expect(throws: Refused.self, "its account is gone") { try await desk.restore(deal.id) }
      _ = try await desk.addAccount("New") { $0.externalID = "A" }
      await #expect(throws: Refused.self) { try await desk.restoreAccount(acme.id) }
    }
  }

  @Test("nobody undoes or restores what they may not see or change", arguments: Backend.all)
  func access(_ backend: Backend) async throws {
    try await AccessWorld.with(backend) { world in
      let root = world.desk("root")
      let operation = root.makeID()
      let deal = try await root.edit(try #require(world.deals["bob-0"]).id, operation: operation) { $0.nextStep = "x" }
      let before = try await world.journalLength()
      await #expect(throws: NotFound.self, "anna does not see bob's deals") {
        try await world.desk("anna").undo(operation)
      }
      await #expect(throws: Refused.self, "omar sees all and changes none") {
        try await world.desk("omar").undo(operation)
      }
      #expect(try await world.journalLength() == before)
      try await world.desk("bob").undo(operation)
      #expect(try await root.opportunity(deal.id).nextStep == "call bob")
      try await root.delete(try await root.opportunity(deal.id))
      await #expect(throws: NotFound.self) { try await world.desk("anna").restore(deal.id) }
      await #expect(throws: Refused.self) { try await world.desk("omar").restore(deal.id) }
      #expect(try await world.desk("bob").restore(deal.id).owner == "bob")
    }
  }

  @Test("a customer whose last won deal is reopened, deleted or moved is a prospect again", arguments: Backend.all)
  func standings(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let acme = try await desk.addAccount("Acme")
      let other = try await desk.addAccount("Other")
      func won(_ name: String) async throws -> Opportunity {
        let deal = try await desk.addOpportunity(in: acme) { $0.name = name }
        let engaged = try await desk.edit(deal) {
          $0.status = "engaging"
          $0.nextStep = "call"
        }
        return try await desk.close(engaged, as: .won)
      }
      func standing(_ account: Account) async throws -> AccountStanding { try await desk.account(account.id).standing }
      let (first, second) = (try await won("one"), try await won("two"))
      let open = try await desk.reopen(first, to: "engaging")
      #expect(try await standing(acme) == .customer, "another one is won")
      let moved = try await desk.edit(second) { $0.account = other.id }
      #expect(try await standing(acme) == .prospect)
      #expect(try await standing(other) == .customer)
      try await desk.delete(moved)
      #expect(try await standing(other) == .prospect)
      try await desk.together { transaction in
        let won = try await transaction.close(open, as: .won)
        _ = try await transaction.reopen(won, to: "engaging")
      }
      #expect(try await standing(acme) == .prospect)
      #expect(try await desk.restore(moved.id).status == "won")
      #expect(try await standing(other) == .customer)
    }
  }

  @Test("an import that takes back the last won deal makes the account a prospect again", arguments: Backend.all)
  func importedStandings(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let text = """
        {version: 1, opportunities: {accounts: create, fields: {account: who, status: status, external_id: id, actual_close_date: closed, next_step: {constant: call}}}}
        """
      let mapping = try ConfigurationReader(catalog: .bundled).check(ImportMapping.self, text: text, file: "m.yaml")
        .get()
      func load(_ rows: String) async throws {
        let file = ImportFile(name: "deals.csv", bytes: Array("id,who,status,closed\n\(rows)".utf8))
        #expect(try await desk.import(mapping, files: [.opportunities: file]).isWritten)
      }
      try await load("1,Acme,won,2026-11-02\n2,Acme,won,2026-11-02\n3,Zenith,won,2026-11-02\n")
      try await load("1,Acme,engaging,\n3,Zenith,engaging,\n")
      #expect(try await desk.accounts(named: "Acme").map(\.body.standing) == [.customer])
      #expect(try await desk.accounts(named: "Zenith").map(\.body.standing) == [.prospect])
      try await load("2,Acme,engaging,\n3,Zenith,won,2026-11-02\n")
      #expect(try await desk.accounts(named: "Acme").map(\.body.standing) == [.prospect])
      #expect(try await desk.accounts(named: "Zenith").map(\.body.standing) == [.customer])
    }
  }
}
