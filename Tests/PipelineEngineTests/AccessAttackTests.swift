import Foundation
import PipelineEngine
import PipelinePlugins
import Testing

/// Anna tries to get at Bob's deal through every way in that a desk and a batch have.
@Suite("Nobody gets at what is not theirs", .serialized)
struct AccessAttackTests {
  @Test("a made-up copy that names oneself as owner opens nothing, with any version", arguments: Backend.all)
  func forged(_ backend: Backend) async throws {
    try await AccessWorld.with(backend) { world in
      let desk = world.desk("anna")
      let (own, other) = (try #require(world.deals["anna-0"]), try #require(world.deals["bob-0"]))
      let before = try await world.journalLength()
      for version in [0, 1, other.version, other.version + 1, .max] as [Int64] {
        let forged = Opportunity(id: other.id, version: version, body: own.body)
        let nowhere = Opportunity(id: desk.makeID(), version: version, body: own.body)
        for (name, verb) in AccessWritingTests.verbs {
          let text = await answer { try await verb(desk, forged) }
          let missing = await answer { try await verb(desk, nowhere) }
          #expect(text.replacing("\(other.id)", with: "\(nowhere.id)") == missing, "\(name) at version \(version)")
        }
      }
      #expect(try await world.journalLength() == before)
      #expect(try await world.desk("root").opportunity(other.id) == other)
    }
  }

  @Test("an external id cannot be tried out on a made-up copy of the deal that has it", arguments: Backend.all)
  func guessing(_ backend: Backend) async throws {
    try await AccessWorld.with(backend) { world in
      let desk = world.desk("anna")
      let (own, other) = (try #require(world.deals["anna-0"]), try #require(world.deals["bob-0"]))
      for guess in ["X-bob-0", "X-nothing"] {
        let text = await answer {
          try await desk.edit(Opportunity(id: other.id, version: 1, body: own.body)) { $0.externalID = guess }
        }
        #expect(text.contains("was read at version 1") && !text.contains(guess), "\(text)")
      }
    }
  }

  @Test(
    "what was given away is out of sight at once, within the batch too, its history included", arguments: Backend.all)
  func givenAway(_ backend: Backend) async throws {
    try await AccessWorld.with(backend) { world in
      let desk = world.desk("anna")
      let deal = try #require(world.deals["anna-0"])
      let before = try await world.journalLength()
      await #expect(throws: StoreError.self) {
        try await desk.together { batch in
          let given = try await batch.edit(deal) { $0.owner = "bob" }
          _ = try await batch.edit(given) { $0.nextStep = "still mine?" }
        }
      }
      await #expect(throws: StoreError.self) {
        try await desk.together { batch in
          let given = try await batch.edit(deal) { $0.owner = "bob" }
          try await batch.delete(given)
        }
      }
      #expect(try await world.journalLength() == before)
      let given = try await desk.edit(deal) { $0.owner = "bob" }
      let found = await answer { try await desk.opportunity(deal.id) }
      #expect(found == "NotFound: there is no deal '\(deal.id)'")
      #expect(try await desk.history(of: deal.id).isEmpty)
      await #expect(throws: StoreError.self) { try await desk.edit(given) { $0.owner = "anna" } }
      // Her old copy is no key either, and does not tell that the deal is still there.
      let text = await answer { try await desk.edit(deal) { $0.owner = "anna" } }
      let nowhere = Opportunity(id: desk.makeID(), version: deal.version, body: deal.body)
      let missing = await answer { try await desk.edit(nowhere) { $0.owner = "anna" } }
      #expect(text.replacing("\(deal.id)", with: "\(nowhere.id)") == missing)
      #expect(try await world.desk("bob").history(of: deal.id).count == world.desk("root").history(of: deal.id).count)
    }
  }

  @Test("a deal that somebody takes away while it is being edited is gone, not in conflict", arguments: Backend.all)
  func takenMeanwhile(_ backend: Backend) async throws {
    try await AccessWorld.with(backend) { world in
      let deal = try #require(world.deals["anna-0"])
      let nowhere = world.desk("anna").makeID()
      // Writers take turns, so it can only be taken away before the edit's turn comes.
      _ = try await world.desk("root").edit(deal) { $0.owner = "bob" }
      let text = await answer { try await world.desk("anna").edit(deal) { $0.nextStep = "mine" } }
      let missing = await answer {
        try await world.desk("anna").edit(Opportunity(id: nowhere, version: deal.version, body: deal.body)) {
          $0.nextStep = "mine"
        }
      }
      #expect(text.replacing("\(deal.id)", with: "\(nowhere)") == missing)
    }
  }

  @Test(
    "a copy that claims the next version does not outlive the deal's going to somebody else", arguments: Backend.all)
  func early(_ backend: Backend) async throws {
    try await AccessWorld.with(backend) { world in
      let deal = try #require(world.deals["anna-0"])
      let early = Opportunity(id: deal.id, version: deal.version + 1, body: deal.body)
      await #expect(throws: StoreError.self) { try await world.desk("anna").edit(early) { $0.nextStep = "mine" } }
      _ = try await world.desk("root").edit(deal) { $0.owner = "bob" }
      await #expect(throws: StoreError.self) { try await world.desk("anna").edit(early) { $0.nextStep = "mine" } }
      #expect(try await world.desk("bob").opportunity(deal.id).nextStep == "call anna")
    }
  }

  @Test("a deleted deal's history is seen by those who could see it last, and by nobody else", arguments: Backend.all)
  func deleted(_ backend: Backend) async throws {
    try await AccessWorld.with(backend) { world in
      let deal = try #require(world.deals["bob-0"])
      try await world.desk("bob").delete(deal)
      for person in AccessWorld.people {
        let sees = AccessWorld.sees[person]?.contains("bob") == true
        #expect(try await world.desk(person).history(of: deal.id).isEmpty == !sees, "\(person)")
        #expect(try await world.desk(person).history(ofAccount: deal.id).isEmpty, "\(person)")
      }
    }
  }

  @Test("a deal is no account, and an account's history has no deal", arguments: Backend.all)
  func kinds(_ backend: Backend) async throws {
    try await AccessWorld.with(backend) { world in
      let desk = world.desk("mallory")
      let deal = try #require(world.deals["bob-0"])
      let found = await answer { try await desk.account(deal.id) }
      #expect(found == "NotFound: there is no account '\(deal.id)'")
      #expect(try await desk.accounts([deal.id]).isEmpty)
      #expect(try await desk.history(of: world.acme.id).isEmpty)
      #expect(try await !"\(desk.history(ofAccount: world.acme.id))".contains("bob"))
    }
  }

  @Test("a salesperson's entry grants nothing: nobody gets into a team by editing it", arguments: Backend.all)
  func teams(_ backend: Backend) async throws {
    try await AccessWorld.with(backend) { world in
      let desk = world.desk("bob")
      try await desk.together { batch in
        _ = try await batch.setSalesperson("bob") {
          $0.team = "south"
          $0.manager = nil
        }
        _ = try await batch.setSalesperson("cy") { $0.manager = "bob" }
      }
      #expect(try await Set(desk.opportunities().items.map(\.body.owner)) == ["anna", "bob"])
    }
  }

  @Test("a name that resembles a person's is a stranger's", arguments: ["Root", "ROOT", "root\0", "", "*"])
  func names(name: String) async throws {
    try await AccessWorld.with(.memory) { world in
      let listed = try await world.desk(name).opportunities().total
      let counted = try await world.desk(name).funnel().total.count
      #expect(listed == 0 && counted == 0)
    }
  }

  @Test("a status that no sales cycle has any more is known to those who see a deal in it, and to nobody else")
  func statuses() async throws {
    let folder = NSTemporaryDirectory() + "pipeline-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var setup = Fixture.setup(Backend.memory.make(folder))
    let now = setup.salesCycles
    setup.salesCycles = [
      SalesCycle("direct", stages: now[0].stages + [Stage("secret-plan", probability: Fixture.percent(50))])
    ]
    let environment = PipelineEnvironment.fixed(at: Instant(startOf: Fixture.today))
    let before = try await Pipeline.open(setup, environment: environment)
    _ = try await before.acting(as: "bob").together { batch in
      try await batch.addOpportunity(in: try await batch.addAccount("Acme")) {
        $0.nextStep = "call"
        $0.status = "secret-plan"
      }
    }
    await before.close()
    setup.salesCycles = now
    setup.access = Policy(grants: [
      "anna": AccessGrant(sees: .owners(["anna"])), "bob": AccessGrant(sees: .owners(["bob"])),
    ])
    let pipeline = try await Pipeline.open(setup, environment: environment)
    let known = "prospecting, engaging, won, lost"
    let text = await answer { try await pipeline.acting(as: "anna").deals(inStage: "secret-plan").total }
    #expect(text == "NotFound: there is no stage 'secret-plan'; there are: \(known)")
    #expect(try await pipeline.acting(as: "anna").funnel().rows.map(\.status) == ["prospecting", "engaging"])
    #expect(try await pipeline.acting(as: "bob").deals(inStage: "secret-plan").total == 1)
    let typo = await answer { try await pipeline.acting(as: "bob").deals(inStage: "sekret-plan").total }
    #expect(typo == "NotFound: there is no stage 'sekret-plan'; did you mean 'secret-plan'?")
    let guessed = await answer { try await pipeline.acting(as: "anna").deals(inStage: "sekret-plan").total }
    #expect(guessed == "NotFound: there is no stage 'sekret-plan'; there are: \(known)")
    await pipeline.close()
  }

  @Test("a private report is no way to others' deals, nor is a shared one", arguments: Backend.all)
  func reports(_ backend: Backend) async throws {
    try await AccessWorld.with(backend) { world in
      var definition = ReportDefinition("all-of-it", period: .all, groupBy: [.owner])
      definition.visibility = .everyone
      try await world.desk("root").reports.save(definition)
      for person in AccessWorld.people {
        let document = try await world.desk(person).reports.run("all-of-it")
        let owners = Set(document.table.rows.compactMap { $0.first?.plainText(.text) })
        #expect(owners == AccessWorld.sees[person], "\(person)")
      }
      definition.owners = ["bob"]
      definition.name = "bobs"
      try await world.desk("anna").reports.save(definition)
      let document = try await world.desk("anna").reports.run("bobs")
      #expect(document.table.rows.isEmpty && document.gaps.isEmpty)
    }
  }
}
