import Foundation
import SalesPipeline
import Testing
import ToolSupport

@Suite("pipeline migrate", .serialized)
struct MigrateToolTests: RunsTools {
  private static let server = ProcessInfo.processInfo.environment["PIPELINE_TEST_POSTGRESQL"]

  private func inCompany(_ body: ((String...) throws -> ToolRun, String) throws -> Void) throws {
    try inFolder { folder in
      func pipeline(_ arguments: String...) throws -> ToolRun { try run("pipeline", arguments, folder) }
      #expect(try pipeline("init").status == 0)
      #expect(try pipeline("sample", "--deals", "30", "--seed", "7").status == 0)
      for deal in ["S-1", "S-2"] { #expect(try pipeline("deals", "delete", deal).status == 0) }
      try body(pipeline, folder)
    }
  }

  private func configuration(_ name: String, _ change: (String) -> String, _ folder: String) throws {
    let text = try String(contentsOfFile: folder + "/sales.yaml", encoding: .utf8)
    try change(text).write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
  }

  private static let questions = [
    ["deals", "list"], ["export", "history"], ["forecast", "--report", "this-year-by-quarter"],
    ["dashboard", "--period", "year", "--format", "json"], ["waterfall", "--from", "2020-01-01"],
  ]

  private func expectSameAnswers(_ one: String, _ two: String, _ folder: String) throws {
    for question in Self.questions {
      let (before, after) = (
        try run("pipeline", question + ["--config", one], folder),
        try run("pipeline", question + ["--config", two], folder)
      )
      #expect(before.status == 0 && before.out == after.out, "\(question): \(before.err)\(after.err)\(after.out)")
    }
  }

  @Test("a workspace is moved to another file, and everything is answered the same; what was moved is printed")
  func files() throws {
    try inCompany { pipeline, folder in
      try configuration("other.yaml", { $0.replacing("sales.db", with: "other.db") }, folder)
      let moved = try pipeline("migrate", "--to", "other.yaml")
      #expect(moved.status == 0 && moved.err.isEmpty, "\(moved.err)")
      let lines = moved.out.split(separator: "\n").map(String.init)
      #expect(lines[0].hasSuffix(" operations moved"), "\(lines)")
      #expect(lines[1].hasPrefix("records: account ") && lines[1].contains("opportunity 28 and 2 deleted"), "\(lines)")
      #expect(lines[2].hasPrefix("total: ") && lines[2].hasSuffix(" EUR in 28 deals"), "\(lines)")
      #expect(lines[3].hasPrefix("journal: ") && lines[3].count == 9 + 64, "\(lines)")
      #expect(lines.last == "Source and target were read, and are equal.")
      try expectSameAnswers("sales.yaml", "other.yaml", folder)
      // The same by addresses, and in French.
      let again = try pipeline("migrate", "--from", "sqlite:sales.db", "--to", "sqlite:third.db", "--locale", "fr")
      // French has a blank before the colon that does not break.
      #expect(
        again.out.contains("\n\(lines[3].replacing("journal:", with: "journal\u{202F}:"))\n"),
        "\(again.out)\(again.err)")
      #expect(again.out.contains("La source et la cible ont été lues et sont égales."))
      let repeated = try pipeline("migrate", "--from", "sqlite:sales.db", "--to", "sqlite:third.db")
      #expect(repeated.out.hasPrefix(lines[0] + ", "), "\(repeated.out)")
    }
  }

  @Test("what cannot be moved is refused in one line")
  func refused() throws {
    try inCompany { pipeline, folder in
      try configuration("other.yaml", { $0.replacing("sales.db", with: "other.db") }, folder)
      #expect(try pipeline("accounts", "add", "Acme", "--config", "other.yaml").status == 0)
      let cases: [([String], String)] = [
        (["--to", "other.yaml"], "error: the target has other data; name another database or workspace to move to\n"),
        (
          ["--to", "sqlte:x.db"],
          "error: 'sqlte' is no place; write sqlite:PATH, postgresql:URL, or a configuration file\n"
        ),
        (
          ["--to", "sqlite:"],
          "error: 'sqlite' is no place; write sqlite:PATH, postgresql:URL, or a configuration file\n"
        ),
        (
          ["--to", "memory:x"],
          "error: 'memory' is no place; write sqlite:PATH, postgresql:URL, or a configuration file\n"
        ),
        (["--to", "postgresql:secret"], "error: postgresql: 'url' is no connection URL of PostgreSQL\n"),
        (["--from", "sqlite:none.db", "--to", "sqlite:x.db"], "none.db"),
        (["--to", "none.yaml"], "none.yaml"),
      ]
      for (arguments, message) in cases {
        let run = try run("pipeline", ["migrate"] + arguments, folder)
        #expect(run.status == 1 && run.err.contains(message) && !run.err.contains("secret"), "\(arguments): \(run.err)")
        #expect(run.out.isEmpty)
      }
      let twice = try pipeline("migrate", "--to", "other.yaml", "--workspace", "acme")
      #expect(twice.status == 2 && twice.err.contains("leave out --workspace"), "\(twice.err)")
      #expect(
        !FileManager.default.fileExists(atPath: folder + "/x.db"), "a target is made for a source that is not there")
    }
  }

  @Test("to PostgreSQL and back, by URL and by configuration", .enabled(if: server != nil))
  func postgresql() throws {
    try inCompany { pipeline, folder in
      let url = try #require(Self.server)
      let (one, two) = ("w-\(UUID().uuidString)", "w-\(UUID().uuidString)")
      try configuration(
        "server.yaml",
        { text in
          text.replacing(#/storage:\n(  .*\n)+/#) { _ in
            "storage:\n  postgresql: {url: \"${PIPELINE_TEST_POSTGRESQL}\", workspace: \(one)}\n"
          }
        }, folder)
      let moved = try pipeline("migrate", "--to", "server.yaml")
      #expect(moved.status == 0, "\(moved.err)")
      try expectSameAnswers("sales.yaml", "server.yaml", folder)
      let byURL = try pipeline("migrate", "--from", "sqlite:sales.db", "--to", url, "--workspace", "default")
      #expect(byURL.status == 0 && byURL.out == moved.out, "\(byURL.err)")
      let variable = try pipeline(
        "migrate", "--from", "postgresql:${PIPELINE_TEST_POSTGRESQL}", "--to", "sqlite:back.db")
      #expect(variable.status == 0 && variable.out == moved.out, "\(variable.err)")
      try configuration("back.yaml", { $0.replacing("sales.db", with: "back.db") }, folder)
      try expectSameAnswers("sales.yaml", "back.yaml", folder)
      let missing = try pipeline("migrate", "--from", url, "--to", "sqlite:none.db", "--workspace", two)
      #expect(missing.status == 1 && missing.err.contains(two), "\(missing.err)")
    }
  }
}
