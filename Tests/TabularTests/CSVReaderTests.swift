import Foundation
import PipelinePlugins
import Testing

@Suite("Reading CSV")
struct CSVReaderTests {
  static func read(_ text: String, delimiter: Character = ",") throws -> [[String]] {
    try read(Array(text.utf8), delimiter: delimiter)
  }

  static func read(_ bytes: [UInt8], delimiter: Character = ",") throws -> [[String]] {
    var reader = try CSVReader(bytes, file: "data.csv", delimiter: delimiter)
    var rows = [reader.header]
    while let row = try reader.next() { rows.append(try (0..<row.count).map(row.text)) }
    return rows
  }

  @Test(
    "quotes, line ends, delimiters and byte order marks",
    arguments: [
      ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
      ("a,b\r\n1,2", [["a", "b"], ["1", "2"]]),
      ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
      ("\u{FEFF}a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
      ("a,b\n\"1,\"\"x\"\"\r\ny\",\"\"\n", [["a", "b"], ["1,\"x\"\r\ny", ""]]),
      ("a,b\n,\n\n\n", [["a", "b"], ["", ""]]),
      ("a\n1\n", [["a"], ["1"]]),
      (" a ,b\n 1 ,2\n", [["a", "b"], [" 1 ", "2"]]),
      // Columns without a name, as spreadsheets leave them, are passed over as long as they hold nothing.
      (
        "a,,c,,\n1,,3,,\n4, ,6\n7,,8,,,,\n",
        [["a", "", "c"], ["1", "", "3", "", ""], ["4", " ", "6"], ["7", "", "8", "", "", "", ""]]
      ),
    ])
  func shapes(text: String, rows: [[String]]) throws {
    #expect(try Self.read(text) == rows)
    #expect(
      try Self.read(text.replacing(",", with: ";"), delimiter: ";")
        == rows.map { $0.map { $0.replacing(",", with: ";") } })
  }

  @Test("lines before the header are passed over with any content, and lines are counted from the first")
  func skipped() throws {
    let text = "Report \"of\" 2026\r\n\"open quote\n\na,b\n1,2\n1\n"
    var reader = try CSVReader(Array(text.utf8), file: "data.csv", skippingLines: 3)
    #expect(reader.header == ["a", "b"])
    #expect(try reader.next()?.line == 5)
    #expect(throws: CSVError(file: "data.csv", line: 6, column: 1, reason: .fieldCount(found: 1, expected: 2))) {
      try reader.next()
    }
  }

  @Test(
    "what is wrong, with its place",
    arguments: [
      ("", "data.csv:1:1: error: the file is empty; its first line must name the columns"),
      ("a,,c\n1,2,3\n", "data.csv:2:3: error: column 2 has no name in the header, and is not empty; name it"),
      (",,\n1,2,3\n", "data.csv:1:1: error: column 1 has no name in the header, and is not empty; name it"),
      (
        "a,b,,\n1\n",
        "data.csv:2:1: error: the row has 1 field, the header has 2; quote the fields that hold delimiters"
      ),
      ("a,b,a\n", "data.csv:1:5: error: two columns are called 'a'"),
      (
        "a,b\n1,\"2\n3,4\n",
        "data.csv:2:3: error: a quote is opened here and never closed; double the quotes that belong to the text"
      ),
      (
        "a,b\n1,2\n\"x\ny\"z,3\n",
        "data.csv:4:6: error: text after a closing quote; double the quotes that belong to the text"
      ),
      (
        "a,b\n1,2,3\n",
        "data.csv:2:1: error: the row has 3 fields, the header has 2; quote the fields that hold delimiters"
      ),
      ("a,b\n1\n", "data.csv:2:1: error: the row has 1 field, the header has 2; quote the fields that hold delimiters"),
      ("a,b\n1,\u{0}\n", "data.csv:2:3: error: the text holds a zero byte"),
    ])
  func errors(text: String, message: String) {
    do {
      _ = try Self.read(text)
      Issue.record("it was read")
    } catch { #expect("\(error)" == message) }
  }

  @Test("bytes that are no text are an error with a place")
  func notText() {
    do {
      _ = try Self.read(Array("a,b\n1,".utf8) + [0xFF, 0x0A])
      Issue.record("it was read")
    } catch {
      let text =
        "data.csv:2:3: error: the text is not UTF-8; save the file as UTF-8, or say under 'encoding' in a mapping "
      #expect("\(error)" == text + "how it is written")
    }
  }

  @Test("reading goes on after a bad row")
  func goesOn() throws {
    var reader = try CSVReader(Array("a,b\n1\n2,3\n".utf8), file: "data.csv")
    #expect(throws: CSVError.self) { try reader.next() }
    let row = try #require(try reader.next())
    #expect(row.number == 2)
    #expect(row.line == 3)
    #expect(try row.text(1) == "3")
    #expect(throws: CSVError.self) { try row.text(2) }
    #expect(try reader.next() == nil)
  }

  @Test("any bytes at all are rows or errors, never a trap")
  func hostile() {
    var random = SystemRandomNumberGenerator()
    let seed = UInt64.random(in: .min ... .max, using: &random)
    print("seed \(seed)")
    var state = seed
    let alphabet: [UInt8] = Array("a,\"\r\n;\t ".utf8) + [0, 0xEF, 0xBB, 0xBF, 0xFF, 0xC3, 0xA9]
    for _ in 0..<3000 {
      let bytes = (0..<40).map { _ -> UInt8 in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return alphabet[Int(state >> 33) % alphabet.count]
      }
      guard var reader = try? CSVReader(bytes, file: "x") else { continue }
      var calls = 0
      while calls < 100 {
        calls += 1
        do {
          guard let row = try reader.next() else { break }
          for column in -1...row.count { _ = try? row.text(column) }
        } catch { continue }
      }
      #expect(calls < 100, "the reader must come to an end")
    }
  }

  @Test("the public CSV samples read as their JSON says")
  func samples() throws {
    let folder =
      ProcessInfo.processInfo.environment["PIPELINE_DATA"].map { URL(fileURLWithPath: $0) }
      ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../../shared/data")
    let samples = folder.appendingPathComponent("csv-spectrum/csvs")
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: samples.path) else {
      print("SKIPPED: no CSV samples at \(samples.path); set PIPELINE_DATA to the folder that holds csv-spectrum")
      return
    }
    #expect(names.count == 11)
    for name in names.sorted() {
      let rows = try Self.read(Array(try Data(contentsOf: samples.appendingPathComponent(name))))
      let json = folder.appendingPathComponent("csv-spectrum/json/\(name.dropLast(4)).json")
      let expected = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: json)) as? [[String: String]])
      let found = rows.dropFirst().map { row in Dictionary(uniqueKeysWithValues: zip(rows[0], row)) }
      #expect(found == expected, "\(name)")
    }
  }
}
