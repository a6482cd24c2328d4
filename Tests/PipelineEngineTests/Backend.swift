import Foundation
import MemoryStorage
import PipelineEngine
import PipelinePlugins
import Testing

#if SQLite
  import SQLiteStorage
#endif
#if PostgreSQL
  import PostgreSQLStorage
#endif

/// A bundled backend to run a test on.
struct Backend: Sendable, CustomTestStringConvertible {
  let name: String
  let make: @Sendable (String) -> any StorageDriver

  var testDescription: String { name }

  /// PostgreSQL is among them where there is a server to try it on (`Tests/postgresql.sh`).
  static let all = [memory] + durable
  static let memory = Backend(name: "memory") { _ in MemoryStorage() }

  #if SQLite
    static let sqlite = Backend(name: "sqlite") { SQLiteStorage(path: $0 + "/sales.db") }
    private static let durable = [sqlite] + [postgresql].compactMap { $0 }
  #else
    private static let durable = [postgresql].compactMap { $0 }
  #endif

  #if PostgreSQL
    static let postgresql: Backend? = ProcessInfo.processInfo.environment["PIPELINE_TEST_POSTGRESQL"].map { url in
      Backend(name: "postgresql") { folder in
        var options = PostgreSQLOptions()
        options.schema = String(folder.split(separator: "/").last ?? "tests")
        options.pool = 3
        return PostgreSQLStorage(url: url, options: options)
      }
    }
  #else
    static let postgresql: Backend? = nil
  #endif

  /// Runs with a desk on a fresh store.
  func withDesk(
    environment: PipelineEnvironment = .fixed(at: Instant(startOf: Fixture.today)),
    _ change: (inout PipelineSetup) -> Void = { _ in }, _ body: (Desk) async throws -> Void
  ) async throws {
    let folder = NSTemporaryDirectory() + "pipeline-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var setup = Fixture.setup(make(folder))
    change(&setup)
    let pipeline = try await Pipeline.open(setup, environment: environment)
    do {
      try await body(pipeline.acting(as: "anna"))
    } catch {
      await pipeline.close()
      throw error
    }
    await pipeline.close()
  }
}

extension Backend {
  /// Runs with several pipelines over one place, as several programs would have it.
  func withPipelines(_ count: Int, _ body: ([Pipeline]) async throws -> Void) async throws {
    let folder = NSTemporaryDirectory() + "pipeline-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let setup = Fixture.setup(make(folder))
    var pipelines: [Pipeline] = []
    for seed in 0..<count {
      let environment = PipelineEnvironment.fixed(at: Instant(startOf: Fixture.today), seed: UInt64(seed + 1))
      pipelines.append(try await Pipeline.open(setup, environment: environment))
    }
    do { try await body(pipelines) } catch {
      for pipeline in pipelines { await pipeline.close() }
      throw error
    }
    for pipeline in pipelines { await pipeline.close() }
  }

  /// Runs with a place that can be opened again and again.
  func withPlace(
    _ body: (_ open: () async throws -> Pipeline) async throws -> Void
  ) async throws {
    let folder = NSTemporaryDirectory() + "pipeline-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let setup = Fixture.setup(make(folder))
    try await body { try await Pipeline.open(setup) }
  }
}

/// Keeps everything.
struct EveryChange: HistoryPolicy {
  func keeps(_ change: FieldChange, of edit: RecordEdit) -> Bool { true }
}

/// Entries given in the test.
struct Entries: LookupSource {
  var isEditable = false
  var list: [LookupEntry]
  func entries() async throws -> [LookupEntry] { list }
}

extension Fixture {
  /// A setup over a storage, with the fixture's cycle and editable tables.
  static func setup(_ storage: any StorageDriver) -> PipelineSetup {
    PipelineSetup(
      baseCurrency: .usd, storage: storage,
      lookups: [
        LookupBinding(.line, Entries(list: [LookupEntry("gtx-pro"), LookupEntry("old", isRetired: true)])),
        LookupBinding(.lossReason, Entries(list: [LookupEntry("price")])),
        LookupBinding(.source, Entries(isEditable: true, list: [LookupEntry("fair")])),
      ],
      salesCycles: [cycle], history: [EveryChange()])
  }
}
