#if SQLite && os(Linux)
  import Foundation
  import PipelineTesting
  import Testing

  /// Each call that a tool makes of the system for its database fails once, in turn.
  @Suite(
    "Calls of the system fail", .serialized, .timeLimit(.minutes(60)),
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/strace")))
  struct FailingCallTests {
    /// A call, and how it fails.
    private static let faults: [(call: String, error: String)] = [
      ("pwrite64", "ENOSPC"), ("pwrite64", "EIO"), ("fsync", "EIO"), ("fdatasync", "EIO"), ("ftruncate", "EIO"),
      ("pread64", "EIO"), ("openat", "EMFILE"), ("openat", "EACCES"), ("fcntl", "ENOLCK"), ("flock", "EIO"),
      ("unlink", "EIO"), ("mmap", "ENOMEM"), ("rename", "EIO"), ("write", "ENOSPC"), ("newfstatat", "EIO"),
      ("fstat", "EIO"), ("lseek", "EIO"), ("fallocate", "ENOSPC"),
    ]
    private static let commands: [[String]] = [
      ["deals", "edit", "D-1", "--set", "next_step=changed"],
      ["import", "more.csv", "--mapping", "m.yaml"],
      ["deals", "delete", "D-1"],
    ]
    private static let files = ["sales.db", "sales.db-wal", "sales.db-shm", "sales.db.lock", "sales.db.columns"]

    @Test("whichever it is: an error in one line or the whole change, nothing by half, and the next command works")
    func everyCall() throws {
      try Workbench.use { bench in
        try bench.addDeals()
        try bench.write(
          "m.yaml", "{version: 1, opportunities: {accounts: create, fields: {external_id: id, account: who}}}")
        try bench.write("more.csv", "id,who\n" + (1...300).map { "M-\($0),Acme\n" }.joined())
        var (failed, refused, written) = (0, 0, 0)
        for command in Self.commands {
          let (before, after) = (
            try bench.state(),
            try bench.inCopy { copy in
              #expect(try copy.run("pipeline", command).status == 0)
              return try copy.state()
            }
          )
          for fault in Self.faults {
            // A database that cannot be looked at was once taken for missing, and replaced by a new one.
            let isOfNote = fault.call == "newfstatat" && command[1] == "delete"
            let most = Torture.count(isOfNote ? 60 : 1, long: 400)
            for number in 1...most {
              let what = "\(command.joined(separator: " ")): \(fault.call) \(number) fails with \(fault.error)"
              let happened = try bench.inCopy { copy in
                var traced = copy
                traced.prefix = Self.strace(fault, number, in: copy)
                let run = try traced.run("pipeline", command)
                let trace = String(decoding: copy.bytes("calls.txt") ?? Data(), as: UTF8.self)
                guard trace.contains("(INJECTED)") else { return false }
                failed += 1
                #expect(run.signal == 0 && [0, 1].contains(run.status), "\(what): \(run)")
                let found = try copy.state()
                if run.status == 0 {
                  written += 1
                  #expect(found == after, "\(what): acknowledged, and not there")
                } else {
                  refused += 1
                  #expect(
                    run.err.hasPrefix("error: ") && run.err.split(separator: "\n").count == 1, "\(what): \(run.err)")
                  #expect(found == before, "\(what): refused with \(run.err)")
                }
                let next = try copy.run("pipeline", "accounts", "add", "Next")
                #expect(next.status == 0, "\(what), the next command: \(next.err)")
                #expect(try RawSQLite.execute(copy.path("sales.db"), "PRAGMA integrity_check") == "ok", "\(what)")
                return true
              }
              if !happened { break }
            }
          }
        }
        #expect(failed > 30)
        Torture.report(
          "any call of the system fails (SQLite, strace)",
          "\(failed) failing calls in \(Self.commands.count) commands: \(refused) typed errors with nothing written, \(written) whole changes, next command works"
        )
      }
    }

    private static func strace(_ fault: (call: String, error: String), _ number: Int, in bench: Workbench) -> [String] {
      var words = ["/usr/bin/strace", "-f", "-o", bench.path("calls.txt"), "-e", "trace=\(fault.call)"]
      for file in files { words += ["-P", bench.path(file)] }
      return words + ["-e", "inject=\(fault.call):error=\(fault.error):when=\(number)"]
    }
  }

  extension Workbench {
    /// The versions of the records and the length of the journal, read without us.
    fileprivate func state() throws -> [String] {
      let sum = "(SELECT count(*) || ' ' || coalesce(sum(_version), 0) || ' ' || sum(_deleted) FROM "
      return try ["records_opportunity)", "records_account)"].map { sum + $0 }.map {
        try RawSQLite.execute(path("sales.db"), "SELECT \($0)")
      } + [try RawSQLite.execute(path("sales.db"), "SELECT count(*) FROM journal")]
    }
  }
#endif
