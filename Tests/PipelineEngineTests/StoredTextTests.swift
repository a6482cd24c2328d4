import PipelineEngine
import PipelinePlugins
import Testing

@Suite("Texts and numbers that are equal", .serialized)
struct StoredTextTests {
  static let composed = "Caf\u{e9}"
  static let decomposed = "Cafe\u{301}"

  private func bytes(_ text: String?) -> [UInt8] { Array((text ?? "").utf8) }

  @Test(
    "names and identities are stored composed, without blanks around them, and found in any form",
    arguments: Backend.all)
  func names(_ backend: Backend) async throws {
    try await backend.withRules { desk in
      let account = try await desk.addAccount(" \(Self.decomposed) ") { $0.externalID = "\u{a0}A\(Self.decomposed)" }
      #expect(bytes(account.name) == bytes(Self.composed))
      #expect(bytes(account.externalID) == bytes("A" + Self.composed))
      for form in [Self.composed, Self.decomposed, " \(Self.decomposed)"] {
        #expect(try await desk.accounts(named: form).map(\.id) == [account.id])
      }
      for form in ["A" + Self.composed, "A" + Self.decomposed, " A\(Self.decomposed) "] {
        #expect(try await desk.findAccount(externalID: form)?.id == account.id)
      }
      let deal = try await desk.addOpportunity(in: account) {
        $0.externalID = Self.decomposed
        $0.owner = " \(Self.decomposed)"
      }
      #expect(bytes(deal.owner) == bytes(Self.composed))
      #expect(try await desk.findOpportunity(externalID: Self.decomposed)?.id == deal.id)
      #expect(
        try await Rules.refusals {
          _ = try await desk.addOpportunity(in: account) { $0.externalID = "\(Self.composed) " }
        } == ["duplicate external_id"])
      #expect(
        try await Rules.refusals { _ = try await desk.addAccount("B") { $0.externalID = "A" + Self.decomposed } }
          == ["duplicate external_id"])
      let person = try await desk.together { try await $0.setSalesperson(" \(Self.decomposed)") }
      #expect(bytes(person.name) == bytes(Self.composed))
      #expect(
        try await desk.together { try await $0.setSalesperson(Self.composed) { $0.team = "North" } }.id == person.id)
      try await desk.addLookupEntry(LookupEntry(Self.decomposed), to: .source)
      #expect(bytes(try await desk.lookup(.source).entries.last?.key) == bytes(Self.composed))
      #expect(
        try await Rules.refusals { try await desk.addLookupEntry(LookupEntry(Self.composed), to: .source) }
          == ["duplicate key"])
    }
  }

  @Test("another encoding, other blanks, other line ends and other digits are no change", arguments: Backend.all)
  func noChange(_ backend: Backend) async throws {
    try await backend.withRules { desk in
      let deal = try await desk.addOpportunity(in: try await desk.addAccount("Acme")) {
        $0.name = Self.composed
        $0.description = "one\r\ntwo"
        $0.lines = [OpportunityLine(product: "gtx", quantity: "1.0", unitPrice: "10.00")]
      }
      #expect(deal.description == "one\ntwo")
      let same = try await desk.edit(deal) {
        $0.name = " " + Self.decomposed
        $0.description = "one\r\ntwo"
        $0.lines = [OpportunityLine(product: "gtx ", quantity: "1.000", unitPrice: 10)]
      }
      #expect(same.version == deal.version)
      #expect("\(try await desk.opportunity(deal.id).lines[0].unitPrice)" == "10.00", "the digits that were given stay")
      let changed = try await desk.edit(deal) { $0.lines[0].unitPrice = "10.01" }
      #expect(changed.amount?.decimalText == "10.01")
    }
  }
}
