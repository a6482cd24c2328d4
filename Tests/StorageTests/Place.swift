import Foundation
import MemoryStorage
import PipelinePlugins
import PipelineTesting
import Testing

#if SQLite
  import SQLiteStorage
#endif

#if PostgreSQL
  import PostgreSQLStorage
#endif

/// A folder of a test's own, removed with the last reference to it.
final class Place: Sendable {
  let folder: String
  var path: String { folder + "/sales.db" }
  var log: String { folder + "/acknowledged.txt" }

  init() throws {
    folder = NSTemporaryDirectory() + "storage-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// What the folder holds, by name.
  func files() throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
      files[name] = try Data(contentsOf: URL(filePath: folder + "/" + name))
    }
    return files
  }
}

#if SQLite
  extension Place {
    /// A process that writes to the file until it is killed, through a store that is wrong in some way.
    func killedWriter(_ fault: Fault?) -> KilledProcess {
      KilledProcess(log: log) {
        await #expect(processExitsWith: .signal(SIGKILL)) {
          [path = self.path as String, log = self.log as String, fault = fault?.rawValue as String?] in
          let driver = SQLiteStorage(path: path)
          let broken = fault.flatMap(Fault.init).map { BrokenDriver(base: driver, fault: $0) }
          try await StorageContract.writeUntilKilled(broken ?? driver, log: log)
        }
      }
    }
  }
#endif

/// A driver that keeps its folder.
struct PlacedDriver: StorageDriver {
  let place: Place
  let driver: any StorageDriver

  func open(_ context: StoreContext) async throws -> any Store { try await driver.open(context) }
}

extension StorageTrial {
  /// The process of the trial, with a store that is wrong in some way; `nil` where none writes to a file.
  func killed(_ fault: Fault) -> KilledProcess? {
    #if SQLite
      (driver as? PlacedDriver)?.place.killedWriter(fault)
    #else
      nil
    #endif
  }
}

/// The bundled backends, each over a fresh place.
enum Bundled {
  static let names = ["memory"] + (hasSQLite ? ["sqlite"] : []) + (hasPostgreSQL ? ["postgresql"] : [])

  /// Whether there is a server to try it on.
  static var hasPostgreSQL: Bool {
    #if PostgreSQL
      TestServer.isThere
    #else
      false
    #endif
  }

  /// Whether the trait is on.
  static var hasSQLite: Bool {
    #if SQLite
      true
    #else
      false
    #endif
  }

  static func trial(_ name: String, seed: UInt64 = 1) throws -> StorageTrial {
    #if PostgreSQL
      if name == "postgresql" {
        var schema = TestSchema()
        schema.options.pageRows = 16
        schema.options.loadPatience = .seconds(600)
        let place = try Place()
        let driver = PlacedDriver(place: place, driver: schema.driver())
        let name = schema.name
        let killed = KilledProcess(log: place.log) {
          await #expect(processExitsWith: .signal(SIGKILL)) { [name = name as String, log = place.log as String] in
            try await StorageContract.writeUntilKilled(TestSchema(name).driver(), log: log)
          }
        }
        return StorageTrial(
          driver, other: schema.driver(), claims: [.outlivesDriver, .groups], seed: seed, killed: killed)
      }
    #endif
    #if SQLite
      if name == "sqlite" { return try sqlite(seed: seed) }
    #endif
    return StorageTrial(MemoryStorage(), seed: seed)
  }

  #if SQLite
    private static func sqlite(seed: UInt64) throws -> StorageTrial {
      let place = try Place()
      // Small pages, so that a load of a few records has several.
      var options = SQLiteOptions()
      options.pageRows = 16
      options.manyEntries = 16
      // A busy machine may leave a load alone for long.
      options.loadPatience = .seconds(600)
      options.wait = .zero
      let drivers = (0..<2).map { _ in
        PlacedDriver(place: place, driver: SQLiteStorage(path: place.path, options: options))
      }
      return StorageTrial(
        drivers[0], other: drivers[1], claims: [.outlivesDriver, .oneWriter], seed: seed,
        killed: place.killedWriter(nil))
    }
  #endif
}

extension Bundled {
  /// A backend that several drivers write: two stores of one memory.
  static func severalWriters() -> StorageTrial {
    let memory = MemoryStorage()
    return StorageTrial(memory, other: memory, claims: [.outlivesDriver])
  }

  /// A backend that groups records: a memory whose records are loaded for it.
  static func grouping() -> StorageTrial { StorageTrial(GroupingByHand(inner: MemoryStorage()), claims: [.groups]) }
}

/// A small schema for tests of the file itself.
let deals: RecordKind = "deal"
let dealSchema = [RecordSchema(deals, [FieldSpec("name", .text, isIndexed: true), FieldSpec("amount", .integer)])]

func number(_ number: Int) -> RecordID { RecordID(milliseconds: UInt64(number), counter: 0, random: UInt64(number)) }

func adding(_ numbers: Range<Int>, name: String = "deal", operation: Int = 0) -> ChangeSet {
  ChangeSet(
    operation: RecordID(milliseconds: 9, counter: 9, random: UInt64(operation)),
    effectiveAt: Instant(microsecondsSince1970: 0), recordedAt: Instant(microsecondsSince1970: 0), author: "anna",
    writes: numbers.map {
      RecordWrite(RecordKey(deals, number($0)), .create([.text("\(name) \($0)"), .integer(Int64($0))]))
    })
}

extension StorageDriver {
  func open(_ mode: StoreMode, _ schema: [RecordSchema] = dealSchema) async throws -> any Store {
    try await open(StoreContext(workspace: "default", schema: schema, mode: mode))
  }
}
