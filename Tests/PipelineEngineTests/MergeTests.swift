import PipelineEngine
import PipelinePlugins
import SalesPipeline
import Synchronization
import Testing

@Suite("Merging accounts, and finding what is alike", .serialized)
struct MergeTests {
  @Test("deals move, empty fields are filled, both histories stay, and undoing separates them", arguments: Backend.all)
  func merges(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let kept = try await desk.addAccount("Acme") { $0.attributes = ["sector": "metal"] }
      let gone = try await desk.addAccount("ACME Ltd") {
        $0.externalID = "A-2"
        $0.owner = "ben"
        $0.attributes = ["sector": "wood", "size": "9"]
      }
      let first = try await desk.addOpportunity(in: gone) { $0.name = "first" }
      let engaged = try await desk.edit(first) {
        $0.status = "engaging"
        $0.nextStep = "call"
      }
      let won = try await desk.close(engaged, as: .won)
      let own = try await desk.addOpportunity(in: kept)
      let standing = try await desk.account(gone.id)
      #expect(standing.standing == .customer)

      let operation = desk.makeID()
      let merged = try await desk.merge(standing, into: kept, operation: operation)
      #expect(try await desk.opportunities(of: merged).map(\.id).sorted() == [won.id, own.id].sorted())
      #expect(merged.standing == .customer && merged.owner == "ben" && merged.externalID == "A-2")
      #expect(merged.attributes == ["sector": "metal", "size": "9"], "its own win")
      #expect(merged.mergedAccounts == [gone.id])
      #expect(try await desk.findAccount(gone.id) == nil)
      #expect(try await desk.deletedAccounts().map(\.id) == [gone.id])
      #expect(try await desk.history(ofAccount: gone.id).last?.event == .deleted)
      #expect(try await desk.history(of: won.id).last?.operation == operation)
      #expect(try await desk.merge(standing, into: kept, operation: operation) == merged, "a repetition")

      try await desk.undo(operation)
      let back = try await desk.account(gone.id)
      #expect(back.body == standing.body)
      #expect(try await desk.account(kept.id).body == kept.body)
      #expect(try await desk.opportunities(of: back).map(\.id) == [won.id])
      #expect(try await desk.opportunities(of: kept).map(\.id) == [own.id])
    }
  }

  @Test("an account is not merged into itself, nor without the right to its deals", arguments: Backend.all)
  func refused(_ backend: Backend) async throws {
    try await AccessWorld.with(backend) { world in
      let root = world.desk("root")
      let deal = try #require(world.deals["bob-0"])
      let account = try await root.account(deal.account)
      let other = try await root.addAccount("Other")
      let before = try await world.journalLength()
      await #expect(throws: Refused.self) { try await root.merge(account, into: account) }
      await #expect(throws: Refused.self, "anna does not see bob's deal") {
        try await world.desk("anna").merge(account, into: other)
      }
      await #expect(throws: StoreError.self, "an outdated copy") {
        try await root.merge(account, into: Account(id: other.id, version: 7, body: other.body))
      }
      #expect(try await world.journalLength() == before)
    }
  }

  @Test(
    "names are alike but for case, accents, blanks, signs and the legal form",
    arguments: [
      ("Acme", "ACME  Inc.", true), ("Acme", "Acme, Ltd", true), ("Société Dupont", "SOCIETE DUPONT S.A.R.L.", true),
      ("Dupont", "S.A. Dupont", true), ("Müller GmbH & Co. KG", "Mu\u{308}ller", true),

      ("DataSoft", "Data Soft BV", true),
      ("Maersk A/S", "maersk", true), ("O'Neil", "ONeil AG", true), ("Zürich AG", "Zurich", true),
      ("Smith and Co", "Smith", true), ("Acme", "Acme Nord", false), ("AG", "SA", false), ("Inc", "Ltd", false),
      ("日本電気", "日本電産", false),
      ("Acme 1", "Acme 2", false),
    ])
  func likeNames(_ one: String, _ other: String, _ isLike: Bool) async throws {
    try await Backend.all[0].withDesk { desk in
      let first = try await desk.addAccount(one)
      #expect(try await desk.accounts(namedLike: other).map(\.id) == (isLike ? [first.id] : []))
      let second = try await desk.addAccount(other)
      let groups = try await desk.duplicateAccounts().map { $0.map(\.id) }
      #expect(groups == (isLike ? [[first.id, second.id]] : []))
    }
  }

  @Test("short ids are endings that find their record, and no other", arguments: Backend.all)
  func shortIDs(_ backend: Backend) async throws {
    // Half of them end alike in eight digits.
    let count = Mutex<UInt64>(0)
    let start = Instant(startOf: Fixture.today)
    let environment = PipelineEnvironment(now: { start }) {
      let next = count.withLock { number in
        number += 1
        return number
      }
      let ending = next % 4 < 2 ? 0xAAAA_0002 : next
      return RecordID(high: 0x01A2_0000_0000_7000 | next, low: 0x8000_0000_0000_0000 | next << 32 | ending)
    }
    try await backend.withDesk(environment: environment) { desk in
      let accounts = try await Self.accounts(desk)
      let short = try await desk.shortIDs(accounts.map(\.id), of: .account)
      #expect(Set(short.values).count == accounts.count)
      for account in accounts {
        let ending = try #require(short[account.id])
        #expect(ending.count >= 8 && "\(account.id)".replacing("-", with: "").hasSuffix(ending))
        #expect(try await desk.findAccount(idEnding: ending.uppercased())?.id == account.id)
      }
      let alike = accounts.filter { $0.id.low & 0xFFFF_FFFF == 0xAAAA_0002 }.map(\.id).sorted()
      #expect(alike.count == 4 && alike.allSatisfy { (short[$0]?.count ?? 0) > 8 })
      // One alone is as long as both: it is compared with all there are.
      #expect(try await desk.shortIDs([alike[0]], of: .account)[alike[0]] == short[alike[0]])
      do {
        _ = try await desk.findAccount(idEnding: "aaaa0002")
        Issue.record("an ending of two ids found one")
      } catch let error as Desk.AmbiguousID {
        #expect(error.candidates == alike && error.description.contains("\(alike[1])"))
      }
      #expect(try await desk.findAccount(idEnding: "a0002") == nil, "too short")
      #expect(try await desk.findAccount(idEnding: "nothex02") == nil)
      #expect(try await desk.findAccount(idEnding: "ffffffff") == nil)
    }
  }

  private static func accounts(_ desk: Desk) async throws -> [Account] {
    var accounts: [Account] = []
    for name in ["a", "b", "c", "d", "e", "f", "g", "h"] { accounts.append(try await desk.addAccount(name)) }
    return accounts
  }
}
