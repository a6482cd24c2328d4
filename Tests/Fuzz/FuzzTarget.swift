import Foundation
import MemoryStorage
import PipelineEngine
import PipelinePlugins
import SalesPipeline

/// What reads bytes from outside. Each takes any bytes, and ends with a result or a refusal.
package enum FuzzTarget: String, CaseIterable, Sendable {
  case yaml, mapping, csv, archive, json, amounts, dates, filters

  /// Reads the bytes.
  package func run(_ bytes: [UInt8]) async {
    if isAsynchronous { await Self.restore(bytes) } else { read(bytes) }
  }

  /// Whether reading needs a task.
  var isAsynchronous: Bool { self == .archive }

  /// Reads the bytes on this thread.
  func read(_ bytes: [UInt8]) {
    switch self {
    case .yaml: _ = Self.reader.check(text: Self.text(bytes))
    case .mapping: _ = Self.reader.check(ImportMapping.self, text: Self.text(bytes), file: "m.yaml")
    case .csv: Self.readCSV(bytes)
    case .archive: break
    case .json: Self.decode(Data(bytes))
    case .amounts: Self.readAmounts(Self.text(bytes))
    case .dates: Self.readDates(Self.text(bytes))
    case .filters: _ = Self.reader.check(DealFilter.self, text: Self.text(bytes))
    }
  }

  private static let reader = ConfigurationReader(catalog: .bundled)
  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  private static func readCSV(_ bytes: [UInt8]) {
    for delimiter in [",", ";", "\t"] as [Character] {
      guard var reader = try? CSVReader(bytes, file: "x.csv", delimiter: delimiter) else { continue }
      while let row = try? reader.next() {
        for column in reader.header.indices { _ = try? row.text(column) }
      }
    }
  }

  private static let path = NSTemporaryDirectory() + "fuzz-\(ProcessInfo.processInfo.processIdentifier).ndjson"

  private static func restore(_ bytes: [UInt8]) async {
    // A digest that fits, so that what comes after the check is reached too.
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
    let whole = Array(lines.dropLast().joined(separator: [UInt8(ascii: "\n")])) + [UInt8(ascii: "\n")]
    var digest = SHA256()
    digest.update(whole)
    let operations = lines.count { $0.starts(with: Array("{\"author\"".utf8)) }
    let end =
      "{\"entries\":\(max(0, lines.count - 2 - operations)),\"operations\":\(operations),\"sha256\":\"\(digest.finished())\"}\n"
    // As it is, most are refused at the digest: of eight, one.
    for content in [whole + Array(end.utf8)] + (bytes.count.isMultiple(of: 8) ? [bytes] : []) {
      guard (try? Data(content).write(to: URL(filePath: path))) != nil else { return }
      let setup = PipelineSetup(baseCurrency: .eur, storage: MemoryStorage())
      _ = try? await Pipeline.restore(setup, from: path)
    }
  }

  private static let decoder = JSONDecoder()

  private static func decode(_ data: Data) {
    _ = try? decoder.decode(AccountBody.self, from: data)
    _ = try? decoder.decode(OpportunityBody.self, from: data)
    _ = try? decoder.decode(ReportDocument.self, from: data)
    _ = try? decoder.decode(Pipeline.HistoryDigest.self, from: data)
  }

  private static func readAmounts(_ text: String) {
    for currency in [Currency.eur, .usd] { _ = try? Money(parsing: text, currency: currency) }
    if let number = try? ExactDecimal(parsing: text) { _ = "\(number)" }
    for field in fields {
      var deal = OpportunityBody()
      try? field.set(&deal, fromText: text, currency: .eur)
    }
  }

  /// A field of each kind: those of a kind are read alike.
  private static let fields: [Field<OpportunityBody>] = {
    var kinds: Set<FieldKind> = []
    return OpportunityBody.fields.fields.filter { kinds.insert($0.kind).inserted }
  }()

  private static let formats = ["dd/MM/yyyy", "yyyy-MM-dd", "M/d/yy", "yyyy-MM-ddTHH:mm:ssZ", "excel"].compactMap {
    try? DateFormat($0)
  }

  private static func readDates(_ text: String) {
    if let date = try? CivilDate(parsing: text) { _ = "\(date.adding(days: 1) ?? date)" }
    if let instant = try? Instant(parsing: text) { _ = "\(instant)" }
    for format in formats { _ = try? format.read(text) }
    _ = try? DateFormat(text)
  }
}
