import Foundation
import SalesPipeline
import Testing

/// What reports are ordered, grouped and measured by is chosen from lists, whoever asks; files are where people say.
@Suite("Hostile definitions and paths")
struct HostileDefinitionTests {
  static let words = [
    "amount; DROP TABLE deals", "../owner", "OWNER", "name", "owner\u{1B}[31m\u{202E}", "__proto__", "retired",
    "",
  ]

  /// A setting of a report in YAML, a part of what its refusal names, and the same as an option.
  static let choices: [(yaml: @Sendable (String) -> String, known: [String], option: String)] = [
    ({ "group_by: [\($0)]" }, ["owner, team, ", "did you mean 'owner'?"], "--group-by"),
    ({ "measures: [\($0)]" }, ["count, "], "--measures"),
    ({ "sort: [\($0)]" }, ["known: owner, team, ", "did you mean 'owner'?", "it has: owner, forecast, "], "--sort"),
    ({ "compare: \($0)" }, ["previous_period, "], "--compare"),
    ({ "period: \($0)" }, ["this_quarter"], "--period"),
  ]

  @Test("an unknown grouping, measure, order, comparison or period in YAML is refused with those that there are")
  func configured() {
    for word in Self.words {
      for choice in Self.choices {
        let text = HostileWorld.plain + "reports:\n  bad: {\(choice.yaml(HostileWorld.yaml(word)))}\n"
        let checked = ConfigurationReader(catalog: .bundled).check(text: text, file: "sales.yaml")
        #expect(checked.value == nil, "\(choice.option) \(word)")
        #expect(choice.known.contains { checked.report.contains($0) }, "\(choice.option) \(word): \(checked.report)")
      }
    }
    #expect(ConfigurationReader(catalog: .bundled).check(text: HostileWorld.plain).value != nil)
  }

  @Test("and so from the command line; nothing is saved")
  func saved() throws {
    let folder = NSTemporaryDirectory() + "definitions-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let world = HostileWorld(folder: folder)
    let configuration = HostileWorld.plain.replacing("memory: {}", with: "sqlite: {path: sales.db}")
    try Data(configuration.utf8).write(to: URL(filePath: world.path("sales.yaml")))
    for word in Self.words where !word.isEmpty {
      for choice in Self.choices {
        let run = try world.run("pipeline", ["reports", "save", "bad", "\(choice.option)=\(word)", "--as", "anna"])
        #expect(run.status != 0 && run.out.isEmpty, "\(choice.option) \(word)")
        #expect(choice.known.contains { run.err.contains($0) }, "\(choice.option) \(word): \(run.err)")
        HostileOutputTests.expectShown(run.err)
      }
    }
    let absent = try world.run("pipeline", ["reports", "save", "bad", "--sort=-team", "--as", "anna"])
    #expect(absent.err.contains("'team', which is no column of the report; it has: owner, forecast, "), "\(absent.err)")
    let saved = try world.run("pipeline", ["reports", "save", "good", "--sort=-count", "--as", "anna"])
    #expect(saved.text == "anna/good\n", "\(saved.err)")
    let listed = try world.run("pipeline", ["reports", "list", "--as", "anna"])
    #expect(listed.text.contains("good") && !listed.text.contains("bad"))
  }

  @Test("--output names where a file goes and nothing else does; a name that is a path is no report's")
  func places() async throws {
    try await HostileWorld.use("sqlite: {path: sales.db}") { world, desk in
      try FileManager.default.createDirectory(atPath: world.path("in"), withIntermediateDirectories: false)
      let arguments = ["--config", "../sales.yaml", "--owner", "../x", "--as", "../x", "--format", "csv"]
      let run = try world.run("forecast-exporter", arguments + ["--output", "../x"], in: "in")
      #expect(run.status == 0, "\(run.err)")
      #expect(try world.files == ["in", "x", "x.receipt.json"])
      #expect(try FileManager.default.contentsOfDirectory(atPath: world.path("in")) == [])
      for name in ["../y", "/tmp/y", "a/b", #"..\y"#, "y\u{202E}"] {
        await #expect(throws: Refused.self) { try await desk.reports.save(ReportDefinition(name)) }
        let text = HostileWorld.plain + "reports:\n  \(HostileWorld.yaml(name)): {period: all}\n"
        #expect(ConfigurationReader(catalog: .bundled).check(text: text).value == nil, "\(name)")
        let unknown = try world.run(
          "forecast-exporter", ["--report", name, "--format", "csv", "--output", "in/z", "--as", "anna"])
        #expect(unknown.status == 1)
        // Whoever makes a definition in code and gives it such a name decides no path by it either.
        var document = try await desk.forecast(ReportDefinition(name, period: .all))
        document.title = LocalizedText(name)
        let done = try await desk.export(document, to: world.path("in/z.csv"))
        #expect(done.files == [world.path("in/z.csv"), world.path("in/z.csv.receipt.json")])
      }
      #expect(try world.files == ["in", "x", "x.receipt.json"])
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: world.path("in")).sorted() == [
          "z.csv", "z.csv.receipt.json",
        ])
    }
  }

  @Test("a link that is named is followed; one that lies where the receipt goes leads nowhere")
  func links() async throws {
    try await HostileWorld.use("memory: {}") { world, desk in
      let document = try await desk.forecast(ReportDefinition("r", period: .all, groupBy: [.stage]))
      for name in ["real", "mine"] { try Data("old".utf8).write(to: URL(filePath: world.path(name))) }
      let links = ["link.csv": "real", "link.csv.receipt.json": "mine"]
      for (link, target) in links {
        try FileManager.default.createSymbolicLink(atPath: world.path(link), withDestinationPath: target)
      }
      try await desk.export(document, to: world.path("link.csv"))
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: world.path("link.csv")) == "real")
      #expect(try String(contentsOfFile: world.path("real"), encoding: .utf8).hasPrefix("stage,"))
      #expect(try String(contentsOfFile: world.path("mine"), encoding: .utf8) == "old", "nobody named it")
      let receipt = try Data(contentsOf: URL(filePath: world.path("link.csv.receipt.json")))
      #expect(try JSONSerialization.jsonObject(with: receipt) is [String: Any])
      #expect(try world.files == ["link.csv", "link.csv.receipt.json", "mine", "real"])
    }
  }
}
