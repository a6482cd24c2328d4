import Foundation
import LookupPlugins
import PipelinePlugins
import PipelineTesting
import Testing

@Suite("The contract of lookup sources")
struct LookupContractTests {
  static let entries = [
    LookupEntry("GTX Pro", label: LocalizedText("GTX Pro", ["fr": "GTX Pro (FR)"]), attributes: ["list_price": "4821"]),
    LookupEntry("Salle 3/B"), LookupEntry("価格", isRetired: true),
  ]

  static let bundled: [(String, LookupTrial)] = [
    ("inline", LookupTrial(expected: entries, make: { InlineLookup(entries) })),
    ("inline of nothing", LookupTrial(expected: [], make: { InlineLookup([]) })),
    ("stored", LookupTrial(expected: entries, make: { StoredLookup(seed: entries) })),
    (
      "csv_file",
      LookupTrial(
        expected: entries, make: { try TemporaryFiles.source() },
        unreadable: { CSVFileLookup(path: "/nowhere/products.csv", columns: LookupColumns(key: "product")) })
    ),
  ]

  @Test("bundled sources keep every promise", arguments: bundled.map(\.0))
  func kept(name: String) async throws {
    let trial = try #require(Self.bundled.first { $0.0 == name }).1
    let reports = try await LookupContract.promises.check { trial }
    for report in reports { #expect(report.verdict.breach == nil, "\(name): \(report)") }
    print("\(name):", reports.filter { $0.verdict != .kept }.map(\.description).joined(separator: "; "))
  }

  @Test("the page holds the same promises")
  func page() throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Documentation/Contracts/Lookups.md")
    let page = try String(contentsOf: path, encoding: .utf8)
    let listed = page.split(separator: "\n").filter { $0.hasPrefix("- **") }.map(String.init)
    #expect(listed == LookupContract.promises.map(\.listed))
  }
}

/// A file that is there while a test reads it.
/// The files of this run's tests, in a folder that goes with the process, also where a test fails: sources read their file whenever
/// they are asked, so none knows when it is read last.
enum TemporaryFiles {
  private static let folder: String = {
    let folder = NSTemporaryDirectory() + "lookups-tests-\(UUID().uuidString)"
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    atexit { try? FileManager.default.removeItem(atPath: TemporaryFiles.folder) }
    return folder
  }()

  static func source() throws -> CSVFileLookup {
    let path = try write("product;name;nom;price;gone\nGTX Pro;;GTX Pro (FR);4821;\nSalle 3/B;;;;no\n価格;;;;yes\n")
    return CSVFileLookup(
      path: path,
      columns: LookupColumns(
        key: "product", label: LocalizedText("name", ["fr": "nom"]), attributes: ["list_price": "price"],
        retired: "gone"), delimiter: ";")
  }

  /// Writes a file; its path.
  static func write(_ text: String) throws -> String {
    let path = folder + "/lookups-\(UUID().uuidString).csv"
    try Data(text.utf8).write(to: URL(filePath: path))
    return path
  }
}
