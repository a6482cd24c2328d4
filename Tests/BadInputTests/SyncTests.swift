#if SQLite && os(Linux)
  import Foundation
  import PipelineTesting
  import Testing

  /// What is acknowledged was synced: a power cut loses nothing. The calls of the system are listed by strace.
  @Suite("Answers come after the disk", .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/strace")))
  struct SyncTests {
    private static let commands: [[String]] = [
      ["accounts", "add", "Acme", "--set", "external_id=A-1"],
      ["deals", "add", "--account", "A-1", "--set", "external_id=D-1"],
      ["deals", "edit", "D-1", "--set", "next_step=Call"],
      ["deals", "edit", "D-1", "--set", "stated_amount=200"],
      ["import", "deals.csv", "--mapping", "m.yaml"],
      ["lookups", "add", "OpportunitySource", "mail", "--label", "Mail"],
      ["deals", "delete", "D-1"],
    ]

    @Test("the log is synced after its last write and before the answer is printed")
    func synced() throws {
      try Workbench.use { plain in
        var bench = plain
        try bench.write(
          "m.yaml", "{version: 1, opportunities: {accounts: create, fields: {external_id: id, account: who}}}")
        try bench.write("deals.csv", "id,who\nD-2,Acme\n")
        let calls = "trace=write,pwrite64,pwritev,fsync,fdatasync,ftruncate"
        bench.prefix = ["/usr/bin/strace", "-f", "-y", "-s", "8", "-e", calls, "-o", bench.path("calls.txt")]
        var acknowledged = 0
        for command in Self.commands {
          let run = try bench.run("pipeline", command)
          guard run.status == 0 else {
            // A container may not allow it.
            if run.err.contains("ptrace") || run.err.contains("PTRACE") { return print("SKIPPED: \(run.err)") }
            Issue.record("\(command): \(run.err)")
            return
          }
          let trace = String(decoding: try #require(bench.bytes("calls.txt")), as: UTF8.self)
          let calls = Self.calls(trace)
          // A command that prints nothing answers with its status.
          let answer = calls.firstIndex { $0 == .answer } ?? calls.endIndex
          let write = try #require(calls[..<answer].lastIndex { $0 == .logWritten }, "\(command) wrote nothing")
          #expect(calls[write..<answer].contains(.logSynced), "\(command) answered before its log was synced")
          acknowledged += 1
        }
        Torture.report(
          "an acknowledged commit was synced (SQLite, strace)", "\(acknowledged) of \(Self.commands.count) answers")
      }
    }

    private enum Call { case logWritten, logSynced, answer }

    private static func calls(_ trace: String) -> [Call] {
      var syncing: Set<Substring> = []
      return trace.split(separator: "\n").compactMap { line in
        let thread = line.prefix { $0 != " " }
        let call = line.drop { $0 != " " }.drop { $0 == " " }
        if call.hasPrefix("write(1<") { return .answer }
        if call.hasPrefix("<... f"), call.contains("sync resumed") {
          return syncing.remove(thread) == nil ? nil : .logSynced
        }
        guard call.contains("sales.db-wal>") else { return nil }
        if call.hasPrefix("pwrite") || call.hasPrefix("write") { return .logWritten }
        guard call.hasPrefix("fsync") || call.hasPrefix("fdatasync") else { return nil }
        guard call.contains("unfinished") else { return .logSynced }
        syncing.insert(thread)
        return nil
      }
    }
  }
#endif
