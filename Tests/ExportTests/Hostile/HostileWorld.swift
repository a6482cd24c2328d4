import Foundation
import SalesPipeline
import Testing

/// A pipeline in which everything that has a name bears a hostile one: deals, accounts, salespeople, sources, stages, the
/// pipeline itself, and reports.
struct HostileWorld {
  let folder: String

  /// Runs with a filled pipeline.
  static func use(_ storage: String, _ body: (HostileWorld, Desk) async throws -> Void) async throws {
    let folder = NSTemporaryDirectory() + "hostile-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let world = HostileWorld(folder: folder)
    try Data(configuration(storage).utf8).write(to: URL(filePath: world.path("sales.yaml")))
    let pipeline = try await Pipeline.open(world.path("sales.yaml"))
    do {
      let desk = pipeline.acting(as: HostileText.all[8])
      try await fill(desk)
      try await body(world, desk)
      try await expectStored(desk)
    } catch {
      await pipeline.close()
      throw error
    }
    await pipeline.close()
  }

  func path(_ name: String) -> String { folder + "/" + name }

  /// The names in the folder, the database's files apart.
  var files: [String] {
    get throws {
      try FileManager.default.contentsOfDirectory(atPath: folder).filter { !$0.hasPrefix("sales.") }.sorted()
    }
  }

  /// A report whose title and filter are hostile, about all deals.
  static func report(_ title: String, owners: [String] = HostileText.all) -> ReportDefinition {
    ReportDefinition(
      "hostile", title: LocalizedText(title), period: .all, groupBy: [.owner, .stage, .source, .account],
      owners: owners, subtotals: false)
  }

  private static func configuration(_ storage: String) -> String {
    let stages = HostileText.all.indices.map { index in
      "      - {key: s\(index), label: \(yaml(HostileText.all[index])), probability: 10, forecast: pipeline}\n"
    }
    return """
      version: 1
      name: \(yaml(HostileText.all[9] + HostileText.all[11] + HostileText.all[13]))
      currency: {base: EUR}
      storage: {\(storage)}
      lookups:
        OpportunitySource: {stored: {}}
      sales_cycles:
        direct:
          stages:
      \(stages.joined())\
            - {key: won, outcome: won}
            - {key: lost, outcome: lost}
      exporters: {csv: {}, xlsx: {}, ods: {}, json: {}, html: {}}
      dashboard: {widgets: [funnel, sales_grid, waterfall], period: quarter}
      reports: {all: {title: \(yaml(HostileText.all[10])), period: all, group_by: [owner, stage, source, account]}}

      """
  }

  /// A configuration without anything hostile.
  static let plain = """
    version: 1
    name: Plain
    currency: {base: EUR}
    storage: {memory: {}}
    sales_cycles: {direct: {stages: [{key: new, probability: 10}, {key: won, outcome: won}, {key: lost, outcome: lost}]}}
    exporters: {csv: {}}

    """

  /// A text as YAML can hold any.
  static func yaml(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar -> String in
      if scalar.isASCII, scalar.properties.isAlphabetic { return String(Character(scalar)) }
      let digits = String(scalar.value, radix: 16)
      return "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
    }
    return "\"\(escaped.joined())\""
  }

  private static func fill(_ desk: Desk) async throws {
    for (index, text) in HostileText.all.enumerated() {
      try await desk.addLookupEntry(LookupEntry("l\(index)", label: LocalizedText(text)), to: .source)
      let account = try await desk.addAccount(text)
      let deal = try await desk.addOpportunity(in: account) {
        $0.owner = text
        $0.externalID = "H-\(index)"
        $0.source = "l\(index)"
        $0.currency = .eur
        $0.statedAmount = try Money(parsing: "1.00", currency: .eur)
      }
      _ = try await desk.edit(deal) {
        $0.status = "s\(index)"
        $0.description = text
        $0.nextStep = text
      }
    }
  }

  /// What is stored is what was given, to the last character.
  static func expectStored(_ desk: Desk) async throws {
    for (index, text) in HostileText.all.enumerated() {
      let deal = try #require(try await desk.findOpportunity(externalID: "H-\(index)"))
      let account = try await desk.account(deal.body.account)
      for kept in [deal.body.name, deal.body.owner, deal.body.description, deal.body.nextStep, account.body.name] {
        #expect(kept?.isExactly(text) == true, "text \(index) was changed")
      }
      #expect(try await desk.lookup(.source).entries[index].label.text(.english).isExactly(text))
    }
  }
}

extension HostileWorld {
  /// What a tool wrote.
  struct Run {
    let status: Int32
    let out: Data
    let err: String
    var text: String { String(decoding: out, as: UTF8.self) }
  }

  /// Runs a tool to its end, in the folder or one within it.
  func run(_ tool: String, _ arguments: [String], in inner: String = "") throws -> Run {
    let process = Process()
    let beside = Bundle.main.bundleURL.appendingPathComponent(tool)
    process.executableURL =
      FileManager.default.isExecutableFile(atPath: beside.path)
      ? beside : Bundle(for: Marker.self).bundleURL.deletingLastPathComponent().appendingPathComponent(tool)
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: path(inner))
    process.environment = ProcessInfo.processInfo.environment.merging(["COLUMNS": "400"]) { $1 }
    // Files, since what one pipe holds may wait for the other to be read.
    let (out, err) = (path("sales.out"), path("sales.err"))
    for file in [out, err] { _ = FileManager.default.createFile(atPath: file, contents: nil) }
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: out))
    process.standardError = try FileHandle(forWritingTo: URL(filePath: err))
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return Run(
      status: process.terminationStatus, out: try Data(contentsOf: URL(filePath: out)),
      err: String(decoding: try Data(contentsOf: URL(filePath: err)), as: UTF8.self))
  }
}

/// Finds the test bundle, beside which the tools are built.
private final class Marker {}
