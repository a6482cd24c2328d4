import ExportPlugins
import PipelineEngine
import PipelinePlugins
import Testing
import XLSXExport

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite("What the exporters write")
struct ExporterTests {
  static func document(_ rows: [[ReportCell]], total: [ReportCell]?) throws -> ReportDocument {
    let from = try #require(CivilDate(iso: "2017-10-01"))
    let to = try #require(CivilDate(iso: "2017-12-31"))
    return ReportDocument(
      name: "this-quarter", title: "This quarter: [a/b]", period: from...to, today: to, groupedBy: ["owner"],
      gaps: [ReportGap(reason: .otherCurrency, detail: "USD", count: 3)],
      table: ReportTable(
        columns: [
          ReportColumn("owner", "Owner", .text), ReportColumn("deals", "Deals", .count),
          ReportColumn("open", "Open", .money(.eur)), ReportColumn("share", "Share", .percent),
        ], rows: rows, total: total))
  }

  static func bytes(_ exporter: any Exporter, _ document: ReportDocument) throws -> (bytes: [UInt8], notes: [String]) {
    var sink: any ByteSink = MemorySink()
    let notes = try exporter.export(document, to: &sink)
    return (try #require(sink as? MemorySink).bytes, notes)
  }

  static func text(_ exporter: any Exporter, _ document: ReportDocument) throws -> String {
    String(decoding: try bytes(exporter, document).bytes, as: UTF8.self)
  }

  static let rows: [[ReportCell]] = [
    [.text("=cmd()"), .count(2), .money(-482_105), .percent(BasisPoints(6250) ?? .zero)],
    [.text("Smith, \"Jo\""), .count(0), .money(7), .null],
  ]
  static let total: [ReportCell] = [.null, .count(2), .money(-482_098), .null]

  @Test("CSV, to the byte")
  func csv() throws {
    let document = try Self.document(Self.rows, total: Self.total)
    #expect(
      try Self.text(CSVExporter(), document)
        == "owner,deals,open,share\r\n'=cmd(),2,-4821.05,62.5\r\n\"Smith, \"\"Jo\"\"\",0,0.07,\r\ntotal,2,-4820.98,\r\n"
    )
    #expect(
      try Self.text(CSVExporter(delimiter: ";", isRaw: true, hasByteOrderMark: true), document)
        == "\u{FEFF}owner;deals;open;share\r\n=cmd();2;-4821.05;62.5\r\n\"Smith, \"\"Jo\"\"\";0;0.07;\r\ntotal;2;-4820.98;\r\n"
    )
  }

  @Test("JSON, to the byte")
  func json() throws {
    let expected = """
      {
        "report": "this-quarter",
        "period": {"from": "2017-10-01", "to": "2017-12-31"},
        "group_by": ["owner"],
        "columns": ["owner", "deals", "open", "share"],
        "rows": [
          {"owner": "=cmd()", "deals": 2, "open": "-4821.05", "share": "62.5"},
          {"owner": "Smith, \\"Jo\\"", "deals": 0, "open": "0.07", "share": null}
        ],
        "total": {"deals": 2, "open": "-4820.98", "share": null},
        "generated_for": "2017-12-31",
        "gaps": [
          {"reason": "other_currency", "detail": "USD", "count": 3}
        ]
      }

      """
    #expect(try Self.text(JSONExporter(), try Self.document(Self.rows, total: Self.total)) == expected)
  }

  #if XLSX
    @Test("spreadsheets name what they cannot hold as it is")
    func notes() throws {
      let long = String(repeating: "x", count: 40_000)
      let rows: [[ReportCell]] = [[.text(long), .count(1), .money(1_000_000_000_000_000), .null]]
      let notes = try Self.bytes(XLSXExporter(), try Self.document(rows, total: nil)).notes
      #expect(
        notes == [
          "A4: the text is longer than a cell holds (32,767), so its end is cut",
          "C4: 10000000000000.00 has more digits than a spreadsheet keeps (15), so it is text",
        ])
      var french = try Self.document(rows, total: nil)
      french.language = .french
      let remarks = [
        "le texte dépasse ce que tient une cellule (32 767), sa fin est donc coupée",
        "10000000000000.00 a plus de chiffres qu’un tableur n’en garde (15), c’est donc du texte",
      ]
      let said = try Self.bytes(XLSXExporter(), french).notes
      #expect(said.count == 2 && zip(said, remarks).allSatisfy { $0.hasSuffix($1) }, "\(said)")
    }

    @Test("a spreadsheet's total that is its column's sum recalculates; any other is a number")
    func totals() throws {
      guard XLSXReading.reader() != nil else { return }
      var total = Self.total
      let sum = try XLSXReading.read(Self.bytes(XLSXExporter(), try Self.document(Self.rows, total: total)).bytes)
      #expect(sum.total?[2] == .formula("SUBTOTAL(9,C4:C5)", value: "-4820.98"))
      total[2] = .money(1)
      let other = try XLSXReading.read(Self.bytes(XLSXExporter(), try Self.document(Self.rows, total: total)).bytes)
      #expect(other.total?[2] == .number("0.01"))
    }

    @Test("a table larger than a worksheet is refused before anything is written")
    func tooLarge() throws {
      let rows = Array(repeating: [ReportCell](), count: 1_048_576)
      do {
        _ = try Self.bytes(XLSXExporter(), try Self.document(rows, total: nil))
        Issue.record("it was written")
      } catch {
        #expect("\(error)" == "1048576 rows are more than a worksheet holds (1048576); export csv instead")
      }
    }
  #endif
}

@Suite("Files appear whole or not at all")
struct AtomicFileTests {
  static func folder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "atomic-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  @Test("a file that is not committed leaves the old one and nothing else")
  func whole() throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "forecast.csv").path
    let names = { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
    do {
      let file = try AtomicFile(path: path)
      try file.write(Array("old".utf8))
      #expect(try !names().contains("forecast.csv"))
      try file.commit()
    }
    do {
      let file = try AtomicFile(path: path)
      try file.write(Array("half of the ne".utf8))
    }
    #expect(try names() == ["forecast.csv"])
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
  }

  @Test("what is wrong with a path, in one line")
  func errors() throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let missing = folder.appending(path: "none/forecast.csv").path
    for (path, reason) in [(folder.path, "this is a folder; name a file"), (missing, "there is no such folder")] {
      do {
        _ = try AtomicFile(path: path)
        Issue.record("it was begun")
      } catch { #expect("\(error)" == "\(path): \(reason)") }
    }
  }
}
