import PipelineEngine
import PipelinePlugins
import SalesPipeline
import Testing

/// Accounts that people merged, and files that go on naming the one that is gone.
@Suite("Imports after accounts were merged")
struct MergedAccountTests {
  private static let mappingText = """
    version: 1
    opportunities:
      accounts: create
      fields: {external_id: id, account: account, owner: owner, status: stage}
    """
  private static let header = "id,account,owner,stage\n"
  private static let rows = "1,Acme,anna,open\n2,ACME Ltd,anna,open\n"

  private func merged(_ body: (Desk, ImportMapping, Account) async throws -> Void) async throws {
    try await withDesk(smallSales) { desk in
      let mapping = try mapping(Self.mappingText)
      _ = try await desk.importText(Self.header + Self.rows, mapping)
      let kept = try #require(try await desk.accounts(named: "Acme").first)
      let gone = try #require(try await desk.accounts(named: "ACME Ltd").first)
      try await body(desk, mapping, try await desk.merge(gone, into: kept))
    }
  }

  @Test("the same file changes nothing, and a new deal of the account that is gone belongs to the one that stays")
  func sameFile() async throws {
    try await merged { desk, mapping, kept in
      let again = try await desk.importText(Self.header + Self.rows, mapping)
      #expect(again.changesNothing)
      #expect(again.sections[0].unchanged == 2)
      let more = Self.rows + "3,ACME Ltd,bob,open\n"
      let summary = try await desk.importText(Self.header + more, mapping)
      #expect(summary.sections[0].created == 1 && summary.sections[0].unchanged == 2)
      #expect(summary.accountsAdded == 0)
      #expect(try await desk.findOpportunity(externalID: "3")?.account == kept.id)
      #expect(try await desk.accounts().items.map(\.name) == ["Acme"])
    }
  }

  @Test("a deal that somebody moved on from there stays where it is")
  func movedOn() async throws {
    try await merged { desk, mapping, _ in
      let other = try await desk.addAccount("Gamma")
      let deal = try #require(try await desk.findOpportunity(externalID: "2"))
      _ = try await desk.edit(deal) { $0.account = other.id }
      #expect(try await desk.importText(Self.header + Self.rows, mapping).changesNothing)
      #expect(try await desk.findOpportunity(externalID: "2")?.account == other.id)
    }
  }

  @Test("an account that both the file and somebody changed is named, not shown as an identity")
  func conflict() async throws {
    try await merged { desk, mapping, _ in
      let other = try await desk.addAccount("Gamma")
      let deal = try #require(try await desk.findOpportunity(externalID: "1"))
      _ = try await desk.edit(deal) { $0.account = other.id }
      let file = Self.header + "1,Beta,anna,open\n4,Gamma,anna,open\n"
      let refused = await #expect(throws: ImportRefused.self) { try await desk.importText(file, mapping) }
      let text = refused.map { "\($0)" } ?? ""
      #expect(text.contains("the file says 'Beta' and somebody else 'Gamma'"), "\(text)")
    }
  }

  @Test("the row of the account that is gone is left out of an accounts' file, with a note")
  func accountsFile() async throws {
    let text = """
      version: 1
      accounts:
        fields: {external_id: code, name: name}
      """
    try await withDesk(smallSales) { desk in
      let mapping = try mapping(text)
      let bytes = Array("code,name\nA-1,Acme\nA-2,ACME Ltd\n".utf8)
      let files: [ImportKind: ImportFile] = [.accounts: ImportFile(name: "accounts.csv", bytes: bytes)]
      _ = try await desk.import(mapping, files: files)
      let kept = try #require(try await desk.accounts(named: "Acme").first)
      let gone = try #require(try await desk.accounts(named: "ACME Ltd").first)
      _ = try await desk.merge(gone, into: kept)
      let again = try await desk.import(mapping, files: files)
      #expect(again.changesNothing)
      #expect(again.sections[0].unchanged == 2)
      #expect(
        again.notes.map { $0.text("en") }
          == ["1 row is of an account that was merged into another: left out (3)"])
      #expect(try await desk.accounts().items.map(\.name) == ["Acme"])
    }
  }
}
