import Foundation
import PipelinePlugins
import SalesPipeline
import Testing

@Suite("Exports in memory")
struct ExportedDataTests {
  static let formats: [Desk.ExportFormat] = {
    var formats: [Desk.ExportFormat] = [.csv, .json, .html]
    #if XLSX
      formats.append(.xlsx)
    #endif
    #if ODS
      formats.append(.ods)
    #endif
    return formats
  }()

  private static func withReport(_ body: (Desk, ReportDocument, String) async throws -> Void) async throws {
    let folder = NSTemporaryDirectory() + "export-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let exporters = formats.map { "\($0): {}" }.joined(separator: ", ")
    let yaml = """
      version: 1
      storage: memory
      currency: {base: EUR}
      sales_cycles:
        direct: {stages: [{key: lead, probability: 10}, {key: won, outcome: won}, {key: lost, outcome: lost}]}
      exporters: {\(exporters)}
      """
    try Data(yaml.utf8).write(to: URL(filePath: folder + "/sales.yaml"))
    let clock = PipelineEnvironment.TestClock(at: "2026-03-02T09:00:00Z")
    let pipeline = try await Pipeline.open(folder + "/sales.yaml", environment: .testing(clock))
    let desk = pipeline.acting(as: "anna")
    let acme = try await desk.addAccount("Acme, =1+1")
    for price in ["4821.00", "0.05"] {
      _ = try await desk.addOpportunity(in: acme) {
        $0.statedAmount = try Money(parsing: price, currency: .eur)
      }
    }
    do {
      try await body(desk, try await desk.forecast(ReportDefinition("all", groupBy: [.account, .stage])), folder)
    } catch {
      await pipeline.close()
      throw error
    }
    await pipeline.close()
  }

  @Test("the bytes are those of the file", arguments: formats)
  func bytes(format: Desk.ExportFormat) async throws {
    try await Self.withReport { desk, report, folder in
      let data = try await desk.export(report, as: format)
      let path = "\(folder)/report.\(format)"
      try await desk.export(report, to: path)
      #expect(try Data(contentsOf: URL(filePath: path)) == data)
      #expect(data.count > 50)
    }
  }

  @Test("a format that is unknown is an error with those that there are")
  func unknown() async throws {
    try await Self.withReport { desk, report, _ in
      let error = await #expect(throws: UnknownFormat.self) { try await desk.export(report, as: "pdf") }
      #expect(error?.format == "pdf" && error?.known.contains("csv") == true)
    }
  }
}
