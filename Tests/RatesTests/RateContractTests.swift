import Foundation
import PipelinePlugins
import PipelineTesting
import RatesPlugins
import Testing

@Suite("The contract of rate sources")
struct RateContractTests {
  static let dated = [
    ExchangeRate(.eur, in: .usd, "1.0842", from: CivilDate(iso: "2026-01-02")),
    ExchangeRate(.eur, in: .jpy, "163.20", from: CivilDate(iso: "2026-01-02")),
    ExchangeRate(.eur, in: .usd, "1.10", from: CivilDate(iso: "2026-02-01")),
  ].compactMap { $0 }

  static let bundled: [(String, RateTrial)] = [
    ("fixed", RateTrial(expected: dated, make: { FixedRates(dated) })),
    ("fixed of nothing", RateTrial(expected: [], make: { FixedRates([]) })),
    (
      "csv_table",
      RateTrial(
        expected: dated,
        make: {
          CSVRates(
            path: try TemporaryFiles.write(
              "date,currency,rate\n2026-01-02,USD,1.0842\n2026-01-02,JPY,163.20\n\n2026-02-01, USD ,1.10\n"),
            base: .eur)
        }, unreadable: { CSVRates(path: "/nowhere/rates.csv", base: .eur) })
    ),
  ]

  @Test("bundled sources keep every promise", arguments: bundled.map(\.0))
  func kept(name: String) async throws {
    let trial = try #require(Self.bundled.first { $0.0 == name }).1
    let reports = try await RateContract.promises.check { trial }
    for report in reports { #expect(report.verdict.breach == nil, "\(name): \(report)") }
    print("\(name):", reports.filter { $0.verdict != .kept }.map(\.description).joined(separator: "; "))
  }

  @Test("the page holds the same promises")
  func page() throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Documentation/Contracts/Rates.md")
    let page = try String(contentsOf: path, encoding: .utf8)
    let listed = page.split(separator: "\n").filter { $0.hasPrefix("- **") }.map(String.init)
    #expect(listed == RateContract.promises.map(\.listed))
  }

  @Test("the file's rates can be the other way round, against another currency, in other columns")
  func turned() async throws {
    var columns = RateColumns()
    (columns.date, columns.currency, columns.rate) = ("Jour", "Devise", "Cours")
    let source = CSVRates(
      path: try TemporaryFiles.write("Jour;Note;Devise;Cours\n2026-01-02;x;GBP;1.27\n"), base: .usd,
      quotedAs: .basePerForeign,
      columns: columns, delimiter: ";")
    let gbp = try #require(Currency("GBP"))
    #expect(try await source.rates() == [ExchangeRate(gbp, in: .usd, "1.27", from: CivilDate(iso: "2026-01-02"))])
  }

  @Test("every bad row is reported with its place")
  func badRows() async throws {
    let path = try TemporaryFiles.write(
      """
      date,currency,rate
      2026-13-01,USD,1.1
      2026-01-02,XXX,1.1
      2026-01-02,EUR,1
      2026-01-02,USD,"1,08"
      2026-01-02,USD,0
      2026-01-02,USD,-1
      2026-01-03,USD,1.1
      2026-01-03,USD,1.2
      2026-01-04,USD
      ,usd,NaN
      """)
    let error = await #expect(throws: SourceError.self) { try await CSVRates(path: path, base: .eur).rates() }
    #expect(
      error?.problems == [
        "\(path):2:1: error: '2026-13-01' is not a day; write it as 2026-12-31",
        "\(path):3:12: error: 'XXX' is not a currency code of ISO 4217; write three letters such as USD",
        "\(path):4:12: error: EUR is the currency that the rates are against; its rate is always 1",
        "\(path):5:17: error: '1,08' is not a number; write digits with a dot, such as 1234.50",
        "\(path):6:16: error: the rate must be above zero",
        "\(path):7:16: error: the rate must be above zero",
        "\(path):9:12: error: the rate of USD on 2026-01-03 comes twice; the first is on line 8",
        "\(path):10:1: error: the row has 2 fields, the header has 3; quote the fields that hold delimiters",
        "\(path):11:1: error: '' is not a day; write it as 2026-12-31",
        "\(path):11:2: error: 'usd' is not a currency code of ISO 4217; write three letters such as USD",
        "\(path):11:6: error: 'NaN' is not a number; write digits with a dot, such as 1234.50",
      ])
  }

  @Test("missing columns are named at once, a missing file and a folder as such")
  func missing() async throws {
    let path = try TemporaryFiles.write("day,curency,value\n2026-01-02,USD,1\n")
    let error = await #expect(throws: SourceError.self) { try await CSVRates(path: path, base: .eur).rates() }
    #expect(error?.problems.count == 3)
    #expect(error?.problems[1] == "\(path):1:1: error: there is no column 'currency'; did you mean 'curency'?")
    let none = await #expect(throws: SourceError.self) { try await CSVRates(path: "/no/x", base: .eur).rates() }
    #expect(none?.problems == ["/no/x: error: there is no such file"])
    let folder = await #expect(throws: SourceError.self) { try await CSVRates(path: "/tmp", base: .eur).rates() }
    #expect(folder?.problems == ["/tmp: error: it is a folder; name a file"])
  }

  @Test("fixed rates say what the base currency is worth, unless configured otherwise")
  func quoting() async throws {
    var settings = FixedRatesPlugin.Settings()
    settings.rates = ["USD": "1.0842"]
    let source = try FixedRatesPlugin.make(settings, PluginContext(baseCurrency: .eur))
    #expect(try await source.rates() == [ExchangeRate(.eur, in: .usd, "1.0842")])
    settings.quotedAs = .basePerForeign
    let turned = try FixedRatesPlugin.make(settings, PluginContext(baseCurrency: .eur))
    #expect(try await turned.rates() == [ExchangeRate(.usd, in: .eur, "1.0842")])
    #expect(throws: PluginError.self) { try FixedRatesPlugin.make(settings, PluginContext(baseCurrency: .usd)) }
  }
}

/// The files of this run's tests, in a folder that goes with the process, also where a test fails: sources read their file whenever
/// they are asked, so none knows when it is read last.
enum TemporaryFiles {
  private static let folder: String = {
    let folder = NSTemporaryDirectory() + "rates-tests-\(UUID().uuidString)"
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    atexit { try? FileManager.default.removeItem(atPath: TemporaryFiles.folder) }
    return folder
  }()

  /// Writes a file; its path.
  static func write(_ text: String) throws -> String {
    let path = folder + "/rates-\(UUID().uuidString).csv"
    try Data(text.utf8).write(to: URL(filePath: path))
    return path
  }
}
