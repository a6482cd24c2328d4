import PipelineEngine
import PipelinePlugins
import SalesPipeline
import Testing

@Suite("Salespeople are added, edited and read as of any day", .serialized)
struct SalespersonTests {
  @Test("an entry is added once, edited by its version, and keeps its history", arguments: Backend.all)
  func entries(_ backend: Backend) async throws {
    let world = AsOfTests.World(seed: 1)
    try await backend.withDesk(environment: world.environment) { desk in
      let anna = try await desk.addSalesperson("  Anna Snelling ") { $0.team = " North " }
      #expect(anna.body.name == "Anna Snelling" && anna.body.team == "North")
      let early = try desk.endOfDay(#require(Fixture.today.adding(days: 1)))
      world.pass(seconds: 5 * 86_400)
      let edited = try await desk.acting(as: "eva").edit(anna) {
        $0.team = "South"
        $0.manager = "Eva Ek"
      }
      #expect(edited.version == anna.version + 1)
      let stale = await #expect(throws: StoreError.self) { try await desk.edit(anna) { $0.team = "East" } }
      #expect(stale.map { if case .conflict = $0 { true } else { false } } == true)
      let now = try await desk.salespeople().map(\.body)
      #expect(now == [edited.body])
      let then = try await desk.salespeople(asOf: early).map(\.body.team)
      #expect(then == ["North"])
      let history = try await desk.history(ofSalesperson: anna.id)
      #expect(history.map(\.author) == ["anna", "eva", "eva"])
      #expect(history.first?.event == .created)
      let changed = history.dropFirst().map { entry -> String in
        guard case .changed(let field, _, let old, let new) = entry.event else { return "" }
        return "\(field) \(old ?? "-") \(new ?? "-")"
      }
      #expect(Set(changed) == ["team North South", "manager - Eva Ek"])
    }
  }

  @Test(
    "a second entry, another name and a circle of managers are refused, and nothing is written", arguments: Backend.all)
  func refusals(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let anna = try await desk.addSalesperson("anna")
      let eva = try await desk.addSalesperson("eva") { $0.manager = "zoe" }
      let zoe = try await desk.addSalesperson("zoe")
      func refusal(_ work: () async throws -> Salesperson) async -> String {
        do { return "\(try await work())" } catch let refused as Refused {
          return refused.refusals.map { "\($0.code.rawValue) \($0)" }.joined(separator: "; ")
        } catch { return "\(error)" }
      }
      let twice = await refusal { try await desk.addSalesperson(" anna ") { $0.team = "North" } }
      #expect(twice == "duplicate Name: 'anna' was added already")
      let renamed = await refusal { try await desk.edit(anna) { $0.name = "Anna" } }
      #expect(renamed.hasPrefix("not_editable Name: 'anna' keeps this name, which deals have as their owner"))
      let own = await refusal { try await desk.edit(anna) { $0.manager = "anna" } }
      #expect(own == "invalid Manager: the managers form a circle: anna → anna")
      let circle = await refusal { try await desk.edit(zoe) { $0.manager = "eva " } }
      #expect(circle == "invalid Manager: the managers form a circle: zoe → eva → zoe")
      // Within one transaction too, where the store does not hold the others yet.
      let together = await refusal {
        try await desk.together { transaction in
          _ = try await transaction.setSalesperson("ben") { $0.manager = "cy" }
          return try await transaction.setSalesperson("cy") { $0.manager = "ben" }
        }
      }
      #expect(together.contains("the managers form a circle: cy → ben → cy"), "\(together)")
      let blank = await refusal { try await desk.addSalesperson(" ") }
      #expect(blank.hasPrefix("missing Name"))
      let people = try await desk.salespeople()
      #expect(people == [anna, eva, zoe])
    }
  }

  @Test("adding and editing are repeated without a second effect, and undone", arguments: Backend.all)
  func repeated(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let (added, changed) = (desk.makeID(), desk.makeID())
      let anna = try await desk.addSalesperson("anna", operation: added) { $0.team = "North" }
      let again = try await desk.addSalesperson("anna", operation: added) { $0.team = "North" }
      #expect(again == anna)
      let edited = try await desk.edit(anna, operation: changed) { $0.team = "South" }
      let repeated = try await desk.edit(anna, operation: changed) { $0.team = "South" }
      #expect(repeated == edited)
      try await desk.undo(changed)
      #expect(try await desk.salesperson(named: "anna").body.team == "North")
      try await desk.undo(added)
      #expect(try await desk.salespeople().isEmpty)
    }
  }

  @Test("accounts are listed as of a day, by the owners and attributes that they had then", arguments: Backend.all)
  func accountsThen(_ backend: Backend) async throws {
    let world = AsOfTests.World(seed: 1)
    try await backend.withDesk(environment: world.environment) { desk in
      // More than are read one by one.
      let accounts = try await desk.together { transaction in
        var accounts: [Account] = []
        for number in 0..<250 {
          accounts.append(
            try await transaction.addAccount("Account \(number)") {
              $0.owner = number % 2 == 0 ? "anna" : "bob"
              $0.attributes = ["sector": "metal"]
            })
        }
        return accounts
      }
      let early = try desk.endOfDay(#require(Fixture.today.adding(days: 1)))
      world.pass(seconds: 5 * 86_400)
      try await desk.together { transaction in
        for account in accounts { _ = try await transaction.edit(account) { $0.owner = "cy" } }
        _ = try await transaction.addAccount("Later")
      }
      var filter = DealFilter()
      filter.owners = ["anna"]
      let then = try await desk.snapshot(.asOf(early))
      let owned = try await then.accounts(matching: filter)
      #expect(owned.count == 125 && owned.allSatisfy { $0.body.owner == "anna" })
      filter.attributes = ["sector": ["metal"]]
      filter.text = "account 24"
      let few = try await then.accounts(matching: filter).map(\.body.name)
      #expect(few == ["Account 24", "Account 240", "Account 242", "Account 244", "Account 246", "Account 248"])
      let now = try await desk.snapshot()
      var wrong = DealFilter()
      wrong.owners = ["ana"]
      let (asked, snapshot) = (wrong, now)
      let unknown = await #expect(throws: UnknownName.self) { try await snapshot.accounts(matching: asked) }
      #expect(unknown?.name == "ana")
      let total = try await then.accounts(limit: .max).total
      #expect(total == 250, "who came later is not there")
    }
  }
}
