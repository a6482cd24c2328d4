import PipelineTesting

/// The tables of a Markdown file, read back as a person sees them: the promises about what is in a file need it.
enum MarkdownReading {
  static func read(_ bytes: [UInt8]) throws -> ExportReading {
    let lines = String(decoding: bytes, as: UTF8.self).unicodeScalars.split(
      separator: "\n", omittingEmptySubsequences: false
    ).map { String($0) }
    var tables: [ExportReading] = []
    for (place, line) in lines.enumerated() where line.hasPrefix("| --- ") {
      var table = ExportReading(columns: cells(lines[place - 1]).map(\.text), rows: [])
      for line in lines[(place + 1)...].prefix(while: { $0.hasPrefix("| ") }) {
        let found = cells(line)
        let row = found.map { $0.text.isEmpty ? ExportedCell.blank : .text($0.text) }
        if found.contains(where: \.isBold) { table.total = row } else { table.rows.append(row) }
      }
      tables.append(table)
    }
    guard var first = tables.first else { throw BrokenPromise("there is no table") }
    first.sections = Array(tables.dropFirst())
    return first
  }

  private static func cells(_ line: String) -> [(text: String, isBold: Bool)] {
    line.dropFirst(2).dropLast(2).split(separator: " | ", omittingEmptySubsequences: false).map { cell in
      let isBold = cell.hasPrefix("**") && cell.hasSuffix("**")
      var rest = (isBold ? cell.dropFirst(2).dropLast(2) : cell).unicodeScalars[...]
      var text = String.UnicodeScalarView()
      while let scalar = rest.popFirst() {
        if scalar == "\\", let escaped = rest.popFirst() {
          text.append(escaped)
        } else if scalar == "<" {
          rest = rest.dropFirst("br>".count)
          text.append("\n")
        } else if scalar == "&" {
          rest = rest.dropFirst("#13;".count)
          text.append("\r")
        } else {
          text.append(scalar)
        }
      }
      return (String(text), isBold)
    }
  }
}
