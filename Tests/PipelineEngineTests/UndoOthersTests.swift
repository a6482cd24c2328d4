import PipelineEngine
import PipelinePlugins
import SalesPipeline
import Testing

@Suite("Undoing changes of lookup tables and saved reports", .serialized)
struct UndoOthersTests {
  private func keys(_ desk: Desk) async throws -> [String] {
    try await desk.lookup(.source).entries.map { "\($0.key)\($0.isRetired ? " retired" : ""): \($0.label.fallback)" }
  }

  @Test("each edit of a lookup table is undone, and undoing is undone", arguments: Backend.all)
  func lookups(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let operations = (0..<5).map { _ in desk.makeID() }
      var states = [try await keys(desk)]
      try await desk.addLookupEntry(LookupEntry("web"), to: .source, operation: operations[0])
      states.append(try await keys(desk))
      try await desk.renameLookupEntry("web", in: .source, to: "Web", operation: operations[1])
      states.append(try await keys(desk))
      try await desk.reorderLookup(.source, ["web"], operation: operations[2])
      states.append(try await keys(desk))
      try await desk.retireLookupEntry("web", in: .source, operation: operations[3])
      states.append(try await keys(desk))
      try await desk.setLookupAttribute("cost", of: "fair", in: .source, to: "3", operation: operations[4])
      try await desk.undo(operations[4])
      #expect(try await desk.lookup(.source)["fair"]?.attributes == [:])
      #expect(Set(states).count == states.count)
      for place in (0..<4).reversed() {
        let undoing = try await desk.undo(operations[place])
        #expect(try await keys(desk) == states[place], "\(place)")
        let again = try await desk.undo(undoing)
        #expect(try await keys(desk) == states[place + 1], "\(place)")
        try await desk.undo(again)
      }
      #expect(try await keys(desk) == states[0])
      // The key is free again.
      try await desk.addLookupEntry(LookupEntry("web"), to: .source)
      _ = try await desk.addOpportunity(in: try await desk.addAccount("Acme", source: "web"))
    }
  }

  @Test(
    "an entry that is used, that an account gives, or that was changed since is not undone away", arguments: Backend.all
  )
  func inUse(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let (used, given, changed) = (desk.makeID(), desk.makeID(), desk.makeID())
      try await desk.addLookupEntry(LookupEntry("used"), to: .source, operation: used)
      try await desk.addLookupEntry(LookupEntry("given"), to: .source, operation: given)
      try await desk.addLookupEntry(LookupEntry("changed"), to: .source, operation: changed)
      let acme = try await desk.addAccount("Acme", source: "given")
      _ = try await desk.addOpportunity(in: acme) { $0.source = "used" }
      try await desk.acting(as: "ben").renameLookupEntry("changed", in: .source, to: "Changed")
      for (operation, code) in [(used, Refusal.Code.inUse), (given, .inUse), (changed, .changedSince)] {
        let error = await #expect(throws: Refused.self) { try await desk.undo(operation) }
        #expect(error?.refusals.map(\.code) == [code], "\(code): \(error.map { "\($0)" } ?? "")")
      }
      #expect(try await desk.lookup(.source)["used"] != nil)
      // A source that accounts give is not retired by undoing its return either.
      let back = desk.makeID()
      try await desk.addLookupEntry(LookupEntry("old", isRetired: true), to: .source)
      try await desk.retireLookupEntry("old", in: .source, false, operation: back)
      _ = try await desk.addAccount("Bell", source: "old")
      let error = await #expect(throws: Refused.self) { try await desk.undo(back) }
      #expect(error?.refusals.map(\.code) == [.inUse])
      #expect(try await desk.lookup(.source)["old"]?.isRetired == false)
    }
  }

  @Test("what the configuration wrote into a table is not undone", arguments: Backend.all)
  func seeds(_ backend: Backend) async throws {
    try await backend.withPlace { open in
      let pipeline = try await open()
      let desk = pipeline.acting(as: "anna")
      try await desk.addLookupEntry(LookupEntry("web"), to: .source)
      var seeding: RecordID?
      for try await change in pipeline.changes(after: .start) {
        seeding = change.operation
        break
      }
      let wanted = try #require(seeding)
      let error = await #expect(throws: Refused.self) { try await desk.undo(wanted) }
      #expect(error?.refusals.map(\.code) == [.notUndoable])
      await pipeline.close()
    }
  }

  @Test("saving, replacing, renaming and deleting a report is undone, by its author alone", arguments: Backend.all)
  func reports(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      func names() async throws -> [String] {
        try await desk.reports.list().filter { !$0.isConfigured }.map {
          "\($0.definition.name) \($0.definition.groupBy)"
        }
      }
      let operations = (0..<4).map { _ in desk.makeID() }
      var states = [try await names()]
      try await desk.reports.save(
        ReportDefinition("mine", groupBy: [.stage], visibility: .private), operation: operations[0])
      states.append(try await names())
      try await desk.reports.save(
        ReportDefinition("mine", groupBy: [.owner], visibility: .private), operation: operations[1])
      states.append(try await names())
      try await desk.reports.rename("mine", to: "ours", operation: operations[2])
      states.append(try await names())
      try await desk.reports.delete("ours", operation: operations[3])
      states.append(try await names())
      // Another person sees nothing of a private report, and does not change a shared one.
      let error = await #expect(throws: NotFound.self) { try await desk.acting(as: "ben").undo(operations[1]) }
      #expect(error?.key == "\(operations[1])")
      for place in (0..<4).reversed() {
        try await desk.undo(operations[place])
        #expect(try await names() == states[place], "\(place)")
      }
      let shared = desk.makeID()
      try await desk.reports.save(
        ReportDefinition("all", groupBy: [.stage], visibility: .everyone), operation: shared)
      let refused = await #expect(throws: Refused.self) { try await desk.acting(as: "ben").undo(shared) }
      #expect(refused?.refusals.map(\.code) == [.notAllowed])
    }
  }
}
