import Foundation
import PipelineEngine
import PipelinePlugins
import PipelineTesting
import Synchronization
import Testing

/// What an error means: a command that threw has written nothing, and the next one works, no matter which call failed.
@Suite("Any call of the store fails")
struct FaultTests {
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
    _ = try await verb.run(World(desk: other.acting(as: "anna")))
    let after = try await Self.state(reference)
    await other.close()
    _ = world
    var calls = 0
    for fault in FaultPlan.Fault.allCases {
      for call in 1...200 {
        let happened = try await trial(verb, backend, fault, call, kept, (before, after))
        if !happened { break }
        calls += 1
      }
    }
    Self.tried.withLock { tried in
      tried[backend.name, default: (0, 0)].verbs += 1
      tried[backend.name, default: (0, 0)].calls += calls
      let (verbs, calls) = tried[backend.name] ?? (0, 0)
      Torture.report(
        "any call of the store fails (\(backend.name))",
        "\(verbs) verbs, \(calls) failing, lost or cancelled calls: nothing or everything written, next call works, so does reopening"
      )
    }
  }

  /// What was tried so far, by backend.
  private static let tried = Mutex<[String: (verbs: Int, calls: Int)]>([:])

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
    let result = await Task { try await verb.run(world) }.result
    let happened = faults.happened
    faults.plan(nil)
    let what = "\(verb.name): \(fault) at call \(call)"
    let answer: String
    switch result {
    case .success(let given): answer = given
    case .failure(let error):
      #expect(happened, "\(what): \(error)")
      try await Self.expect(driver, states.before, "\(what) threw \(error), and wrote")
      answer = try await verb.run(world)
    }
    if verb.isRepeatable { #expect(try await verb.run(world) == answer, "\(what), sent again") }
    try await Self.expect(driver, states.after, "\(what), the next call")
    await pipeline.close()
    let again = try await Pipeline.open(Fixture.setup(driver), environment: Self.environment)
    if verb.isRepeatable {
      let late = try await verb.run(World(desk: again.acting(as: "anna")))
      #expect(late == answer, "\(what), sent again after a restart")
    }
    try await Self.expect(driver, states.after, "\(what), reopened")
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
    let isThere = try await desk.findAccount(externalID: "A") != nil
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

  private static func expect(_ driver: any StorageDriver, _ expected: [String], _ what: String) async throws {
    let found = try await state(driver)
    #expect(found == expected, "\(what): \(Set(found).symmetricDifference(expected).sorted())")
  }

  /// Everything that a store holds, without identities and moments, which differ from run to run. What imports remember is left out
  /// too: it has a hash of the account's identity.
  private static func state(_ driver: any StorageDriver) async throws -> [String] {
    let store = try await driver.open(
      StoreContext(workspace: "default", schema: Pipeline.schema, mode: .reading))
    var lines: [String] = []
    do {
      for record in Pipeline.schema {
        let names = record.fields.filter { $0.type != .bytes && $0.name != "imported" }.map(\.name)
        let page = try await store.load(record.kind, fields: names, page: nil)
        for row in page.ids.indices {
          let cells = zip(names, page.columns).map { name, column in
            switch column {
            case .integers(let numbers): "\(numbers[row])"
            case .texts(let codes, _) where codes[row] == CellColumn.missingCode: "-"
            // Identities of accounts, of which the number counts.
            case .texts(let codes, let texts) where name == "merged": "\(texts[Int(codes[row])].utf8.count)"
            case .texts(let codes, let texts): texts[Int(codes[row])]
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
