import Foundation
import PipelineEngine
import PipelinePlugins
import SalesPipeline
import Testing

/// The verbs of single acts that are more than an edit.
extension FaultTests {
  static let more: [Verb] = [
    Verb("reopen a closed deal") { _ = try await $0.desk.reopen($0.deal("won"), to: "engaging") },
    Verb("reassign deals") { _ = try await $0.desk.reassign(where: DealFilter(), to: "ben") },
    Verb("clone a deal") { _ = try await $0.desk.clone($0.deal("open")) },
    Verb("add a line") { _ = try await $0.desk.addLine("gtx-pro", at: .unit("7"), to: $0.deal("open")) },
    Verb("edit a line") { _ = try await $0.desk.editLine(0, of: $0.deal("open"), quantity: 3) },
    Verb("remove a line") { _ = try await $0.desk.removeLine(0, of: $0.deal("open")) },
    Verb("merge accounts") { _ = try await $0.desk.merge($0.account("E"), into: $0.account("A")) },
    Verb("restore an account") { world in
      let deleted = try await world.desk.deletedAccounts()
      _ = try await world.desk.restoreAccount(#require(deleted.first { $0.externalID == "O" }).id)
    },
    Verb("add a salesperson") { _ = try await $0.desk.addSalesperson("carl") { $0.team = "West" } },
    Verb("call a number") { _ = try await $0.desk.call("10", for: "2026-Q4") },
    Verb("adjust a call") { _ = try await $0.desk.adjustCall(of: "ben", to: "12", for: "2026-Q4") },
  ]

  /// Commands that are another one under another name, which is tried.
  private static let others: [String: String] = [
    "changeStatus": "edit", "revalue": "reassign",
  ]

  @Test("every command of the desk that takes an operation is among the verbs")
  func complete() throws {
    let here = URL(filePath: #filePath).deletingLastPathComponent()
    let tried = try ["FaultVerbs.swift", "FaultVerbs+More.swift"].map {
      try String(contentsOf: here.appending(path: $0), encoding: .utf8)
    }.joined()
    let engine = here.appending(path: "../../Sources/PipelineEngine")
    let paths = FileManager.default.enumerator(atPath: engine.path)?.compactMap { $0 as? String } ?? []
    var commands: Set<String> = []
    for path in paths where path.hasSuffix(".swift") {
      let text = try String(contentsOf: engine.appending(path: path), encoding: .utf8)
      let declared = /public [a-z()]*\s*func `?(\w+)`?\((?:(?!\) async)[^{])*operation: RecordID\? = nil/
      for match in text.matches(of: declared) { commands.insert(String(match.1)) }
    }
    #expect(commands.count > 20, "\(commands.sorted())")
    let missing = commands.filter {
      !tried.contains(".\(Self.others[$0] ?? $0)(") && !tried.contains(".\(Self.others[$0] ?? $0) ")
    }
    #expect(missing.isEmpty, "\(missing.sorted())")
  }
}
