import PipelineEngine
import PipelinePlugins
import SalesPipeline
import Testing

@Suite("Editing many deals at once, and copying them", .serialized)
struct BulkTests {
  private func open(_ desk: Desk) async throws -> [Opportunity] {
    let acme = try await desk.addAccount("Acme")
    var deals: [Opportunity] = []
    for name in ["one", "two", "three"] {
      deals.append(
        try await desk.addOpportunity(in: acme) {
          $0.name = name
          $0.externalID = "D-\(name)"
          $0.owner = name == "three" ? "ben" : "anna"
        })
    }
    return deals
  }

  @Test("all deals of a filter change in one operation, which is undone whole", arguments: Backend.all)
  func edits(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let deals = try await open(desk)
      var filter = DealFilter()
      filter.owners = ["anna"]
      let edit = try await desk.edit(where: filter) { $0.nextStep = "call" }
      #expect(edit.deals.map(\.id) == deals.prefix(2).map(\.id) && edit.changedCount == 2)
      #expect(edit.changes.map(\.field) == ["next_step", "next_step"])
      #expect(edit.changes[0].cells.old == .null && edit.changes[0].cells.new == .text("call"))
      #expect(try await desk.opportunity(deals[2].id) == deals[2], "another salesperson's deal")
      let operation = try #require(edit.operation)
      #expect(try await desk.history(of: deals[0].id).last?.operation == operation)
      try await desk.undo(operation)
      #expect(try await desk.opportunities().items.allSatisfy { $0.nextStep == nil })
    }
  }

  @Test("a dry run says what would change, consequences included, and writes nothing", arguments: Backend.all)
  func dryRun(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let deals = try await open(desk)
      let edit = try await desk.edit(where: DealFilter(), isDryRun: true) {
        $0.status = "engaging"
        $0.nextStep = "call"
      }
      #expect(edit.operation == nil && edit.changedCount == 3)
      #expect(Set(edit.changes.map(\.field)).isSuperset(of: ["status", "next_step", "probability"]))
      #expect(!edit.changes.contains { $0.field == "status_since" }, "it only serves the engine")
      #expect(try await desk.opportunities().items == deals)
    }
  }

  @Test("the rules of all deals are named, each with its deal, and none is edited", arguments: Backend.all)
  func refusals(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let deals = try await open(desk)
      do {
        _ = try await desk.edit(where: DealFilter()) {
          // One of them may move: it is not half done.
          if $0.externalID == "D-two" { $0.nextStep = "call" }
          $0.status = "engaging"
        }
        Issue.record("two deals moved without a next step")
      } catch let refused as Refused {
        #expect(refused.refusals.map(\.subject?.id) == [deals[0].id, deals[2].id])
        #expect(refused.refusals.map(\.code) == [.missing, .missing])
        #expect(refused.refusals[0].text(.english).hasPrefix("deal 'D-one': Next step: "))
      }
      #expect(try await desk.opportunities().items == deals)
    }
  }

  @Test("repeated with its operation it has no second effect", arguments: Backend.all)
  func again(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let deals = try await open(desk)
      let operation = desk.makeID()
      _ = try await desk.reassign(where: DealFilter(), to: "cy", operation: operation)
      _ = try await desk.edit(try await desk.opportunity(deals[0].id)) { $0.owner = "dan" }
      let again = try await desk.reassign(where: DealFilter(), to: "cy", operation: operation)
      #expect(again.deals.map(\.owner) == ["cy", "cy", "cy"], "as the operation left them")
      #expect(try await desk.opportunity(deals[0].id).owner == "dan")
    }
  }

  @Test("what the acting user may not change is refused, what they may not see is left out", arguments: Backend.all)
  func access(_ backend: Backend) async throws {
    try await AccessWorld.with(backend) { world in
      let before = try await world.journalLength()
      await #expect(throws: Refused.self, "omar sees all and changes none") {
        _ = try await world.desk("omar").edit(where: DealFilter()) { $0.nextStep = "x" }
      }
      #expect(try await world.journalLength() == before)
      let edit = try await world.desk("anna").edit(where: DealFilter()) { $0.description = "mine" }
      #expect(!edit.deals.isEmpty && edit.deals.allSatisfy { $0.owner == "anna" })
      #expect(
        try await world.desk("root").opportunities().items.filter { $0.description == "mine" }.count == edit.deals.count
      )
    }
  }

  @Test("a clone is about the same and starts anew", arguments: Backend.all)
  func clones(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let acme = try await desk.addAccount("Acme")
      let deal = try await desk.addOpportunity(in: acme) {
        $0.name = "Fleet"
        $0.externalID = "D"
        $0.owner = "ben"
        $0.lines = [.init(product: "gtx-pro", quantity: 2, unitPrice: "5")]
      }
      let engaged = try await desk.edit(deal) {
        $0.status = "engaging"
        $0.nextStep = "call"
        $0.probability = BasisPoints(7_700)
      }
      let won = try await desk.close(engaged, as: .won)
      let clone = try await desk.clone(won) { $0.name = "Fleet 2027" }
      #expect(clone.id != won.id && clone.account == acme.id && clone.name == "Fleet 2027" && clone.owner == "ben")
      #expect(clone.lines == won.lines && clone.amount == won.amount)
      #expect(clone.status == deal.status && clone.probability == deal.probability && clone.forecast == deal.forecast)
      #expect(clone.externalID == nil && clone.nextStep == nil && clone.actualCloseDate == nil)
      #expect(try await desk.opportunity(won.id) == won)
      await #expect(throws: NotFound.self) {
        _ = try await desk.clone(Opportunity(id: RecordID(high: 1, low: 1), version: 1, body: won.body))
      }
    }
  }
}
