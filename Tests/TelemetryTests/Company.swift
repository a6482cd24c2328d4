import Foundation
import InMemoryLogging
import Logging
import PipelinePlugins
import SalesPipeline

/// A company in a folder of its own: a configuration, files to import, and texts that no operator may read.
struct Company {
  let folder = NSTemporaryDirectory() + "customer-hush-\(UUID().uuidString)"
  private let handler: InMemoryLogHandler

  /// Names of customers, amounts, the path and a secret.
  static let privateTexts = ["Zephyr", "Borealis", "98765", "customer-hush", "s3cret"]

  private init() throws {
    var handler = InMemoryLogHandler()
    handler.logLevel = .trace
    self.handler = handler
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try write("mapping.yaml", Self.mapping)
    try write("deals.csv", Self.deals)
  }

  /// Runs with a company, and removes its folder.
  static func use(_ body: (Company) async throws -> Void) async throws {
    let company = try Company()
    defer { try? FileManager.default.removeItem(atPath: company.folder) }
    try await body(company)
  }

  func path(_ name: String) -> String { folder + "/" + name }

  func write(_ name: String, _ text: String) throws { try Data(text.utf8).write(to: URL(filePath: path(name))) }

  /// The lines that were logged since the last call.
  func lines() -> [InMemoryLogHandler.Entry] {
    defer { handler.clear() }
    return handler.entries
  }

  /// All lines that were logged.
  var logged: [InMemoryLogHandler.Entry] { handler.entries }

  var logger: Logger { Logger(label: "test", factory: { _ in handler }) }

  /// Opens the pipeline.
  ///
  /// - Parameters:
  ///   - storage: The storage's section.
  ///   - first: The first stage's section, for renaming it.
  func open(
    _ storage: String = "{memory: {}}", first: String = "key: prospecting", _ mode: StoreMode = .writing,
    wait: Duration? = nil, plugins: Catalog = .bundled
  ) async throws -> Pipeline {
    try write("sales.yaml", Self.configuration(storage, first))
    let clock = PipelineEnvironment.TestClock(at: "2026-03-02T09:00:00Z")
    return try await Pipeline.open(
      path("sales.yaml"), for: mode, plugins: plugins, environment: .testing(clock), wait: wait, logger: logger)
  }

  /// Imports a file with the mapping.
  @discardableResult
  func importing(_ file: String, _ desk: Desk, operation: RecordID? = nil) async throws -> ImportSummary {
    try await desk.importFile(path(file), mapping: .read(path("mapping.yaml")), operation: operation)
  }

  private static func configuration(_ storage: String, _ first: String) -> String {
    """
    version: 1
    name: Direct sales
    currency: {base: EUR}
    storage: \(storage)
    lookups:
      OpportunityLossReason: {stored: {seed: [price, timing]}}
    sales_cycles:
      direct:
        stages:
          - {\(first), probability: 10, forecast: pipeline}
          - {key: engaging, probability: 40, forecast: best_case}
          - {key: won, outcome: won}
          - {key: lost, outcome: lost, requires: [loss_reason]}
    exporters: {csv: {}, json: {}}
    reports:
      all: {period: all, group_by: [owner]}
    """
  }

  private static let mapping = """
    version: 1
    opportunities:
      accounts: create
      fields: {external_id: id, account: account, status: {constant: prospecting}, amount: amount}
    """

  private static let deals = """
    id,account,amount
    D-1,Zephyr Industries,98765
    D-2,Zephyr Industries,10
    D-3,Borealis,20

    """
}
