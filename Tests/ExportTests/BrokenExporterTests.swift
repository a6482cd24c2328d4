import ExportPlugins
import PipelinePlugins
import PipelineTesting
import Synchronization
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

extension Broken {
  /// One that writes the rows that it first had under a name: a private report is leaked to whom a report of the same name
  /// belongs.
  static func remembering() -> Broken {
    let known = Known()
    return Broken(change: { table in table.rows = known.rows(instead: table.rows) })
  }

  private final class Known: Sendable {
    private let first = Mutex<[[ReportCell]]?>(nil)

    func rows(instead rows: [[ReportCell]]) -> [[ReportCell]] {
      first.withLock { first in
        if first == nil { first = rows }
        return first ?? rows
      }
    }
  }
}

@Suite("The kit finds broken exporters")
struct BrokenExporterTests {
  private static func eachCell(_ change: @escaping @Sendable (ReportCell) -> ReportCell) -> Broken {
    Broken(change: { table in table.rows = table.rows.map { $0.map(change) } })
  }

  private static func rounded(_ cell: ReportCell) -> ReportCell {
    if case .money(let units) = cell { .money((units + 50) / 100 * 100) } else { cell }
  }

  private static let broken: [(id: String, exporter: Broken)] = [
    ("EX-1", Broken(prefix: { _ in String(UInt64.random(in: .min ... .max)) })),
    ("EX-2", Broken(leavesEmptyOut: true)),
    ("EX-3", Broken(swallowsErrors: true)),
    ("EX-4", Broken(fileExtension: ".CSV")),
    ("EX-5", Broken(prefix: { $0.language.language })),
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
    // The total of rounded rows, rounded: 47,207.99 becomes 47,208.00.
    ("EX-9", Broken(change: { table in table.total = table.total.map { $0.map(Self.rounded) } })),
    ("EX-8", eachCell(Self.rounded)),
    ("EX-10", Broken(change: { table in table.rows = table.rows.map { $0.map { $0 == .null ? .text("0") : $0 } } })),
    (
      "EX-11",
      eachCell { cell in
        if case .text(let text) = cell { .text(String(text.prefix(100))) } else { cell }
      }
    ),
  ]

  /// What a CSV file has no place for is broken in JSON.
  private struct BrokenJSON: Exporter {
    var fileExtension = "json"
    var change: @Sendable (inout ReportDocument) -> Void

    func export(_ document: ReportDocument, to sink: inout any ByteSink) throws -> [String] {
      var changed = document
      change(&changed)
      return try JSONExporter().export(changed, to: &sink)
    }
  }

  private static let json: [(id: String, change: @Sendable (inout ReportDocument) -> Void)] = [
    ("EX-12", { if !$0.table.subtotals.isEmpty { $0.table.subtotals.removeLast() } }),
    ("EX-14", { $0.receipt?.rates = [] }),
    ("EX-14", { $0.receipt?.knownAt = nil }),
    ("EX-14", { $0.receipt?.excluded.removeLast() }),
    ("EX-15", { $0.sections.reverse() }),
    ("EX-15", { for index in $0.sections.indices { $0.sections[index].table.total = nil } }),
    ("EX-16", { $0.table.rows = $0.table.rows.map { $0.map(Self.withoutOverrides) } }),
  ]

  private static func withoutOverrides(_ cell: ReportCell) -> ReportCell {
    if case .text(let text) = cell { .text(text.replacing("\u{202E}", with: "")) } else { cell }
  }

  @Test("promises about whole documents are broken by exporters that break them", arguments: json.indices)
  func documents(index: Int) async throws {
    let (id, change) = Self.json[index]
    let trial = ExportTrial(claims: Set(ExportClaim.allCases), read: JSONReading.read) { BrokenJSON(change: change) }
    let reports = try await ExportContract.promises.check { trial }
    #expect(reports.first { $0.id == id }?.verdict.breach != nil, "\(id) was not seen broken")
  }

  @Test(
    "a total that adds subtotals, or another value than is stored with it, breaks EX-13",
    arguments: ["SUM(D2:D11)", "SUBTOTAL(9,D2:D3)", "SUM(D2:D3,D5,D8:D10)", "SUBTOTAL(9,D2:D12)", "AVERAGE(D2:D11)"])
  func formulas(formula: String) async throws {
    let trial = ExportTrial(read: { bytes in
      var reading = try JSONReading.read(bytes)
      if let total = reading.total, total.count > 3, case .number(let value) = total[3] {
        reading.total?[3] = .formula(formula, value: value)
      }
      return reading
    }) { JSONExporter() }
    let reports = try await ExportContract.promises.check { trial }
    #expect(reports.first { $0.id == "EX-13" }?.verdict.breach != nil)
  }

  @Test("each promise is broken by an exporter that breaks it", arguments: broken.indices)
  func found(index: Int) async throws {
    let (id, exporter) = Self.broken[index]
    let trial = ExportTrial(claims: Set(ExportClaim.allCases), read: CSVReading.read) { exporter }
    let reports = try await ExportContract.promises.check { trial }
    #expect(reports.first { $0.id == id }?.verdict.breach != nil, "\(id) was not seen broken")
  }

  @Test("an exporter that leaks a private report into the next one of its name breaks EX-1")
  func leaking() async throws {
    let trial = ExportTrial(claims: Set(ExportClaim.allCases), read: CSVReading.read) { Broken.remembering() }
    let verdict = await ExportContract.promises.verdict(on: "EX-1", of: trial)
    #expect(verdict == .broken("a document differs after another one was written"))
  }

  @Test("every promise has its broken exporter")
  func complete() {
    let seen = Set(Self.broken.map(\.id) + Self.json.map(\.id) + ["EX-13"])
    #expect(seen == Set(ExportContract.promises.map(\.id)))
  }
}
