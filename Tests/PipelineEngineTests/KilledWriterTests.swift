#if SQLite
  import Foundation
  import GRDBSQLite
  import HistoryPlugins
  import PipelineEngine
  import PipelinePlugins
  import PipelineTesting
  import SQLiteStorage
  import Testing

  #if canImport(Glibc)
    import Glibc
  #else
    import Darwin
  #endif

  /// A process that writes and is killed at a random moment, again and again over one file. It logs each answer to a file that
  /// it syncs, so that the log has nothing that was not acknowledged.
  @Suite("Writers that are killed", .serialized, .timeLimit(.minutes(60)))
  struct KilledWriterTests {
    @Test("what was acknowledged is there after each kill, and nothing is there by half")
    func kills() async throws {
      let place = KilledWriter(of: getpid())
      defer { place.remove() }
      try place.make()
      let kills = Torture.count(3, long: 1_000)
      var acknowledged = 0
      for kill in 1...kills {
        await #expect(processExitsWith: .signal(SIGKILL)) { try await KilledWriter(of: getppid()).live() }
        acknowledged += try await place.check(isThorough: kill % 50 == 0 || kill == kills)
      }
      #expect(acknowledged > 0)
      Torture.report(
        "an acknowledged commit survives a kill (SQLite)",
        "\(kills) kills, \(acknowledged) acknowledged commits: 0 lost, 0 partial")
    }
  }

  private final class KilledWriter {
    private let folder: String
    /// How much of the log was compared.
    private var checked = 0
    private var database: String { folder + "/sales.db" }
    private var log: String { folder + "/acknowledged.txt" }

    init(of process: pid_t) { folder = NSTemporaryDirectory() + "killed-writer-\(process)" }

    func make() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }
    func remove() { try? FileManager.default.removeItem(atPath: folder) }

    private func open() async throws -> Pipeline {
      var setup = Fixture.setup(SQLiteStorage(path: database))
      setup.history.append(HashChain())
      return try await Pipeline.open(setup)
    }

    /// Writes until the process is killed.
    func live() async throws {
      let moment = UInt32.random(in: 1_000...500_000)
      Thread.detachNewThread {
        usleep(moment)
        kill(getpid(), SIGKILL)
      }
      let log = Acknowledgements(path: log)
      let desk = try await open().acting(as: "anna")
      await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<4 {
          group.addTask {
            while true {
              let account = try await desk.addAccount("Acme")
              log.note("A \(account.id)")
              let deal = try await desk.addOpportunity(in: account)
              log.note("E \(deal.id) 0")
              for step in 1...20 {
                _ = try await desk.edit(deal.id) { $0.nextStep = "\(step)" }
                log.note("E \(deal.id) \(step)")
              }
            }
          }
        }
      }
    }

    /// Compares what is there with what was acknowledged since the last check.
    ///
    /// - Parameter isThorough: Whether to check the whole file and all of its history.
    /// - Returns: The number of acknowledged commits.
    func check(isThorough: Bool) async throws -> Int {
      let pipeline = try await open()
      let desk = pipeline.acting(as: "anna")
      let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
      let lines = text.split(separator: "\n").dropFirst(checked)
      checked += lines.count
      var steps: [RecordID: Int] = [:]
      for line in lines {
        let words = line.split(separator: " ")
        let id = try #require(RecordID(String(words[1])))
        if words[0] == "A" {
          #expect(try await desk.findAccount(id) != nil, "a lost account")
        } else {
          steps[id] = Int(words[2])
        }
      }
      for (id, step) in steps {
        let deal = try #require(try await desk.findOpportunity(id), "a lost deal")
        let found = Int(deal.nextStep ?? "0") ?? -1
        // The commit after the last acknowledged one may have been written, and its answer not.
        #expect(found == step || found == step + 1, "\(id): step \(step) was acknowledged, \(found) is there")
        let told = try await desk.history(of: id).compactMap { entry -> String? in
          guard case .changed("next_step", _, _, let new) = entry.event else { return nil }
          return new
        }
        #expect(told == (1..<found + 1).map { "\($0)" }, "the history has a gap")
      }
      if isThorough { #expect(try await desk.checkHistory().findings == []) }
      await pipeline.close()
      #expect(try Self.integrity(database, isThorough: isThorough) == "ok")
      return lines.count
    }

    private static func integrity(_ path: String, isThorough: Bool) throws -> String {
      var database: OpaquePointer?
      defer { sqlite3_close(database) }
      try #require(sqlite3_open(path, &database) == SQLITE_OK)
      var statement: OpaquePointer?
      defer { sqlite3_finalize(statement) }
      let check = isThorough ? "PRAGMA integrity_check" : "PRAGMA quick_check"
      try #require(sqlite3_prepare_v2(database, check, -1, &statement, nil) == SQLITE_OK)
      try #require(sqlite3_step(statement) == SQLITE_ROW)
      return String(cString: sqlite3_column_text(statement, 0))
    }
  }

  /// A file whose lines survive the process.
  private final class Acknowledgements: Sendable {
    private let file: Int32

    init(path: String) { file = open(path, O_WRONLY | O_CREAT | O_APPEND, 0o600) }

    func note(_ line: String) {
      let bytes = Array((line + "\n").utf8)
      _ = write(file, bytes, bytes.count)
      fsync(file)
    }
  }
#endif
