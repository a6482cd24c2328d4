import PipelineEngine
import PipelinePlugins
import SalesPipeline
import Testing

/// Person × writing verb × backend. A verb that is denied leaves the journal as long as it was.
@Suite("Who changes what", .serialized)
struct AccessWritingTests {
  static let cases = AccessReadingTests.cases

  /// What becomes of a write to a deal.
  enum Outcome: Equatable { case done, notAllowed, missing }

  static func outcome(_ person: String, _ owner: String) -> Outcome {
    if AccessWorld.changes[person]?.contains(owner) == true { return .done }
    return AccessWorld.sees[person]?.contains(owner) == true ? .notAllowed : .missing
  }

  typealias Verb = @Sendable (Desk, Opportunity) async throws -> Void

  /// Every way to change a deal that is there.
  static let verbs: [(String, Verb)] = [
    ("edit", { desk, deal in _ = try await desk.edit(deal) { $0.nextStep = "write" } }),
    ("edit without a change", { desk, deal in _ = try await desk.edit(deal) { _ in } }),
    ("edit that a rule refuses", { desk, deal in _ = try await desk.edit(deal) { $0.status = "nowhere" } }),
    (
      "edit in a batch", { desk, deal in _ = try await desk.together { try await $0.edit(deal) { $0.nextStep = "b" } } }
    ),
    ("change status", { desk, deal in _ = try await desk.changeStatus(of: deal, to: "engaging") }),
    ("close", { desk, deal in _ = try await desk.close(deal, as: .lost) { $0.lossReason = "price" } }),
    ("reopening that a rule refuses", { desk, deal in _ = try await desk.reopen(deal, to: "engaging") }),
    (
      "close and reopen",
      { desk, deal in
        let closed = try await desk.close(deal, as: .lost) { $0.lossReason = "price" }
        _ = try await desk.reopen(closed, to: "engaging")
      }
    ),
    ("give away", { desk, deal in _ = try await desk.edit(deal) { $0.owner = "dan" } }),
    ("take over", { desk, deal in _ = try await desk.edit(deal) { $0.owner = desk.user } }),
    ("delete", { desk, deal in try await desk.delete(deal) }),
    ("delete in a batch", { desk, deal in try await desk.together { try await $0.delete(deal) } }),
  ]

  @Test("each verb does, is not allowed, or finds nothing, as the stored owner says", arguments: cases)
  func verbs(_ backend: Backend, _ person: String) async throws {
    for (name, verb) in Self.verbs {
      try await AccessWorld.with(backend) { world in
        let desk = world.desk(person)
        for owner in AccessWorld.owners {
          let deal = try #require(world.deals["\(owner)-0"])
          let before = try await world.journalLength()
          let text = await answer { try await verb(desk, deal) }
          let outcome = Self.outcome(person, owner)
          switch outcome {
          case .done:
            #expect(text == "()" || name.hasSuffix("that a rule refuses"), "\(person), \(name), \(owner): \(text)")
          case .notAllowed:
            // A batch names the deal, which the person sees.
            let subject = name.hasSuffix("in a batch") ? "deal 1 (\(deal.externalID ?? "")): " : ""
            #expect(text == "Refused: \(subject)'\(person)' may see this deal, but not change it", "\(name), \(owner)")
          case .missing:
            // The same as for a deal that does not exist, and as by identity.
            let nowhere = Opportunity(id: desk.makeID(), version: deal.version, body: deal.body)
            let missing = await answer { try await verb(desk, nowhere) }
            #expect(text.replacing("\(deal.id)", with: "\(nowhere.id)") == missing, "\(name), \(owner)")
            #expect(missing.contains("\(nowhere.id)"), "\(name), \(owner): \(missing)")
          }
          if outcome != .done { #expect(try await world.journalLength() == before, "\(person), \(name), \(owner)") }
        }
      }
    }
  }

  @Test("an edit by identity too", arguments: cases)
  func byIdentity(_ backend: Backend, _ person: String) async throws {
    try await AccessWorld.with(backend) { world in
      let desk = world.desk(person)
      for owner in AccessWorld.owners {
        let deal = try #require(world.deals["\(owner)-0"])
        let before = try await world.journalLength()
        let text = await answer { try await desk.edit(deal.id) { $0.nextStep = "write" }.id }
        switch Self.outcome(person, owner) {
        case .done: #expect(text == "\(deal.id)")
        case .notAllowed: #expect(text == "Refused: '\(person)' may see this deal, but not change it")
        case .missing: #expect(text == "NotFound: there is no deal '\(deal.id)'")
        }
        if Self.outcome(person, owner) != .done { #expect(try await world.journalLength() == before) }
      }
    }
  }

  @Test("a deal is added for those whose deals one may change, singly and by import", arguments: cases)
  func adding(_ backend: Backend, _ person: String) async throws {
    try await AccessWorld.with(backend) { world in
      let desk = world.desk(person)
      for owner in AccessWorld.owners {
        let allowed = AccessWorld.changes[person]?.contains(owner) == true
        let refusal = "'\(person)' may not add deals for '\(owner)'"
        let before = try await world.journalLength()
        let single = await answer { try await desk.addOpportunity(in: world.acme) { $0.owner = owner }.body.owner }
        #expect(single == (allowed ? owner : "Refused: Owner: \(refusal)"))
        let rows = "id,who\nI-\(owner),\(owner)\n"
        let imported = await answer {
          try await desk.import(Self.mapping("owner: who"), files: Self.file(rows)).isWritten
        }
        #expect(imported == (allowed ? "true" : "ImportRefused: deals.csv:2: column 'who': \(refusal)"))
        if !allowed { #expect(try await world.journalLength() == before, "\(person), \(owner)") }
      }
    }
  }

  @Test("imports over deals that are there go by the stored owner too", arguments: cases)
  func updating(_ backend: Backend, _ person: String) async throws {
    try await AccessWorld.with(backend) { world in
      let desk = world.desk(person)
      for owner in AccessWorld.owners {
        let (outcome, externalID) = (Self.outcome(person, owner), "X-\(owner)-0")
        let before = try await world.journalLength()
        let message: String? =
          switch outcome {
          case .done: nil
          case .notAllowed: "'\(person)' may see this deal, but not change it"
          case .missing: "'\(externalID)' is the external id of another record"
          }
        let text = await answer {
          try await desk.import(Self.mapping("next_step: step"), files: Self.file("id,step\n\(externalID),import\n"))
            .isWritten
        }
        let column = outcome == .missing ? "column 'id': " : ""
        #expect(text == (message.map { "ImportRefused: deals.csv:2: \(column)\($0)" } ?? "true"), "\(person), \(owner)")
        if outcome != .done { #expect(try await world.journalLength() == before, "\(person), \(owner)") }
      }
    }
  }

  @Test("an external id is refused as taken; by which deal only where that may be seen", arguments: cases)
  func duplicates(_ backend: Backend, _ person: String) async throws {
    try await AccessWorld.with(backend) { world in
      // Who may add nothing at all learns nothing.
      let mayAdd = AccessWorld.changes[person]?.isEmpty == false
      let notAllowed = "Owner: '\(person)' may not add deals for '\(person)'"
      let desk = world.desk(person)
      for owner in AccessWorld.owners {
        let holder = try #require(world.deals["\(owner)-0"])
        let text = await answer { try await desk.addOpportunity(in: world.acme) { $0.externalID = "X-\(owner)-0" }.id }
        let named = AccessWorld.sees[person]?.contains(owner) == true ? " (\(holder.id))" : ""
        let refusal = mayAdd ? "External id: 'X-\(owner)-0' is the external id of another record\(named)" : notAllowed
        #expect(text == "Refused: \(refusal)")
      }
    }
  }

  @Test("an account with deals cannot be deleted; their number is shown to those who see them all", arguments: cases)
  func accounts(_ backend: Backend, _ person: String) async throws {
    try await AccessWorld.with(backend) { world in
      let text = await answer { try await world.desk(person).delete(world.zenith) }
      let seesAll = AccessWorld.sees[person]?.count == AccessWorld.owners.count
      #expect(text == "Refused: 'Zenith' has \(seesAll ? "5 " : "")deals; delete or move them first")
    }
  }

  @Test("one denied write in a batch leaves nothing of the others", arguments: Backend.all)
  func batch(_ backend: Backend) async throws {
    try await AccessWorld.with(backend) { world in
      let (own, other) = (try #require(world.deals["anna-0"]), try #require(world.deals["bob-0"]))
      let before = try await world.journalLength()
      await #expect(throws: StoreError.self) {
        try await world.desk("anna").together { batch in
          _ = try await batch.addAccount("New")
          _ = try await batch.edit(own) { $0.nextStep = "mine" }
          _ = try await batch.edit(other) { $0.nextStep = "not mine" }
        }
      }
      #expect(try await world.journalLength() == before)
    }
  }

  @Test("an edit of a deal that was read or written a moment ago reads no more, with boundaries or without")
  func cost() async throws {
    try await AccessWorld.with(.memory) { world in
      let id = try #require(world.deals["anna-0"]).id
      for person in ["root", "anna"] {
        let deal = try await world.desk(person).opportunity(id)
        _ = world.store.takeCounts()
        _ = try await world.desk(person).edit(deal) { $0.nextStep = "by \(person)" }
        #expect(world.store.takeCounts() == ["commit": 1], "\(person)")
        _ = try await world.desk(person).edit(id) { $0.nextStep = "again by \(person)" }
        #expect(world.store.takeCounts() == ["commit": 1], "\(person)")
      }
    }
  }

  static func file(_ text: String) -> [ImportKind: ImportFile] {
    [.opportunities: ImportFile(name: "deals.csv", bytes: Array(text.utf8))]
  }

  private static func mapping(_ field: String) throws -> ImportMapping {
    let text = "{version: 1, opportunities: {fields: {external_id: id, account: {constant: Acme}, \(field)}}}"
    return try ConfigurationReader(catalog: .bundled).check(ImportMapping.self, text: text, file: "m.yaml").get()
  }
}
