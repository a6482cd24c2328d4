import MemoryStorage
import PipelineEngine
import PipelinePlugins
import SalesPipeline
import Testing

/// A stage gets another default probability: what becomes of the deals that are there.
@Suite("Another default probability", .serialized)
struct RevalueTests {
  private static func cycle(_ share: Int) -> SalesCycle {
    SalesCycle(
      "direct",
      stages: [
        Stage("new", probability: Fixture.percent(share)), Stage("late", probability: Fixture.percent(60)),
        Stage("won", outcome: .won), Stage("lost", outcome: .lost),
      ])
  }

  @Test("a dry run says which deals would change, revaluing changes them, and a person's figure stays")
  func revalued() async throws {
    let storage = MemoryStorage()
    var setup = PipelineSetup(storage: storage, salesCycles: [Self.cycle(10)])
    let first = try await Pipeline.open(setup)
    let desk = first.acting(as: "anna")
    let account = try await desk.addAccount("Acme")
    let plain = try await desk.addOpportunity(in: account) { $0.name = "plain" }
    let stated = try await desk.addOpportunity(in: account) {
      $0.name = "stated"
      $0.probability = Fixture.percent(33)
    }
    let late = try await desk.addOpportunity(in: account) { $0.status = "late" }
    await first.close()
    setup.salesCycles = [Self.cycle(20)]
    let second = try await Pipeline.open(setup)
    let later = second.acting(as: "anna")
    #expect(try await second.findings().map(\.kind) == [.otherDefault(cycle: "direct", status: "new", deals: 1)])
    let planned = try await later.revalue(isDryRun: true)
    #expect(planned.changes.map { $0.deal.id } == [plain.id] && planned.operation == nil)
    #expect(try await later.opportunity(plain.id).probability == Fixture.percent(10))
    #expect(try await later.revalue(stages: ["late"]).changes.isEmpty)
    let done = try await later.revalue(stages: ["new"])
    #expect(done.changedCount == 1)
    #expect(try await later.opportunity(plain.id).probability == Fixture.percent(20))
    #expect(try await later.opportunity(plain.id).body.probabilityOrigin == .stage)
    #expect(try await later.opportunity(stated.id).probability == Fixture.percent(33))
    #expect(try await later.opportunity(late.id).probability == Fixture.percent(60))
    #expect(try await second.findings().isEmpty)
    await #expect(throws: UnknownName.self) { try await later.revalue(stages: ["nowhere"]) }
    await second.close()
  }

  @Test("differences are told in words, each with the stage that it is about")
  func differences() {
    func cycle(_ stages: [Stage], days: Int = 42) -> PipelineSetup {
      PipelineSetup(storage: MemoryStorage(), salesCycles: [SalesCycle("direct", closeDateDays: days, stages: stages)])
    }
    let closed = [Stage("won", outcome: .won), Stage("lost", outcome: .lost)]
    let before = cycle(
      [
        Stage("new", probability: Fixture.percent(10), next: ["offer"]),
        Stage("offer", probability: Fixture.percent(50)),
        Stage("test", probability: Fixture.percent(70)),
      ] + closed)
    let after = cycle(
      [
        Stage("new", probability: Fixture.percent(15), next: ["proposal", "lost"], requires: ["next_step"]),
        Stage("proposal", label: "Proposal", probability: Fixture.percent(50), was: ["offer"]),
        Stage("legal", probability: Fixture.percent(80)),
      ] + closed, days: 30)
    let found = before.differences(to: after)
    #expect(
      found.map { $0.explanation.text(Phrasebook.english) } == [
        "direct: a new deal is expected to close after 30 days, not 42",
        "the stage test is removed: deals in it stay there until they are moved",
        "new stage legal, 80%",
        "new: 15% instead of 10% for deals that arrive; deals that are there keep theirs",
        "new: also needs Next step",
        "new: deals may also go to lost",
        "Proposal: the key 'offer' becomes 'proposal', and deals move along when the store is opened for writing",
        "offer is now called Proposal",
      ])
    #expect(found.map(\.status) == [nil, "test", nil, "new", "new", "new", "offer", "offer"])
    #expect(found.compactMap(\.probability) == [Fixture.percent(15)])
    #expect(before.differences(to: before).isEmpty)
  }
}
