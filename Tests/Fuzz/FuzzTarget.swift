import Foundation
import MemoryStorage
import PipelineEngine
import PipelinePlugins
import SalesPipeline
import ToolSupport

/// What reads bytes from outside. Each takes any bytes, and ends with a result or a refusal.
package enum FuzzTarget: String, CaseIterable, Sendable {
  case yaml, mapping, csv, archive, json, amounts, dates, filters

  /// Inputs that are right, from which others are made.
  package var seeds: [[UInt8]] { texts.map { Array($0.utf8) } }

  private var texts: [String] {
    switch self {
    case .yaml:
      [
        Starter.configuration,
        "version: 1\nname: &n A\ncurrency: {base: EUR}\nstorage: memory\nhistory: [hash_chain, {grace_window: {after_creation: 2 hours}}]\n",
        "a: &a [1, 'two', \"thr\\u0065e\"]\nb: *a\nc: |\n  long\n  text\nd: {<<: *a, e: !!str 5}\n", "- - - ? x\n: y\n",
      ]
    case .mapping:
      [
        "{version: 1, opportunities: {accounts: create, fields: {external_id: id, account: who, next_step: step}}}",
        "version: 1\ncsv: {delimiter: ';', dates: dd/MM/yyyy, decimals: ','}\naccounts:\n  fields: {name: Name, external_id: Id}\n",
      ]
    case .csv:
      ["id,who,step\nN,New,\"Call \"\"him\"\"\"\nopen,Acme,\"two\nlines\"\r\n\n", "\u{FEFF}a;b\n1;2\n", "a\tb\r1\t2\r"]
    case .archive:
      [
        """
        {"format":"sales-pipeline-archive","kinds":{"account":["name","source"]},"version":1}
        {"author":"anna","operation":"0189d1f0-7c4e-7a3b-8f00-0123456789ab","recorded_at":"2026-03-02T09:00:00Z"}
        {"created":["Acme",null],"effective_at":"2026-03-02T09:00:00Z","id":"0189d1f0-7c4e-7a3b-8f00-0123456789ac","kind":"account","sequence":1,"version":1}
        {"entries":1,"operations":1,"sha256":"0"}

        """
      ]
    case .json:
      [
        #"{"name":"Acme","owner":null,"attributes":{"a":"b"},"external_id":"A-1","standing":"customer"}"#,
        #"{"amount":{"minor_units":"100","currency":"EUR"},"expected_close_date":"2026-03-02","probability":"62.5"}"#,
        #"{"writes":9,"sha256":"ab"}"#,
        #"{"period":{"from":"2026-01-01","to":"2026-12-31"},"filters":[1e9,-0.5,"\ud83d\ude00"]}"#,
      ]
    case .amounts: ["1,234.56", "-0.005", "12.345,67 €", "1e9", "9223372036854775807", "(5.00)", "62.5", "٣"]
    case .dates:
      [
        "2026-02-28", "2026-02-30", "2026-03-02T09:00:00.5Z", "2026-03-02T09:00:00+05:45", "02/03/26", "45000",
        "2026-W09", "FY2027-P08",
      ]
    case .filters:
      [
        "{owners: [anna], amount: {from: 50, to: 1000}, outcomes: [open, won], categories: [pipeline]}",
        "{stages: [won], text: 'a b', attributes: {sector: metal}, products: [gtx]}",
      ]
    }
  }

  /// Reads the bytes.
  package func run(_ bytes: [UInt8]) async {
    switch self {
    case .yaml: _ = Self.reader.check(text: Self.text(bytes))
    case .mapping: _ = Self.reader.check(ImportMapping.self, text: Self.text(bytes), file: "m.yaml")
    case .csv: Self.readCSV(bytes)
    case .archive: await Self.restore(bytes)
    case .json: Self.decode(Data(bytes))
    case .amounts: Self.readAmounts(Self.text(bytes))
    case .dates: Self.readDates(Self.text(bytes))
    case .filters:
      let text = Self.text(bytes).replacing("\n", with: " ")
      _ = Self.reader.check(
        text: "version: 1\nname: A\ncurrency: {base: EUR}\nstorage: memory\nreports: {r: {filters: \(text)}}\n")
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

  private static func restore(_ bytes: [UInt8]) async {
    let path = NSTemporaryDirectory() + "fuzz-\(ProcessInfo.processInfo.processIdentifier).ndjson"
    // A digest that fits, so that what comes after the check is reached too.
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
    let whole = Array(lines.dropLast().joined(separator: [UInt8(ascii: "\n")])) + [UInt8(ascii: "\n")]
    var digest = SHA256()
    digest.update(whole)
    let operations = lines.count { $0.starts(with: Array("{\"author\"".utf8)) }
    let end =
      "{\"entries\":\(max(0, lines.count - 2 - operations)),\"operations\":\(operations),\"sha256\":\"\(digest.finished())\"}\n"
    for content in [bytes, whole + Array(end.utf8)] {
      guard (try? Data(content).write(to: URL(filePath: path))) != nil else { return }
      let setup = PipelineSetup(baseCurrency: .eur, storage: MemoryStorage())
      _ = try? await Pipeline.restore(setup, from: path)
    }
  }

  private static func decode(_ data: Data) {
    let decoder = JSONDecoder()
    _ = try? decoder.decode(AccountBody.self, from: data)
    _ = try? decoder.decode(OpportunityBody.self, from: data)
    _ = try? decoder.decode(ReportDocument.self, from: data)
    _ = try? decoder.decode(Pipeline.HistoryDigest.self, from: data)
  }

  private static func readAmounts(_ text: String) {
    for currency in [Currency.eur, .usd] { _ = try? Money(parsing: text, currency: currency) }
    if let number = try? ExactDecimal(parsing: text) { _ = "\(number)" }
    for field in OpportunityBody.fields.fields {
      var deal = OpportunityBody()
      try? field.set(&deal, fromText: text, currency: .eur)
    }
  }

  private static func readDates(_ text: String) {
    if let date = try? CivilDate(parsing: text) { _ = "\(date.adding(days: 1) ?? date)" }
    if let instant = try? Instant(parsing: text) { _ = "\(instant)" }
    for pattern in ["dd/MM/yyyy", "yyyy-MM-dd", "M/d/yy", "yyyy-MM-ddTHH:mm:ssZ", "excel"] {
      guard let format = try? DateFormat(pattern) else { continue }
      _ = try? format.read(text)
    }
    _ = try? DateFormat(text)
  }
}

/// Other inputs, made of right ones by dice: bytes changed, removed, doubled, and pieces of others put in.
package struct FuzzMutator {
  private var state: UInt64
  private static let pieces = [
    "\"", "'", ",", "\n", "\r", "\u{0}", "9223372036854775808", "-", "é", "\u{FEFF}", "NaN", "[", "{", "}", "]", ": ",
    "&a", "*a", "!!",
    "\u{202E}", "1e400", "0000-00-00", "\\u", "|", ">", "#", "%",
  ].map { Array($0.utf8) }

  /// - Parameter seed: Equal seeds make equal inputs.
  package init(seed: UInt64) { state = seed }

  private mutating func below(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(max(1, bound)))
  }

  /// Another input.
  package mutating func next(of seeds: [[UInt8]]) -> [UInt8] {
    var bytes = seeds[below(seeds.count)]
    for _ in 0...below(6) {
      let place = below(bytes.count + 1)
      switch below(7) {
      case 0: bytes.insert(contentsOf: Self.pieces[below(Self.pieces.count)], at: place)
      case 1: bytes.removeSubrange(place..<min(bytes.count, place + below(9)))
      case 2: if place < bytes.count { bytes[place] = UInt8(below(256)) }
      case 3: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + below(40))], at: place)
      case 4: bytes.insert(contentsOf: seeds[below(seeds.count)].prefix(below(60)), at: place)
      case 5: bytes.append(contentsOf: repeatElement(UInt8(below(128)), count: below(300)))
      default: bytes = Array(bytes.prefix(place))
      }
    }
    return bytes
  }
}
