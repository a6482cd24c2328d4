import ExportPlugins
import PipelinePlugins
import PipelineTesting
import Testing

/// A CSV exporter that was broken on purpose.
private struct Broken: Exporter {
  var fileExtension = "csv"
  var isRaw = false
  var swallowsErrors = false
  var leavesEmptyOut = false
  var prefix: @Sendable (ReportDocument) -> String = { _ in "" }
  var change: @Sendable (inout ReportTable) -> Void = { _ in }

  func export(_ document: ReportDocument, to sink: inout any ByteSink) throws -> [String] {
    if leavesEmptyOut, document.table.rows.isEmpty { return [] }
    var changed = document
    change(&changed.table)
    if let first = changed.table.columns.indices.first { changed.table.columns[first].key += prefix(document) }
    do {
      return try CSVExporter(isRaw: isRaw).export(changed, to: &sink)
    } catch  where swallowsErrors { return [] }
  }
}

@Suite("The kit finds broken exporters")
struct BrokenExporterTests {
  private static func eachCell(_ change: @escaping @Sendable (ReportCell) -> ReportCell) -> Broken {
    Broken(change: { table in table.rows = table.rows.map { $0.map(change) } })
  }

  private static let broken: [(id: String, exporter: Broken)] = [
    ("EX-1", Broken(prefix: { _ in String(UInt64.random(in: .min ... .max)) })),
    ("EX-2", Broken(leavesEmptyOut: true)),
    ("EX-3", Broken(swallowsErrors: true)),
    ("EX-4", Broken(fileExtension: ".CSV")),
    ("EX-5", Broken(prefix: { $0.language })),
    ("EX-6", Broken(change: { $0.rows = $0.rows.reversed() })),
    ("EX-7", Broken(isRaw: true)),
    (
      "EX-8",
      eachCell { cell in
        if case .money(let units) = cell { .money(Int128(Double(units))) } else { cell }
      }
    ),
    (
      "EX-9",
      Broken(change: { table in table.total = table.total.map { _ in [.null, .count(0), .money(0), .null, .null] } })
    ),
    ("EX-10", Broken(change: { table in table.rows = table.rows.map { $0.map { $0 == .null ? .text("0") : $0 } } })),
    (
      "EX-11",
      eachCell { cell in
        if case .text(let text) = cell { .text(String(text.prefix(100))) } else { cell }
      }
    ),
  ]

  @Test("each promise is broken by an exporter that breaks it", arguments: broken.map(\.id))
  func found(id: String) async throws {
    let exporter = try #require(Self.broken.first { $0.id == id }).exporter
    let trial = ExportTrial(claims: Set(ExportClaim.allCases), read: CSVReading.read) { exporter }
    let reports = try await ExportContract.promises.check { trial }
    #expect(reports.first { $0.id == id }?.verdict.breach != nil, "\(id) was not seen broken")
  }

  @Test("every promise has its broken exporter")
  func complete() { #expect(Self.broken.map(\.id) == ExportContract.promises.map(\.id)) }
}
