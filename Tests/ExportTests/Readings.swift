import Foundation
import PipelinePlugins
import PipelineTesting

/// CSV as a spreadsheet opens it: what looks like a number is one, what begins like a formula runs.
enum CSVReading {
  @Sendable static func read(_ bytes: [UInt8]) throws -> ExportReading {
    var reader = try CSVReader(bytes, file: "export.csv")
    var rows: [[ExportedCell]] = []
    while let row = try reader.next() { rows.append(try (0..<row.count).map { cell(try row.text($0)) }) }
    let hasTotal = rows.last?.first == .text("total")
    return ExportReading(
      columns: reader.header, rows: hasTotal ? rows.dropLast() : rows, total: hasTotal ? rows.last : nil)
  }

  static func cell(_ text: String) -> ExportedCell {
    if text.isEmpty { return .blank }
    if let date = CivilDate(text) { return .date(date) }
    let digits = text.drop { $0 == "-" }
    if text.count - digits.count <= 1, digits.contains(where: \.isNumber),
      digits.allSatisfy({ $0.isNumber || $0 == "." })
    {
      return .number(text)
    }
    let start =
      text.unicodeScalars.first { !$0.properties.isWhitespace && $0.properties.generalCategory != .format } ?? " "
    let first = text.unicodeScalars.first ?? " "
    let runs = "=+-@＝＋－＠﹦﹢﹣﹫".unicodeScalars.contains(start) || first == "\t" || first == "\r"
    return runs ? .formula(text, value: text) : .text(text)
  }
}

/// JSON as a program reads it.
enum JSONReading {
  @Sendable static func read(_ bytes: [UInt8]) throws -> ExportReading {
    reading(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any] ?? [:])
  }

  private static func reading(_ object: [String: Any]) -> ExportReading {
    let columns = object["columns"] as? [String] ?? []
    let row = { (row: [String: Any]) in columns.map { cell(row[$0]) } }
    var reading = ExportReading(
      columns: columns, rows: (object["rows"] as? [[String: Any]] ?? []).map(row),
      total: (object["total"] as? [String: Any]).map(row))
    reading.subtotals = (object["subtotals"] as? [[String: Any]] ?? []).map { subtotal in
      ((subtotal["to_row"] as? Int ?? 0) + 1, row(subtotal["values"] as? [String: Any] ?? [:]))
    }
    reading.sections = (object["sections"] as? [[String: Any]] ?? []).map(Self.reading)
    reading.facts = facts(object["receipt"] ?? [:])
    return reading
  }

  private static func facts(_ value: Any) -> [ExportedCell] {
    switch value {
    case let object as [String: Any]:
      object["kit"].map { [.text("{\"kit\": \"\($0)\"}")] } ?? object.values.flatMap(facts)
    case let list as [Any]: list.flatMap(facts)
    default: [cell(value)]
    }
  }

  static func cell(_ value: Any?) -> ExportedCell {
    switch value {
    case let text as String: .text(text)
    case let number as NSNumber: .number(number.stringValue)
    default: .blank
    }
  }
}

/// A worksheet as its XML says, read by a few lines of Python, which has ZIP and XML in its library.
enum XLSXReading {
  static func reader(_ script: String = script) -> (@Sendable ([UInt8]) throws -> ExportReading)? {
    guard FileManager.default.isExecutableFile(atPath: python) else {
      print("SKIPPED: spreadsheets are not read back, since there is no \(python)")
      return nil
    }
    return { try read($0, script) }
  }

  static let python = "/usr/bin/python3"

  static func read(_ bytes: [UInt8], _ script: String = script) throws -> ExportReading {
    let file = FileManager.default.temporaryDirectory.appending(path: "read-\(UUID().uuidString)")
    try Data(bytes).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: python)
    process.arguments = ["-c", script, file.path]
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0, let book = try? JSONDecoder().decode([Sheet].self, from: data) else {
      throw BrokenPromise("it is no spreadsheet")
    }
    return try reading(book)
  }

  /// A sheet: rows of cells, each a kind and its parts, by the row's number from 1; the row of a table's header, and the range that
  /// a filter covers.
  struct Sheet: Decodable {
    var name: String
    var header: Int?
    var filter: String?
    var rows: [Int: [[String]]]
  }

  /// The first sheet with a header is the table; those after it are sections; every text beside is a fact.
  static func reading(_ book: [Sheet]) throws -> ExportReading {
    guard let first = book.first, first.header != nil else { throw BrokenPromise("the first sheet has no table") }
    var reading = try table(first)
    reading.sections = try book.dropFirst().filter { $0.header != nil }.map(table)
    reading.facts = book.flatMap { sheet in sheet.rows.sorted { $0.key < $1.key }.flatMap { $0.value.map(cell) } }
    return reading
  }

  private static func table(_ sheet: Sheet) throws -> ExportReading {
    let covered = (sheet.filter ?? "").split(separator: ":").compactMap { Int($0.filter(\.isNumber)) }
    guard let header = sheet.header, covered.isEmpty || covered.first == header else {
      throw BrokenPromise("the filter does not begin at the header")
    }
    // Without a filter a table ends before its total, or before an empty row.
    var end = header
    while let row = sheet.rows[end + 1], !row.isEmpty { end += 1 }
    if end > header, sheet.rows[end]?.first.map(cell) == .text("Total") { end -= 1 }
    let last = covered.last ?? end
    let names = (sheet.rows[header] ?? []).map { $0[1] }
    var reading = ExportReading(columns: names, rows: [], firstLine: header + 1)
    for number in header + 1..<max(header + 1, last + 1) {
      let cells = (sheet.rows[number] ?? []).map(cell)
      if cells.contains(.text("Subtotal")) {
        reading.subtotals.append((reading.rows.count, cells.map { $0 == .text("Subtotal") ? .blank : $0 }))
      } else {
        reading.rows.append(cells)
      }
    }
    if let total = sheet.rows[last + 1], total.first.map(cell) == .text("Total") { reading.total = total.map(cell) }
    return reading
  }

  static func cell(_ parts: [String]) -> ExportedCell {
    switch parts[0] {
    case "s": .text(parts[1])
    case "n": .number(parts[1])
    case "p": .number("\((Double(parts[1]) ?? .nan) * 100)".replacing(/\.0$/, with: ""))
    case "d": Int32(parts[1]).flatMap { CivilDate(daysSince1970: $0 - 25_569) }.map(ExportedCell.date) ?? .blank
    case "f": .formula(parts[2], value: parts[1])
    default: .blank
    }
  }

  /// Prints rows of cells, each a kind and its parts; `_xHHHH_` is an escape of the format.
  static let script = #"""
    import json, re, sys, zipfile, xml.etree.ElementTree as E
    N = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    book = zipfile.ZipFile(sys.argv[1])
    assert book.testzip() is None
    styles = E.fromstring(book.read("xl/styles.xml"))
    codes = {f.get("numFmtId"): f.get("formatCode") for f in styles.iter(N + "numFmt")}
    formats = [codes.get(x.get("numFmtId"), "") for x in styles.find(N + "cellXfs")]
    def text(t): return re.sub("_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m.group(1), 16)), t)
    def cell(c):
        if c is None: return ["", ""]
        if c.get("t") == "inlineStr": return ["s", text("".join(t.text or "" for t in c.iter(N + "t")))]
        assert c.get("t") in (None, "n"), c.get("t")
        v, f = c.find(N + "v"), c.find(N + "f")
        if v is None: return ["", ""]
        if f is not None: return ["f", v.text, f.text]
        code = formats[int(c.get("s") or 0)]
        return ["d" if "yyyy" in code else "p" if "%" in code else "n", v.text]
    R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    files = {r.get("Id"): r.get("Target") for r in E.fromstring(book.read("xl/_rels/workbook.xml.rels"))}
    sheets = []
    for s in E.fromstring(book.read("xl/workbook.xml")).iter(N + "sheet"):
        sheet = E.fromstring(book.read("xl/" + files[s.get(R)]))
        f, p = sheet.find(N + "autoFilter"), sheet.find(".//" + N + "pane")
        rows = {r.get("r"): [cell(c) for c in r] for r in sheet.iter(N + "row")}
        header = int(p.get("ySplit")) if p is not None else None
        sheets.append({"name": s.get("name"), "header": header, "filter": f.get("ref") if f is not None else None, "rows": rows})
    print(json.dumps(sheets))
    """#
}
