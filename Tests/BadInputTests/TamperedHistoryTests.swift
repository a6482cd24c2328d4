#if SQLite
  import Foundation
  import PipelineTesting
  import Testing

  /// A sealed history that somebody changes with SQL. `pipeline history verify` finds all of it.
  @Suite("Tampering with a sealed history")
  struct TamperedHistoryTests {
    /// What somebody does to the database, and what is said about it.
    struct Tampering: Sendable, CustomTestStringConvertible {
      let name: String
      let sql: String
      /// The finding without a digest; `nil` where only a digest shows it.
      let finding: String?
      /// What the digest says; `nil` for nothing more.
      var digest: String?
      var testDescription: String { name }
    }

    private static let deal = "(SELECT _row FROM records_opportunity WHERE external_id = 'D-1')"
    private static let ofDeal = "kind = (SELECT number FROM kinds WHERE name = 'opportunity') AND record = \(deal)"
    private static func replaced(_ old: String, _ new: String) -> String {
      "UPDATE journal SET data = CAST(replace(data, '\(old)', '\(new)') AS BLOB) WHERE instr(data, CAST('\(old)' AS BLOB)) > 0"
    }
    private static func version(_ number: Int) -> String { "\(ofDeal) AND version = \(number)" }

    /// The deal D-1 has the versions 1 (added), 2 (next step Call), 3 (Visit), 4 (amount 200) and 5 (Sign).
    static let tamperings: [Tampering] = [
      Tampering(
        name: "a value, in the journal alone", sql: replaced("Visit", "Vosit"), finding: "version 3: this is not"),
      Tampering(
        name: "the newest value, in the journal and in the record",
        sql: replaced("Sign", "Sigh") + "; UPDATE records_opportunity SET next_step = 'Sigh' WHERE _row = \(deal)",
        finding: "version 5: this is not"),
      Tampering(
        name: "a value of a creation", sql: replaced("Created so", "Created no"), finding: "version 1: this is not"),
      Tampering(
        name: "who did it",
        sql: """
          UPDATE operations SET author = 'mallory' WHERE number =
            (SELECT operation FROM journal WHERE \(version(3)) LIMIT 1)
          """, finding: "version 3: this is not"),
      Tampering(
        name: "when it took effect",
        sql: """
          UPDATE operations SET effective = effective - 86400000000 WHERE number =
            (SELECT operation FROM journal WHERE \(version(4)) LIMIT 1)
          """, finding: "version 4: this is not"),
      Tampering(
        name: "when one entry took effect",
        sql: """
          UPDATE journal SET effective =
            (SELECT effective - 1000000 FROM operations o WHERE o.number = journal.operation) WHERE \(version(4))
          """, finding: "version 4: this is not"),
      Tampering(
        name: "when it was recorded",
        sql: """
          UPDATE operations SET recorded = recorded + 1 WHERE number =
            (SELECT operation FROM journal WHERE \(version(5)) LIMIT 1)
          """, finding: "version 5: this is not"),
      Tampering(
        name: "whether people see it",
        sql: "UPDATE journal SET event = 3 - event WHERE \(version(3)) AND event IN (1, 2)",
        finding: "version 3: this is not"),
      Tampering(
        name: "one entry of a write is deleted",
        sql: "DELETE FROM journal WHERE \(version(3)) AND instr(data, CAST('Visit' AS BLOB)) > 0",
        finding: "version 4: entries are missing"),
      Tampering(
        name: "a write is deleted", sql: "DELETE FROM journal WHERE \(version(3))",
        finding: "version 4: entries are missing"),
      Tampering(
        name: "the seal of a write is deleted",
        sql: "DELETE FROM journal WHERE \(version(3)) AND instr(data, CAST('Visit' AS BLOB)) = 0",
        finding: "version 3: it is not sealed"),
      Tampering(
        name: "two writes change places",
        sql: """
          UPDATE journal SET version = 1000 + version WHERE \(ofDeal) AND version IN (2, 3);
          UPDATE journal SET version = CASE version WHEN 1002 THEN 3 ELSE 2 END WHERE \(ofDeal) AND version > 1000
          """, finding: "entries are missing before it, or in another order"),
      Tampering(
        name: "two writes change places, with their numbers",
        sql: """
          UPDATE journal SET version = 1000 + version WHERE \(ofDeal) AND version IN (2, 3);
          UPDATE journal SET version = CASE version WHEN 1002 THEN 3 ELSE 2 END, sequence = sequence + 1000000
            WHERE \(ofDeal) AND version > 1000;
          UPDATE journal SET sequence = sequence - 1000000 + CASE version WHEN 3 THEN 2 ELSE -2 END WHERE sequence > 1000000
          """, finding: "this is not what was sealed"),
      Tampering(
        name: "the record alone", sql: "UPDATE records_opportunity SET amount = 900 WHERE external_id = 'D-1'",
        finding: "the record is not what its history says"),
      Tampering(
        name: "the version of the record alone",
        sql: "UPDATE records_opportunity SET _version = 4 WHERE external_id = 'D-1'",
        finding: "the record is not what its history says"),
      Tampering(
        name: "a deleted deal is brought back",
        sql: """
          UPDATE records_opportunity SET _deleted = 0, name = 'D-2' WHERE _deleted = 1
          """, finding: "the record is not what its history says"),
      Tampering(
        name: "a deletion is made undone",
        sql: """
          DELETE FROM journal WHERE event = 3;
          UPDATE records_opportunity SET _deleted = 0, _version = _version - 1 WHERE _deleted = 1
          """, finding: "entries are missing"),
      Tampering(
        name: "a write is forged without a seal",
        sql: """
          INSERT INTO journal SELECT (SELECT max(sequence) + 1 FROM journal), operation, workspace, kind, record, 6, event, field,
            data, effective FROM journal WHERE \(version(5)) AND instr(data, CAST('Sign' AS BLOB)) > 0;
          UPDATE records_opportunity SET _version = 6 WHERE _row = \(deal)
          """, finding: "version 6: this is not"),
      Tampering(
        name: "the newest write is gone, with what it changed",
        sql: """
          UPDATE records_opportunity SET _version = 4, next_step = 'Visit', seal =
            (SELECT CAST(substr(data, -60) AS TEXT) FROM journal WHERE \(version(4)) ORDER BY sequence DESC LIMIT 1)
            WHERE _row = \(deal);
          DELETE FROM journal WHERE \(version(5))
          """, finding: nil, digest: "the newest entries are gone"),
      Tampering(
        name: "the newest deal is gone, with its history",
        sql: """
          DELETE FROM journal WHERE record = (SELECT max(_row) FROM records_opportunity)
            AND kind = (SELECT number FROM kinds WHERE name = 'opportunity');
          DELETE FROM records_opportunity WHERE _row = (SELECT max(_row) FROM records_opportunity)
          """, finding: nil, digest: "the newest entries are gone"),
      Tampering(
        name: "an older deal is gone, with its history",
        sql: """
          DELETE FROM journal WHERE \(ofDeal); DELETE FROM records_opportunity WHERE external_id = 'D-1'
          """, finding: nil, digest: "the newest entries are gone"),
    ]

    /// A sealed history, with its digest.
    private static func company(_ bench: Workbench, word: String = "so") throws {
      let configuration = String(decoding: try #require(bench.bytes("sales.yaml")), as: UTF8.self)
      try bench.write(
        "sales.yaml",
        configuration.replacing(
          "history: [{grace_window: {after_creation: 2 hours}}]", with: "history: [hash_chain, every_change]"))
      func run(_ arguments: String...) throws {
        let run = try bench.run("pipeline", arguments)
        #expect(run.status == 0, "\(arguments): \(run.err)")
      }
      try run("accounts", "add", "Acme", "--set", "external_id=A-1")
      try run("deals", "add", "--account", "A-1", "--set", "external_id=D-1", "--set", "description=Created \(word)")
      try run("deals", "edit", "D-1", "--set", "next_step=Call")
      try run("deals", "edit", "D-1", "--set", "next_step=Visit")
      try run("deals", "edit", "D-1", "--set", "stated_amount=200")
      try run("deals", "edit", "D-1", "--set", "next_step=Sign")
      try run("deals", "add", "--account", "A-1", "--set", "external_id=D-2")
      try run("deals", "delete", "D-2")
      try run("deals", "add", "--account", "A-1", "--set", "external_id=D-3")
      try run("history", "digest", "--output", "kept.digest")
    }

    @Test("all of it is found, what only a digest shows with the digest")
    func found() throws {
      try Workbench.use { bench in
        try Self.company(bench)
        let intact = try bench.run("pipeline", "history", "verify", "--digest", "kept.digest")
        #expect(intact.out.hasSuffix("sealed: nothing was changed\n") && intact.status == 0, "\(intact)")
        // The log is in the file.
        try RawSQLite.execute(bench.path("sales.db"), "PRAGMA wal_checkpoint(TRUNCATE)")
        let original = try #require(bench.bytes("sales.db"))
        for tampering in Self.tamperings {
          for name in try bench.files where name.hasPrefix("sales.db") {
            try FileManager.default.removeItem(atPath: bench.path(name))
          }
          try original.write(to: URL(filePath: bench.path("sales.db")))
          try RawSQLite.execute(bench.path("sales.db"), tampering.sql)
          let alone = try bench.run("pipeline", "history", "verify")
          if let finding = tampering.finding {
            #expect(alone.out.contains(finding) && alone.status == 1, "\(tampering.name): \(alone)")
          } else {
            #expect(alone.out.hasSuffix("nothing was changed\n") && alone.status == 0, "\(tampering.name): \(alone)")
          }
          let known = try bench.run("pipeline", "history", "verify", "--digest", "kept.digest")
          #expect(known.status == 1, "\(tampering.name): \(known)")
          if let digest = tampering.digest { #expect(known.out.contains(digest), "\(tampering.name): \(known)") }
        }
        let alone = Self.tamperings.count { $0.finding != nil }
        Torture.report(
          "changes of a sealed history by SQL are found (SQLite)",
          "\(Self.tamperings.count) kinds: all found with the digest, \(alone) without it")
      }
    }

    @Test("a history that is written anew, with seals that fit, is found with the digest")
    func anew() throws {
      try Workbench.use { bench in
        try Self.company(bench)
        for name in try bench.files where name.hasPrefix("sales.db") {
          try FileManager.default.removeItem(atPath: bench.path(name))
        }
        try FileManager.default.moveItem(atPath: bench.path("kept.digest"), toPath: bench.path("true.digest"))
        try bench.write("sales.yaml", Self.starter(bench))
        try Self.company(bench, word: "anew")
        #expect(try bench.run("pipeline", "history", "verify").status == 0)
        let known = try bench.run("pipeline", "history", "verify", "--digest", "true.digest")
        #expect(known.out.contains("it was written anew") && known.status == 1, "\(known)")
      }
    }

    @Test("what is no digest, and a history that is not sealed, are refused in one line")
    func refused() throws {
      try Workbench.use { bench in
        try bench.addDeals()
        try bench.expectRefusal(
          "error: no history policy seals the history; add hash_chain to 'history' in the configuration",
          from: "pipeline", "history", "verify")
        try bench.write("x.digest", "{}")
        for name in ["x.digest", "none.digest"] {
          try bench.expectRefusal(
            "error: \(name): this is no digest of 'pipeline history digest'", from: "pipeline", "history", "verify",
            "--digest", name)
        }
      }
    }

    private static func starter(_ bench: Workbench) throws -> String {
      let other = try Workbench.make()
      defer { other.remove() }
      return String(decoding: try #require(other.bytes("sales.yaml")), as: UTF8.self)
    }
  }
#endif
