import Foundation
import PipelineConfig
import PipelineEngine
import PipelinePlugins
import SalesPipeline

/// Where the tests find what they read.
enum Places {
  /// The package's folder.
  static let root: String = {
    let parts = #filePath.split(separator: "/").dropLast(3)
    return "/" + parts.joined(separator: "/")
  }()

  static let fixtures = root + "/Tests/Fixtures/maven"

  /// The Maven data set's folder; `nil`, said loudly, where it is absent.
  static let maven: String? = {
    let data = ProcessInfo.processInfo.environment["PIPELINE_DATA"] ?? root + "/../shared/data"
    let folder = data + "/maven"
    if FileManager.default.fileExists(atPath: folder + "/sales_pipeline.csv") { return folder }
    print("⚠️  \(folder) is absent: NOTHING is tested on the Maven data. Set PIPELINE_DATA to the folder that holds it.")
    return nil
  }()

  static func text(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
  }
}

/// A desk on a fresh pipeline.
func withDesk(
  _ yaml: String, variables: [String: String] = [:], now: Instant = Instant(startOf: CivilDate(iso: "2026-11-24")!),
  _ body: (Desk) async throws -> Void
) async throws {
  let folder = NSTemporaryDirectory() + "import-\(UUID().uuidString)"
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  let all = variables.merging(["MAVEN_DB": folder + "/maven.db"]) { given, _ in given }
  let reader = ConfigurationReader(catalog: .bundled, environment: { all[$0] })
  let setup = try reader.load(text: yaml, file: "sales.yaml", baseFolder: folder)
  let pipeline = try await Pipeline.open(setup, environment: .fixed(at: now))
  do {
    try await body(pipeline.acting(as: "anna"))
  } catch {
    await pipeline.close()
    throw error
  }
  await pipeline.close()
}

/// A mapping out of a text, as a file would give it.
func mapping(_ yaml: String, variables: [String: String] = [:]) throws -> ImportMapping {
  let reader = ConfigurationReader(catalog: Catalog([]), environment: { variables[$0] })
  var mapping = try reader.check(ImportMapping.self, text: yaml, file: "mapping.yaml").get()
  mapping.file = "mapping.yaml"
  return mapping
}

/// A small pipeline in memory.
let smallSales = """
  version: 1
  currency: {base: USD}
  storage: {memory: {}}
  lookups:
    OpportunityLine:
      inline: {entries: [{key: GTX Pro, attributes: {list_price: "4821"}}, {key: MG Special, attributes: {list_price: "55"}}]}
    OpportunityLossReason: {stored: {}}
  sales_cycles:
    direct:
      stages:
        - {key: open, probability: 10}
        - {key: won, outcome: won}
        - {key: lost, outcome: lost}
  """

/// Its deals' mapping: lines of YAML for more fields go in between.
func smallMapping(
  _ fields: String = "    unit_price: {column: price, fallback: {lookup: list_price}}", _ section: String = ""
) -> String {
  """
  version: 1
  opportunities:
    accounts: create
  \(section)
    fields:
      external_id: id
      account: account
      status: {column: stage, default: open}
      product: {column: product, values: {GTXPro: GTX Pro}}
      quantity: {column: quantity, default: 1}
  \(fields)
      actual_close_date: {column: closed, dates: d-MMM-yyyy}
  """
}

extension Desk {
  /// Imports deals out of a text.
  func importText(_ csv: String, _ mapping: ImportMapping, _ options: ImportOptions = ImportOptions()) async throws
    -> ImportSummary
  {
    try await self.import(
      mapping, files: [.opportunities: ImportFile(name: "deals.csv", bytes: Array(csv.utf8))], options: options)
  }
}
