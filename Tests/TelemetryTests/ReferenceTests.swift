import Foundation
import PipelineTelemetry
import Testing

/// The page of names is what the code has.
@Suite("The page of logs, metrics and traces")
struct ReferenceTests {
  @Test("lists all metrics with their kinds and dimensions, and all values of the dimensions")
  func metrics() throws {
    var (metrics, values): (Set<[String]>, [String: Set<String>]) = ([], [:])
    for metric in Metric.all {
      metrics.insert([metric.label, metric.kind.rawValue, metric.dimensions.map(\.0).joined(separator: ", ")])
      for (name, value) in metric.dimensions { values[name, default: []].insert(value) }
    }
    #expect(Set(try Self.rows(under: "metric").map { Array($0.prefix(3)) }) == metrics)
    let listed = try Self.rows(under: "dimension").map { ($0[0], Set($0[1].components(separatedBy: ", "))) }
    #expect(Dictionary(uniqueKeysWithValues: listed) == values)
    #expect(Set(Metric.all).count == Metric.all.count)
  }

  @Test("lists all spans with their attributes")
  func spans() throws {
    let spans = TracedSpan.allCases.map { [$0.rawValue, $0.attributes.map(\.rawValue).joined(separator: ", ")] }
    #expect(try Self.rows(under: "span").map { Array($0.prefix(2)) } == spans)
  }

  @Test("lists all log lines of the sources with their levels and metadata")
  func lines() throws {
    let call = #/[lL]ogger\s*\.(trace|debug|info|notice|warning|error|critical)\(\s*"([^"]+)"(?:,\s*metadata:\s*\[)?/#
    var found: Set<[String]> = []
    for (path, text) in try Self.sources() {
      for match in text.matches(of: call) {
        let rest = text[match.range.upperBound...]
        let hasMetadata = match.output.0.hasSuffix("[")
        let names = hasMetadata ? Self.keys(rest) : []
        #expect(
          found.insert(["\(match.output.1)", "\(match.output.2)", names.joined(separator: ", ")]).inserted, "\(path)")
      }
    }
    #expect(found.count >= 15)
    #expect(Set(try Self.rows(under: "level").map { Array($0.prefix(3)) }) == found)
  }

  /// The keys of a literal of metadata, which follow `[` and end with the `]` of the literal.
  private static func keys(_ text: Substring) -> [String] {
    var depth = 1
    var end = text.startIndex
    for index in text.indices {
      if "[(".contains(text[index]) { depth += 1 }
      if ")]".contains(text[index]) { depth -= 1 }
      end = index
      if depth == 0 { break }
    }
    return text[..<end].matches(of: #/"([a-z_]+)": /#).map { "\($0.output.1)" }
  }

  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private static func sources() throws -> [(String, String)] {
    try ["Sources", "Plugins"].flatMap { folder -> [(String, String)] in
      let base = root.appending(path: folder)
      let paths = FileManager.default.enumerator(atPath: base.path)?.compactMap { $0 as? String } ?? []
      return try paths.filter { $0.hasSuffix(".swift") }
        .map { ($0, try String(contentsOf: base.appending(path: $0), encoding: .utf8)) }
    }
  }

  /// The cells of the table whose first column has a header, without backticks.
  private static func rows(under header: String) throws -> [[String]] {
    let page = root.appending(path: "Documentation/Reference/observability.md")
    var rows: [[String]] = []
    var isInside = false
    for line in try String(contentsOf: page, encoding: .utf8).components(separatedBy: "\n") {
      guard line.hasPrefix("|") else {
        isInside = false
        continue
      }
      let cells = line.dropFirst().dropLast().components(separatedBy: "|")
        .map { $0.trimmingCharacters(in: .whitespaces).replacing("`", with: "") }
      if cells.first == header {
        isInside = true
      } else if isInside, cells.first?.hasPrefix("-") == false {
        rows.append(cells)
      }
    }
    try #require(!rows.isEmpty, "no table under '\(header)'")
    return rows
  }
}
