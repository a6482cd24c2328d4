import Foundation
import PipelineEngine
import PipelinePlugins
import PipelineTesting
import Testing

/// What an error means: a command that threw has written nothing, and whatever failed, the next one works.
@Suite("Whatever call of the store fails")
struct FaultTests {
  /// What is there before each verb, found again by names that every run shares.
  struct World: Sendable {
    let desk: Desk

    static func make(_ desk: Desk) async throws -> World {
      let acme = try await desk.addAccount("Acme", source: "fair") { $0.externalID = "A" }
      _ = try await desk.addAccount("Empty", source: "fair") { $0.externalID = "E" }
      _ = try await desk.addOpportunity(in: acme) { $0.externalID = "open" }
      let won = try await desk.addOpportunity(in: acme) { $0.externalID = "won" }
      let engaging = try await desk.edit(won) {
        $0.status = "engaging"
        $0.nextStep = "Sign"
      }
      _ = try await desk.close(engaging, as: .won)
      _ = try await desk.together { try await $0.setSalesperson("anna") { $0.team = "East" } }
      try await desk.reports.save(ReportDefinition("mine", groupBy: [.stage]))
      try await desk.addLookupEntry(LookupEntry("web"), to: .source)
      return World(desk: desk)
    }

    /// A wrong answer is no answer.
    func check(_ holds: Bool) throws { try #require(holds) }

    func account(_ id: String) async throws -> Account { try #require(try await desk.account(externalID: id)) }
    func deal(_ id: String) async throws -> Opportunity { try #require(try await desk.opportunity(externalID: id)) }
  }

  /// A verb of the desk, tried on a fresh world.
  struct Verb: Sendable, CustomTestStringConvertible {
    let name: String
    let run: @Sendable (World) async throws -> Void
    var testDescription: String { name }

    init(_ name: String, _ run: @escaping @Sendable (World) async throws -> Void) {
      (self.name, self.run) = (name, run)
    }
  }

  static let verbs: [Verb] = writing + lists + reading

  private static let writing: [Verb] = [
    Verb("add an account") { _ = try await $0.desk.addAccount("New", source: "fair") { $0.externalID = "N" } },
    Verb("edit an account") { _ = try await $0.desk.edit($0.account("A")) { $0.owner = "ben" } },
    Verb("delete an account") { try await $0.desk.delete($0.account("E")) },
    Verb("add a deal") { _ = try await $0.desk.addOpportunity(in: $0.account("A")) { $0.externalID = "N" } },
    Verb("edit a deal") { _ = try await $0.desk.edit($0.deal("open")) { $0.nextStep = "Call" } },
    Verb("edit a deal by its identity") { world in
      _ = try await world.desk.edit(world.deal("open").id) { $0.nextStep = "Call" }
    },
    Verb("close a deal") { _ = try await $0.desk.close($0.deal("open"), as: .lost) { $0.lossReason = "price" } },
    Verb("reopen a deal") { world in
      _ = try await world.desk.edit(world.deal("won")) {
        $0.nextStep = "Again"
        $0.status = "engaging"
      }
    },
    Verb("delete a deal") { try await $0.desk.delete($0.deal("open")) },
    Verb("add and edit together") { world in
      let (acme, deal) = (try await world.account("A"), try await world.deal("open"))
      try await world.desk.together { batch in
        _ = try await batch.edit(acme) { $0.owner = "ben" }
        _ = try await batch.addOpportunity(in: acme) { $0.externalID = "N" }
        _ = try await batch.edit(deal) { $0.nextStep = "Call" }
        _ = try await batch.setSalesperson("ben")
      }
    },
  ]

  private static let lists: [Verb] = [
    Verb("add an entry") { try await $0.desk.addLookupEntry(LookupEntry("mail"), to: .source) },
    Verb("rename an entry") { try await $0.desk.renameLookupEntry("fair", in: .source, to: "Trade fair") },
    Verb("set an attribute") { try await $0.desk.setLookupAttribute("cost", of: "fair", in: .source, to: "3") },
    Verb("retire an entry") { try await $0.desk.retireLookupEntry("web", in: .source) },
    Verb("save a report") { try await $0.desk.reports.save(ReportDefinition("new", groupBy: [.stage])) },
    Verb("save a report again") { try await $0.desk.reports.save(ReportDefinition("mine", groupBy: [.owner])) },
    Verb("rename a report") { try await $0.desk.reports.rename("mine", to: "ours") },
    Verb("copy a report") { try await $0.desk.reports.copy("mine", as: "ours") },
    Verb("delete a report") { try await $0.desk.reports.delete("mine") },
  ]

  private static let reading: [Verb] = [
    Verb("list deals") { try $0.check(try await $0.desk.opportunities().total == 2) },
    Verb("list accounts") { try $0.check(try await $0.desk.accounts(nameContains: "").total == 2) },
    Verb("the funnel") { try $0.check(try await $0.desk.funnel().total.count == 1) },
    Verb("the funnel as of then") { world in
      let day = world.desk.endOfDay(Fixture.today)
      try world.check(try await world.desk.funnel(ReportScope(asOf: day)).total.count == 1)
    },
    Verb("run a report") { world in _ = try await world.desk.reports.run("mine") },
    Verb("a deal's history") { world in
      let deal = try await world.deal("won")
      try world.check(try await !world.desk.history(of: deal.id).isEmpty)
    },
  ]

  @Test(
    "a verb has written nothing or everything, the next call works, and so does reopening", arguments: verbs,
    Backend.all)
  func everyCall(verb: Verb, backend: Backend) async throws {
    let template = try Self.folder()
    defer { try? FileManager.default.removeItem(atPath: template) }
    // What the verb does when nothing fails.
    let (driver, pipeline, world) = try await Self.begin(backend, FaultPlan(), in: template, from: nil)
    let before = try await Self.state(driver)
    await pipeline.close()
    let kept = try Self.folder()
    defer { try? FileManager.default.removeItem(atPath: kept) }
    try Self.copy(template, to: kept)
    let (reference, other, _) = try await Self.begin(backend, FaultPlan(), in: template, from: kept)
    try await verb.run(World(desk: other.acting(as: "anna")))
    let after = try await Self.state(reference)
    await other.close()
    _ = world
    for fault in FaultPlan.Fault.allCases {
      for call in 1...200 {
        let happened = try await trial(verb, backend, fault, call, kept, (before, after))
        if !happened { break }
      }
    }
  }

  /// - Returns: Whether the fault happened: the verb made that many calls.
  private func trial(
    _ verb: Verb, _ backend: Backend, _ fault: FaultPlan.Fault, _ call: Int, _ template: String,
    _ states: (before: [String], after: [String])
  ) async throws -> Bool {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let faults = FaultPlan()
    let (driver, pipeline, world) = try await Self.begin(backend, faults, in: folder, from: template)
    faults.plan(fault, atCall: call)
    let error = await Task { try await verb.run(world) }.result.error
    let happened = faults.happened
    faults.plan(nil)
    let what = "\(verb.name): \(fault) at call \(call)"
    if let error {
      #expect(happened, "\(what): \(error)")
      #expect(try await Self.state(driver) == states.before, "\(what) threw \(error), and wrote")
      try await verb.run(world)
    }
    #expect(try await Self.state(driver) == states.after, "\(what), the next call")
    await pipeline.close()
    let again = try await Pipeline.open(Fixture.setup(driver), environment: Self.environment)
    #expect(try await Self.state(driver) == states.after, "\(what), reopened")
    _ = try await again.acting(as: "anna").addAccount("Later")
    await again.close()
    return happened
  }

  private static let environment = PipelineEnvironment.fixed(at: Instant(startOf: Fixture.today))

  private static func folder() throws -> String {
    let folder = NSTemporaryDirectory() + "faults-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return folder
  }

  private static func copy(_ folder: String, to other: String) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
      try FileManager.default.copyItem(atPath: folder + "/" + name, toPath: other + "/" + name)
    }
  }

  /// Opens a pipeline on a world: a new one, or a copy of one that a folder holds.
  private static func begin(
    _ backend: Backend, _ faults: FaultPlan, in folder: String, from template: String?
  ) async throws -> (any StorageDriver, Pipeline, World) {
    let driver = backend.make(folder)
    if let template, folder != template { try? copy(template, to: folder) }
    // What is opened again makes other identities than those that the file holds, as a clock that goes on does.
    let seed: UInt64 = template == nil ? 7 : 8
    let pipeline = try await Pipeline.open(
      Fixture.setup(FaultyDriver(driver, faults)), environment: .fixed(at: Instant(startOf: Fixture.today), seed: seed))
    let desk = pipeline.acting(as: "anna")
    let isThere = try await desk.account(externalID: "A") != nil
    return (driver, pipeline, isThere ? World(desk: desk) : try await World.make(desk))
  }

  @Test("an opening that failed or was cancelled is as if it had not been", arguments: Backend.all)
  func opening(backend: Backend) async throws {
    for fault in FaultPlan.Fault.allCases {
      for call in 1...30 {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let driver = backend.make(folder)
        let faults = FaultPlan()
        let setup = Fixture.setup(FaultyDriver(driver, faults))
        let environment = Self.environment
        faults.plan(fault, atCall: call)
        let first = await Task { try await Pipeline.open(setup, environment: environment) }.result
        let happened = faults.happened
        faults.plan(nil)
        await (try? first.get())?.close()
        let pipeline = try await Pipeline.open(setup, environment: environment)
        #expect(try await pipeline.acting(as: "anna").lookup(.source).entries.map(\.key) == ["fair"])
        _ = try await World.make(pipeline.acting(as: "anna"))
        await pipeline.close()
        if !happened { break }
      }
    }
  }

  /// Everything that a store holds, without identities and moments, which differ from run to run.
  private static func state(_ driver: any StorageDriver) async throws -> [String] {
    let store = try await driver.open(
      StoreContext(workspace: "default", schema: Pipeline.schema, mode: .reading))
    var lines: [String] = []
    do {
      for record in Pipeline.schema {
        let names = record.fields.filter { $0.type != .bytes }.map(\.name)
        let page = try await store.load(record.kind, fields: names, page: nil)
        for row in page.ids.indices {
          let cells = page.columns.map { column in
            switch column {
            case .integers(let numbers): "\(numbers[row])"
            case .texts(let codes, let texts):
              codes[row] == CellColumn.missingCode ? "-" : texts[Int(codes[row])]
            case .identities: ""
            }
          }
          lines.append("\(record.kind) \(page.versions[row]) \(cells.joined(separator: "|"))")
        }
      }
      let entries = try await store.journal(nil, id: nil, after: .start, limit: .max).entries
      lines.append("\(entries.count) entries")
    } catch {
      await store.close()
      throw error
    }
    await store.close()
    return lines.sorted()
  }
}

extension Result {
  fileprivate var error: Failure? { if case .failure(let error) = self { error } else { nil } }
}
