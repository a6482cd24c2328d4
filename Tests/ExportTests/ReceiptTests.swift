import ExportPlugins
import PipelineEngine
import PipelinePlugins
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite("Receipts, subtotals and sections as JSON")
struct ReceiptTests {
  static let receipt = """
    "receipt": {
        "definition": {"group_by": ["owner", "stage"], "period": "this_quarter"},
        "person": "anna",
        "made_at": "2017-12-31T10:00:00Z",
        "as_of": "2017-12-31T00:00:00Z",
        "known_at": null,
        "sequence": 4711,
        "configuration": {"since": "2016-01-04T00:00:00Z", "digest": "cbf29ce484222325"},
        "counted": 30,
        "excluded": [
          {"reason": "other_currency", "detail": "JPY", "count": 2},
          {"reason": "omitted", "detail": "", "count": 5}
        ],
        "rates": [
          {"currency": "USD", "rate": "0.9134", "day": "2017-12-01", "quote": null},
          {"currency": "GBP", "rate": "1.18", "day": null, "quote": null}
        ],
        "oldest_rate_day": "2017-12-01",
        "unknown": [
          "The past of 4 deals before 2017-03-01 is unknown."
        ]
      }
    }

    """

  @Test("JSON, to the byte, in any language", arguments: ["en", "fr"])
  func json(language: String) throws {
    let text = try ExporterTests.text(JSONExporter(), Sample.document(language: .builtIn(language)))
    let expected = """
        "subtotals": [
          {"level": 1, "from_row": 0, "to_row": 1, "values": {"owner": "Anna", "stage": null, "count": 20, "unweighted": "71208.00", "weighted": "14320.82", "win_rate": "0"}},
          {"level": 1, "from_row": 2, "to_row": 3, "values": {"owner": "Ben", "stage": null, "count": 10, "unweighted": "11480.00", "weighted": "1141.85", "win_rate": "0"}}
        ],
        "sections": [
          {
            "key": "sales_grid",
            "columns": ["owner", "period", "won", "open"],
            "rows": [
              {"owner": "Anna", "period": "2017-Q3", "won": "1000.00", "open": "0.00"},
              {"owner": "Ben", "period": "2017-Q3", "won": "500.00", "open": "12.00"},
              {"owner": "Anna", "period": "2017-Q4", "won": "2500.00", "open": "900.00"}
            ],
            "total": {"owner": null, "period": null, "won": "4000.00", "open": "912.00"}
          }
        ],
        \(Self.receipt)
      """
    // The last lines of the text stand further left than the literal's margin.
    let lines = { (text: String) in text.split(separator: "\n").map { $0.drop(while: { $0 == " " }) } }
    #expect(lines(text).suffix(lines(expected).count) == lines(expected)[...])
    #expect(text.hasSuffix(Self.receipt))
  }

  @Test("the file beside a CSV file has the same receipt, and a document without one has no file")
  func beside() throws {
    var document = Sample.document()
    let bytes = try #require(ReceiptJSON.file(document))
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == "{\n  \"report\": \"this-quarter\",\n  \"generated_for\": \"2017-12-31\",\n  \(Self.receipt)")
    document.receipt = nil
    #expect(ReceiptJSON.file(document) == nil)
  }

  @Test(
    "a definition that is no JSON goes in as text and breaks nothing",
    arguments: ["", "{", "{\"a\": 01}", "{\"a\": 1} x", "\"\u{0}\"", "{\"a\": \"b\\x\"}", "[1,]", "tru", "{1: 2}"])
  func definitions(text: String) throws {
    var document = Sample.document()
    document.receipt?.definition = text
    let bytes = try #require(ReceiptJSON.file(document))
    let object = try JSONDecoder().decode(Beside.self, from: Data(bytes))
    #expect(object.receipt.definition == text)
  }

  @Test("a definition that is JSON goes in as it is, on one line")
  func definition() throws {
    var document = Sample.document()
    document.receipt?.definition = "{ \"a\" :\n[1,-2.5e+3 , true,null, \"\\u00e9\\n{\" ],\"b\":{ } }"
    let text = String(decoding: try #require(ReceiptJSON.file(document)), as: UTF8.self)
    #expect(text.contains(#""definition": {"a": [1, -2.5e+3, true, null, "\u00e9\n{"], "b": {}},"#))
    document.receipt?.definition = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
    #expect(ReceiptJSON.file(document) != nil)
  }

  private struct Beside: Decodable {
    struct Receipt: Decodable { var definition: String }
    var receipt: Receipt
  }
}

@Suite("Several files appear together or not at all")
struct FilesTogetherTests {
  @Test("where one cannot be put in its place, none is, and what was there stays", arguments: [false, true])
  func together(hasOld: Bool) throws {
    let folder = try AtomicFileTests.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let (one, other) = (folder.appending(path: "one").path, folder.appending(path: "other").path)
    if hasOld { try Data("old".utf8).write(to: folder.appending(path: "one")) }
    do {
      let files = try [AtomicFile(path: one), AtomicFile(path: other)]
      for file in files { try file.write(Array("new".utf8)) }
      // A folder takes the second one's place after it was begun.
      try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: false)
      #expect(throws: FileError.self) { try AtomicFile.commit(files) }
    }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        == (hasOld ? ["one", "other"] : ["other"]))
    if hasOld { #expect(try String(contentsOfFile: one, encoding: .utf8) == "old") }
  }

  @Test("all are there, and nothing else")
  func all() throws {
    let folder = try AtomicFileTests.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("old".utf8).write(to: folder.appending(path: "one"))
    let files = try ["one", "other"].map { try AtomicFile(path: folder.appending(path: $0).path) }
    for file in files { try file.write(Array("new".utf8)) }
    try AtomicFile.commit(files)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["one", "other"])
    for name in ["one", "other"] {
      #expect(try String(contentsOf: folder.appending(path: name), encoding: .utf8) == "new")
    }
  }
}
