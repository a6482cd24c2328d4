import ExportPlugins
import Foundation
import PipelineEngine
import PipelinePlugins
import Testing

@Suite("Exporting to files")
struct ExportingTests {
  static func document(_ desk: Desk) async throws -> ReportDocument {
    let acme = try await desk.addAccount("Acme")
    _ = try await desk.addOpportunity(in: acme) { $0.lines = [.init(product: "gtx-pro", unitPrice: "5")] }
    var document = try await desk.forecast(ReportDefinition("../../x", groupBy: [.owner]))
    document.receipt = ReportReceipt(definition: "{}", person: "anna", madeAt: Instant(startOf: Fixture.today))
    return document
  }

  private static func withFolder(
    _ body: (_ desk: Desk, _ folder: String, _ names: () throws -> [String]) async throws -> Void
  ) async throws {
    let folder = NSTemporaryDirectory() + "export-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await Backend.memory.withDesk({ $0.exporters = ["csv": CSVExporter(), "json": JSONExporter()] }) { desk in
      try await body(desk, folder) { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() }
    }
  }

  @Test("a CSV file has its receipt beside it, a JSON file within; the report's name chooses no path")
  func beside() async throws {
    try await Self.withFolder { desk, folder, names in
      let document = try await Self.document(desk)
      let csv = try await desk.export(document, to: folder + "/forecast.csv")
      #expect(csv.files == [folder + "/forecast.csv", folder + "/forecast.csv.receipt.json"])
      #expect(try names() == ["forecast.csv", "forecast.csv.receipt.json"])
      let beside = try Data(contentsOf: URL(filePath: folder + "/forecast.csv.receipt.json"))
      #expect(try (JSONSerialization.jsonObject(with: beside) as? [String: Any])?["receipt"] != nil)
      let json = try await desk.export(document, to: folder + "/forecast.json")
      #expect(json.files == [folder + "/forecast.json"])
      #expect(try names() == ["forecast.csv", "forecast.csv.receipt.json", "forecast.json"])
    }
  }

  @Test("standard output gets no second file, and a document without a receipt has none")
  func alone() async throws {
    try await Self.withFolder { desk, folder, names in
      var document = try await Self.document(desk)
      var sink: any ByteSink = MemorySink()
      _ = try desk.export(document, to: &sink, format: "csv")
      #expect(try names() == [])
      document.receipt = nil
      #expect(try await desk.export(document, to: folder + "/a.csv").files == [folder + "/a.csv"])
      #expect(try names() == ["a.csv"])
    }
  }

  @Test("where the receipt cannot be written, neither is the report")
  func neither() async throws {
    try await Self.withFolder { desk, folder, names in
      let document = try await Self.document(desk)
      try FileManager.default.createDirectory(
        atPath: folder + "/a.csv.receipt.json", withIntermediateDirectories: false)
      let error = FileError(path: folder + "/a.csv.receipt.json", reason: LocalizedText(ErrorPhrase.isFolder))
      await #expect(throws: error) {
        try await desk.export(document, to: folder + "/a.csv")
      }
      #expect(try names() == ["a.csv.receipt.json"])
      // The longest name that a file can have leaves no room for the receipt's: the report comes alone, and says so.
      let long = String(repeating: "n", count: 250) + ".csv"
      let done = try await desk.export(document, to: folder + "/" + long)
      #expect(done.files == [folder + "/" + long] && done.notes.contains { $0.contains("the receipt was left out") })
      #expect(try names() == ["a.csv.receipt.json", long])
    }
  }
}
