import Foundation
import MemoryStorage
import PipelinePlugins
import PipelineTesting
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

/// A driver that keeps its folder.
struct PlacedDriver: StorageDriver {
  let place: Place
  let driver: any StorageDriver

  func open(_ context: StoreContext) async throws -> any Store { try await driver.open(context) }
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
        return StorageTrial(schema.driver(), other: schema.driver(), claims: [.outlivesDriver, .groups], seed: seed)
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
      return StorageTrial(drivers[0], other: drivers[1], claims: [.outlivesDriver, .oneWriter], seed: seed)
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
