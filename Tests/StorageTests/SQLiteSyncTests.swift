#if SQLite && os(Linux)
  import Foundation
  import Glibc
  import PipelinePlugins
  import PipelineTesting
  import SQLiteStorage
  import Testing

  /// A power cut loses nothing that was acknowledged: the calls of a process that commits are listed by strace.
  @Suite(
    "Commits are synced before they return",
    .enabled(if: Torture.isLong && FileManager.default.isExecutableFile(atPath: "/usr/bin/strace")),
    .timeLimit(.minutes(60)))
  struct SQLiteSyncTests {
    @Test("the log is synced between the call and the return of each commit")
    func synced() async throws {
      let folder = Self.folder(of: getpid())
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(atPath: folder) }
      await #expect(processExitsWith: .success) {
        let folder = Self.folder(of: getppid())
        let trace = try SyncTrace(of: getpid())
        guard trace.isAttached else { return }
        let store = try await SQLiteStorage(path: folder + "/sales.db").open(.writing)
        var commits: [(start: Double, end: Double)] = []
        for turn in 1...Torture.count(30, long: 2_000) {
          let start = SyncTrace.now
          _ = try await store.commit(adding(turn..<turn + 1, operation: turn))
          commits.append((start, SyncTrace.now))
        }
        await store.close()
        let syncs = try trace.end().filter { $0.file.hasSuffix("sales.db-wal") }
        let synced = commits.count { commit in syncs.contains { $0.start > commit.start && $0.end < commit.end } }
        try Data("\(synced) of \(commits.count)".utf8).write(to: URL(filePath: folder + "/answer"))
      }
      guard let answer = try? String(contentsOfFile: folder + "/answer", encoding: .utf8) else {
        return print("SKIPPED: strace may not attach")
      }
      let commits = Torture.count(30, long: 2_000)
      #expect(answer == "\(commits) of \(commits)")
      Torture.report("an acknowledged commit was synced (SQLite, strace of one process)", "\(answer) commits")
    }

    private static func folder(of process: pid_t) -> String { NSTemporaryDirectory() + "syncs-\(process)" }
  }
#endif
