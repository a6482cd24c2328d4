import Foundation
import SalesPipeline
import Testing
import ToolSupport

/// The README's sample, run as written against the configuration that `pipeline init` writes.
@Suite("The README holds")
struct ReadmeTests {
  // The lines stand as they do in the README.
  // swift-format-ignore
  @Test("the ten lines do what they say")
  func tenLines() async throws {
    try await inFolder { folder in
      let yaml = folder + "/sales.yaml"
      try Starter.configuration.write(toFile: yaml, atomically: true, encoding: .utf8)
      let file = folder + "/forecast.xlsx"

      // sample: the lines below stand in the README with other paths
      let pipeline = try await Pipeline.open(yaml)
      let desk = pipeline.acting(as: "anna")

      let acme = try await desk.addAccount("Acme", source: "trade-show")
      var deal = try await desk.addOpportunity(in: acme) {
        $0.lines = [.init(product: "gtx-pro", quantity: 3, unitPrice: "4821.00")]
      }
      deal = try await desk.edit(deal) { $0.status = "negotiation"; $0.nextStep = "Send the contract" }

      print(try await desk.funnel())
      try await desk.export(desk.forecast("this-quarter"), to: file)
      // end of sample

      #expect(deal.amount?.description == "14463.00 EUR")
      #expect(deal.probability == BasisPoints(percent: 60))
      let funnel = try await desk.funnel()
      #expect(funnel.total.unweighted == 1_446_300)
      #expect(funnel.total.weighted == 867_780)
      #expect(
        funnel.description.contains("negotiation"), "printing a funnel shows its stages: \(funnel.description)")
      #expect(FileManager.default.fileExists(atPath: file))
      await pipeline.close()
    }
  }

  @Test("each figure of the README is one that make bench wrote")
  func figures() throws {
    let readme = try Self.text("README.md")
    let measured = Set(try Self.text("Documentation/Reference/benchmarks.md").split(separator: "\n"))
    let start = try #require(readme.range(of: "\n## Performance\n")?.upperBound)
    let section = readme[start...].prefix(
      upTo: readme.range(of: "\n## ", range: start..<readme.endIndex)?.lowerBound ?? readme.endIndex)
    let rows = section.split(separator: "\n").filter { $0.hasPrefix("|") }
    #expect(rows.count > 6)
    for row in rows { #expect(measured.contains(row), "not in benchmarks.md: \(row)") }
  }

  @Test("the sample in the README is the one that is tested")
  func sample() throws {
    let readme = try Self.text("README.md")
    let source = try Self.text("Tests/ReadmeTests/ReadmeTests.swift")
    func lines(_ text: String, from: String, to: String) throws -> [String] {
      let start = try #require(text.range(of: from)?.upperBound)
      let end = try #require(text.range(of: to, range: start..<text.endIndex)?.lowerBound)
      return text[start..<end].split(separator: "\n").dropFirst(0).map { line in
        line.split(separator: " //").first.map { $0.split(separator: " ").joined(separator: " ") } ?? ""
      }.filter { !$0.isEmpty }
    }
    let shown = try lines(readme, from: "import SalesPipeline\n", to: "```")
    let tested = try lines(source, from: "with other paths\n", to: "// end of " + "sample")
      .map { $0.replacing("(yaml)", with: "(\"sales.yaml\")").replacing("to: file)", with: "to: \"forecast.xlsx\")") }
    #expect(shown == tested)
  }

  @Test("the configuration in the README has no mistakes")
  func configuration() throws {
    let readme = try Self.text("README.md")
    let start = try #require(readme.range(of: "```yaml\n")?.upperBound)
    let end = try #require(readme.range(of: "```", range: start..<readme.endIndex)?.lowerBound)
    let checked = ConfigurationReader(catalog: .bundled).check(text: String(readme[start..<end]), file: "sales.yaml")
    #expect(checked.report == "")
    #expect(ConfigurationReader(catalog: .bundled).check(text: Starter.configuration).report == "")
  }

  @Test("what a store records of a configuration, each setting named, reads back as itself")
  func recorded() throws {
    let day = try #require(CivilDate(iso: "2026-11-24"))
    let guide = try Self.text("Documentation/Guides/Configuration.md").components(separatedBy: "```yaml\n").dropFirst()
      .compactMap { $0.components(separatedBy: "\n```").first }
    let sample = ["en", "fr"].map { Starter.sampleConfiguration(in: $0, today: day) }
    var count = 0
    for text in [Starter.configuration] + sample + guide {
      // Those that name files, which are not here, are left out.
      let reader = ConfigurationReader(catalog: .bundled)
      guard let setup = try? reader.load(text: text, file: "sales.yaml") else { continue }
      let effective = try #require(setup.definition?.effective)
      #expect(setup.revive(effective.json)?.definition?.effective == effective, "\(text)")
      count += 1
    }
    #expect(count >= 7)
  }

  @Test("the generated reference pages are not stale")
  func reference() throws {
    let reader = ConfigurationReader(catalog: .bundled)
    let hint: Comment = "run: make reference"
    #expect(try Self.text("Documentation/Reference/configuration.md") == reader.referencePage, hint)
    #expect(try Self.text("Documentation/Reference/sales.schema.json") == reader.jsonSchema, hint)
  }

  private static func text(_ path: String) throws -> String {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  private func inFolder(_ body: (String) async throws -> Void) async throws {
    let folder = NSTemporaryDirectory() + "readme-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await body(folder)
  }
}
