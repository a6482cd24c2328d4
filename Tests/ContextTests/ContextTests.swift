import MemoryStorage
import PipelinePlugins
import SalesPipeline
import Testing

// Everything here compiles without a warning.

/// A screen of an app: its closures read its own state.
@MainActor
final class DealForm {
  var name = "Acme"
  var nextStep = "Call"
  private(set) var saved: [Opportunity] = []
  private(set) var stages = 0

  func save(_ desk: Desk) async throws {
    let account = try await desk.addAccount(name) { $0.owner = self.nextStep }
    var deal = try await desk.addOpportunity(in: account) { $0.nextStep = self.nextStep }
    deal = try await desk.edit(deal) { $0.description = self.name }
    deal = try await desk.edit(deal.id) { $0.winLossReport = self.name }
    let renamed = try await desk.edit(account) { $0.name = self.name + " Inc." }
    let both = try await desk.together { transaction in
      let more = try await transaction.addOpportunity(in: renamed) { $0.name = self.nextStep }
      return [try await transaction.edit(deal.id) { $0.name = self.name }, more]
    }
    saved += both
    stages = try await desk.funnel().rows.count
  }
}

/// A type of an app that is an actor of its own.
actor Importer {
  private var count = 0

  func run(_ desk: Desk, _ account: Account) async throws -> Int {
    for number in 0..<3 {
      _ = try await desk.addOpportunity(in: account) {
        $0.name = "Deal \(number)"
        count += 1
      }
    }
    return count
  }
}

/// A handler of a server: isolated to nothing.
struct Handler {
  let greeting: String

  func handle(_ desk: Desk, _ id: RecordID) async throws -> String? {
    try await desk.edit(id) { $0.nextStep = greeting }.nextStep
  }
}

/// The entry point of a tool, as `@main` has it.
@MainActor
enum Tool {
  static func main(_ desk: Desk) async throws -> Int {
    let account = try await desk.addAccount("Tool")
    let name = "from main"
    _ = try await desk.addOpportunity(in: account) { $0.name = name }
    return try await desk.opportunities().total
  }
}

@Suite("From any actor")
struct ContextTests {
  @Test("a type of the main actor uses its own state in closures")
  func mainActor() async throws {
    try await withDesk { desk in
      let form = DealForm()
      try await form.save(desk)
      let names = await form.saved.map(\.body.name)
      let stages = await form.stages
      #expect(names == ["Acme", "Call"] && stages > 0)
    }
  }

  @Test("an actor uses its own state in closures")
  func actor() async throws {
    try await withDesk { desk in
      let account = try await desk.addAccount("Acme")
      let count = try await Importer().run(desk, account)
      #expect(count == 3)
    }
  }

  @Test("a nonisolated handler, many at once in a task group")
  func handlers() async throws {
    try await withDesk { desk in
      let account = try await desk.addAccount("Acme")
      let deal = try await desk.addOpportunity(in: account)
      let answers = try await withThrowingTaskGroup(of: String?.self) { group in
        for number in 0..<8 {
          group.addTask { try await Handler(greeting: "Hello \(number)").handle(desk, deal.id) }
        }
        var answers: [String?] = []
        for try await answer in group { answers.append(answer) }
        return answers
      }
      #expect(Set(answers) == Set((0..<8).map { "Hello \($0)" }))
    }
  }

  @Test("an entry point of a tool")
  func entryPoint() async throws {
    try await withDesk { desk in
      let total = try await Tool.main(desk)
      #expect(total == 1)
    }
  }

  @Test("a pipeline is set up in Swift alone, as the guide does")
  func setup() async throws {
    let setup = PipelineSetup(
      name: "Direct sales", baseCurrency: .eur, storage: MemoryStorage(),
      reports: [ReportDefinition("this-year", period: .relative(.thisYear), groupBy: [.owner, .stage])])
    let pipeline = try await Pipeline.open(setup)
    let desk = pipeline.acting(as: "anna")
    let acme = try await desk.addAccount("Acme")
    let today = pipeline.today
    _ = try await desk.addOpportunity(in: acme) { $0.expectedCloseDate = today }
    let report = try await desk.forecast("this-year")
    #expect(report.table.rows.count > 0)
    await pipeline.close()
  }

  private func withDesk(_ body: (Desk) async throws -> Void) async throws {
    let pipeline = try await Pipeline.open(PipelineSetup(baseCurrency: .eur, storage: MemoryStorage()))
    do { try await body(pipeline.acting(as: "anna")) } catch {
      await pipeline.close()
      throw error
    }
    await pipeline.close()
  }
}
