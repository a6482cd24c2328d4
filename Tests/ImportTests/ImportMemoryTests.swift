import Foundation
@testable import PipelineEngine
import PipelinePlugins
import SalesPipeline
import Testing

/// What a second import leaves as people made it since, on both backends and across restarts.
@Suite("A second import remembers the first")
struct ImportMemoryTests {
  static let storages = ["memory: {}", "sqlite: {path: \"${MAVEN_DB}\"}"]
  static let header = "id,account,owner,stage,amount,step,close\n"

  static func mappingText(_ top: String = "", _ section: String = "", step: String = "step") -> String {
    """
    version: 1
    \(top)
    opportunities:
      accounts: create
    \(section)
      fields:
        external_id: id
        account: account
        owner: owner
        status: stage
        amount: amount
        next_step: \(step)
        expected_close_date: close
        actual_close_date: close
    """
  }

  static func sales(_ storage: String) -> String { smallSales.replacing("memory: {}", with: storage) }

  private func journal(_ desk: Desk) async throws -> Int {
    try await desk.pipeline.store.journal(nil, id: nil, after: .start, limit: .max).entries.count
  }

  private func deal(_ desk: Desk, _ id: String = "1") async throws -> Opportunity {
    try #require(try await desk.findOpportunity(externalID: id))
  }

  @Test("blank cells keep what is there; where the mapping says so they clear it", arguments: storages)
  func blanks(storage: String) async throws {
    let first = Self.header + "1,Acme,bert,open,10,call,2026-12-01\n"
    let second = Self.header + "1,,,,,,\n"
    try await withDesk(Self.sales(storage)) { desk in
      let keeping = try mapping(Self.mappingText())
      _ = try await desk.importText(first, keeping)
      #expect(try await desk.importText(second, keeping).changesNothing)
      let kept = try await deal(desk)
      #expect(kept.owner == "bert" && kept.status == "open" && kept.nextStep == "call")
      #expect(kept.amount?.decimalText == "10.00" && kept.expectedCloseDate == CivilDate(iso: "2026-12-01"))
      let clearing = try mapping(Self.mappingText(step: "{column: step, blanks: clear}"))
      #expect(try await desk.importText(second, clearing).sections[0].updated == 1)
      let cleared = try await deal(desk)
      #expect(cleared.nextStep == nil && cleared.amount?.decimalText == "10.00")
      #expect(try await desk.importText(second, clearing).changesNothing)
    }
    try await withDesk(Self.sales(storage)) { desk in
      let all = try mapping(
        Self.mappingText("", "  blanks: clear").replacing("owner: owner", with: "owner: {column: owner, blanks: keep}")
          .replacing("status: stage", with: "status: {column: stage, blanks: keep}"))
      _ = try await desk.importText(first, all)
      _ = try await desk.importText(second, all)
      let cleared = try await deal(desk)
      #expect(cleared.owner == "bert" && cleared.status == "open")
      #expect(cleared.nextStep == nil && cleared.amount == nil && cleared.expectedCloseDate == nil)
    }
  }

  @Test("a field that no deal is without cannot be cleared, and says so")
  func uncleared() async throws {
    try await withDesk(smallSales) { desk in
      let mapping = try mapping(Self.mappingText("", "  blanks: clear"))
      _ = try await desk.importText(Self.header + "1,Acme,bert,open,10,call,2026-12-01\n", mapping)
      do {
        _ = try await desk.importText(Self.header + "1,Acme,,open,10,call,2026-12-01\n", mapping)
        Issue.record("an owner was cleared")
      } catch let error as ImportRefused {
        #expect("\(error)".hasPrefix("deals.csv:2: column 'owner': "))
      }
    }
  }

  @Test(
    "what has not changed in the file never undoes what people did since, however often it comes", arguments: storages)
  func unchanged(storage: String) async throws {
    let file = Self.header + "1,Acme,bert,open,10,call,2026-12-01\n"
    try await withDesk(Self.sales(storage)) { desk in
      let mapping = try mapping(Self.mappingText())
      _ = try await desk.importText(file, mapping)
      _ = try await desk.edit(try await deal(desk)) {
        $0.owner = "cleo"
        $0.nextStep = nil
        $0.statedAmount = Money(minorUnits: Int64(20_00), currency: .usd)
      }
      for _ in 0..<3 {
        let length = try await journal(desk)
        let summary = try await desk.importText(file, mapping)
        #expect(summary.changesNothing && summary.sections[0].unchanged == 1 && !summary.isWritten)
        #expect(try await journal(desk) == length, "the same file again writes nothing")
        let now = try await deal(desk)
        #expect(now.owner == "cleo" && now.nextStep == nil && now.amount?.decimalText == "20.00")
      }
      // What did change in the file is taken, beside what stays.
      let later = Self.header + "1,Acme,bert,open,10,call,2027-01-01\n"
      #expect(try await desk.importText(later, mapping).sections[0].updated == 1)
      let now = try await deal(desk)
      #expect(now.expectedCloseDate == CivilDate(iso: "2027-01-01") && now.owner == "cleo" && now.nextStep == nil)
    }
  }

  @Test("a person's closing stays when the file still says open, and so does a reopening", arguments: storages)
  func closings(storage: String) async throws {
    try await withDesk(Self.sales(storage)) { desk in
      let mapping = try mapping(Self.mappingText())
      let rows = "1,Acme,bert,open,10,call,2026-12-01\n2,Acme,bert,won,10,call,2026-05-01\n"
      _ = try await desk.importText(Self.header + rows, mapping)
      _ = try await desk.edit(try await deal(desk, "1")) { $0.status = "won" }
      _ = try await desk.edit(try await deal(desk, "2")) { $0.status = "open" }
      #expect(try await desk.importText(Self.header + rows, mapping).changesNothing)
      #expect(try await deal(desk, "1").status == "won")
      #expect(try await deal(desk, "2").status == "open")
      #expect(try await deal(desk, "2").actualCloseDate == nil)
    }
  }

  @Test("where both changed, the mapping decides: refused by default, and listed", arguments: storages)
  func conflicts(storage: String) async throws {
    let first = Self.header + "1,Acme,bert,open,10,call,2026-12-01\n"
    let second = Self.header + "1,Acme,dora,open,10,call,2026-12-01\n"
    for (section, owner) in [("", nil), ("  on_conflict: file", "dora"), ("  on_conflict: person", "cleo")]
      as [(String, String?)]
    {
      try await withDesk(Self.sales(storage)) { desk in
        let mapping = try mapping(Self.mappingText("", section))
        _ = try await desk.importText(first, mapping)
        _ = try await desk.edit(try await deal(desk)) { $0.owner = "cleo" }
        do {
          let summary = try await desk.importText(second, mapping)
          #expect(owner != nil)
          #expect(summary.sections[0].updated == (owner == "dora" ? 1 : 0))
        } catch let error as ImportRefused {
          #expect(owner == nil)
          #expect(
            "\(error)"
              == "deals.csv:2: column 'owner': the file says 'dora' and somebody else 'cleo': both changed since the "
              + "last import; say 'on_conflict: file' or 'on_conflict: person' in the mapping")
        }
        #expect(try await deal(desk).owner == owner ?? "cleo")
        if owner != nil {
          // Settled once, it is settled.
          #expect(try await desk.importText(second, mapping).changesNothing)
          #expect(try await deal(desk).owner == owner)
        }
      }
    }
  }

  @Test("both having come to the same value is no conflict")
  func sameValue() async throws {
    try await withDesk(smallSales) { desk in
      let mapping = try mapping(Self.mappingText())
      _ = try await desk.importText(Self.header + "1,Acme,bert,open,10,call,2026-12-01\n", mapping)
      _ = try await desk.edit(try await deal(desk)) { $0.owner = "dora" }
      let summary = try await desk.importText(Self.header + "1,Acme,dora,open,10,call,2026-12-01\n", mapping)
      #expect(summary.changesNothing)
      #expect(try await deal(desk).owner == "dora")
    }
  }

  @Test("mappings of different systems remember apart")
  func systems() async throws {
    try await withDesk(smallSales) { desk in
      let crm = try mapping(Self.mappingText("name: crm"))
      let books = try mapping(
        "version: 1\nname: books\nopportunities:\n  fields: {external_id: id, account: account, amount: amount}")
      let one = Self.header + "1,Acme,bert,open,10,call,2026-12-01\n"
      let other = "id,account,amount\n1,Acme,12\n"
      _ = try await desk.importText(one, crm)
      #expect(try await desk.importText(other, books).sections[0].updated == 1)
      for _ in 0..<2 {
        #expect(try await desk.importText(one, crm).changesNothing)
        #expect(try await desk.importText(other, books).changesNothing)
        #expect(try await deal(desk).amount?.decimalText == "12.00")
      }
    }
  }

  @Test("accounts and salespeople keep what people changed, attributes each on its own", arguments: storages)
  func accounts(storage: String) async throws {
    let text = """
      version: 1
      accounts:
        fields: {name: name, external_id: id, owner: owner}
        attributes: {sector: sector, size: size}
      """
    func load(_ desk: Desk, _ row: String) async throws -> ImportSummary {
      try await desk.import(
        try mapping(text),
        files: [.accounts: ImportFile(name: "a.csv", bytes: Array("id,name,owner,sector,size\n\(row)\n".utf8))])
    }
    try await withDesk(Self.sales(storage)) { desk in
      _ = try await load(desk, "A,Acme,bert,steel,5")
      let account = try #require(try await desk.findAccount(externalID: "A"))
      _ = try await desk.edit(account) {
        $0.owner = "cleo"
        $0.attributes["sector"] = "wood"
      }
      #expect(try await load(desk, "A,Acme,bert,steel,5").changesNothing)
      #expect(try await load(desk, "A,Acme,bert,steel,7").sections[0].updated == 1)
      let now = try #require(try await desk.findAccount(externalID: "A"))
      #expect(now.owner == "cleo" && now.attributes == ["sector": "wood", "size": "7"])
      await #expect(throws: ImportRefused.self) { try await load(desk, "A,Acme,dora,steel,7") }
      #expect(try await load(desk, "A,,,,").changesNothing)
    }
  }

  @Test("memory survives a restart of the program")
  func restart() async throws {
    let folder = NSTemporaryDirectory() + "memory-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let reader = ConfigurationReader(catalog: .bundled, environment: { _ in nil })
    let yaml = smallSales.replacing("memory: {}", with: "sqlite: {path: sales.db}")
    let file = Self.header + "1,Acme,bert,open,10,call,2026-12-01\n"
    func session(_ body: (Desk) async throws -> Void) async throws {
      let pipeline = try await Pipeline.open(try reader.load(text: yaml, file: "sales.yaml", baseFolder: folder))
      try await body(pipeline.acting(as: "anna"))
      await pipeline.close()
    }
    let mapping = try mapping(Self.mappingText())
    try await session { _ = try await $0.importText(file, mapping) }
    try await session { desk in _ = try await desk.edit(try await deal(desk)) { $0.owner = "cleo" } }
    try await session { desk in
      let again = try await desk.importText(file, mapping)
      let now = try await deal(desk)
      #expect(again.changesNothing && now.owner == "cleo")
    }
  }
}
