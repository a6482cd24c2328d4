import PipelinePlugins

/// Documents that exporters are tried with.
enum ExportSamples {
  static let columns = [
    ReportColumn("owner", LocalizedText("Owner", ["fr": "Responsable"]), .text),
    ReportColumn("deals", LocalizedText("Deals", ["fr": "Affaires"]), .count),
    ReportColumn("amount", LocalizedText("Amount", ["fr": "Montant"]), .money(.eur)),
    ReportColumn("share", LocalizedText("Share", ["fr": "Part"]), .percent),
    ReportColumn("closes", LocalizedText("Closes", ["fr": "Date"]), .date),
  ]

  static let day = CivilDate(daysSince1970: 17_531)

  static func document(
    _ rows: [[ReportCell]], total: [ReportCell]? = nil, language: Phrasebook = .english
  ) throws -> ReportDocument {
    guard let day else { throw BrokenPromise("the kit's own day is no day") }
    return ReportDocument(
      name: "promises", title: LocalizedText("Promises", ["fr": "Promesses"]), period: day...day, today: day,
      groupedBy: ["owner"], table: ReportTable(columns: columns, rows: rows, total: total), language: language)
  }

  /// Rows about one text each.
  static func texts(_ texts: [String]) -> [[ReportCell]] {
    texts.map { [.text($0), .count(1), .money(100), .percent(.full), .null] }
  }

  static func money(_ units: Int128) -> [ReportCell] { [.text("Anna"), .count(-3), .money(units), .null, .null] }

  static let rows: [[ReportCell]] = [
    [
      .text("Anna"), .count(25), .money(4_720_800), .percent(BasisPoints(6250) ?? .zero),
      day.map(ReportCell.date) ?? .null,
    ],
    [.text("Élodie 東京"), .count(0), .money(-1), .percent(.zero), .null],
  ]
  static let total: [ReportCell] = [.null, .count(25), .money(4_720_799), .null, .null]

  static let unicode = [
    "Élodie", "東京 🗼", "e\u{301}", "a,b;c\td", "say \"hi\"", "two\nlines", "<b>&amp;</b>", "http://example.com/",
    "' quoted",
    "back\\slash", "\u{2028}line", "_x0041_", "مرحبا",
  ]
  static let formulas = [
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1+1", "=HYPERLINK(\"http://example.com/\")", "{=1}",
    "\u{85}=1", "\u{2028}=1", "\u{200B}+1", "\u{2060}@SUM(A1)", "\u{FE66}1+1", "\u{FE63}1",
  ]
  static let amounts: [Int128] = [
    0, 1, -1, -12_345, 99, 100, 999_999_999_999_999, -999_999_999_999_999, 1_000_000_000_000_001, 9_007_199_254_740_993,
    Int128(Int64.max), Int128(Int64.min), Int128(Int64.max) * 1_000_003,
  ]
}

/// A sink that takes so many pieces and then fails.
struct FailingSink: ByteSink {
  var remaining: Int

  mutating func write(_ bytes: [UInt8]) throws {
    guard remaining > 0 else { throw SinkFailure() }
    remaining -= 1
  }
}

/// The error of a ``FailingSink``.
struct SinkFailure: Error {}
