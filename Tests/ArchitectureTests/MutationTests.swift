import Foundation
import Testing

/// The breaks that `make mutate` tries are kept current: a break that names text which is no longer there would be skipped unseen.
@Suite("Architecture: the list of deliberate breaks")
struct MutationTests {
  @Test("each break names a text that is in its file exactly once, and tests that exist", arguments: Break.all)
  func isCurrent(_ one: Break) throws {
    let source = try #require(FileManager.default.contents(atPath: Break.root + "/" + one["file"]))
    let text = String(decoding: source, as: UTF8.self)
    #expect(text.components(separatedBy: one["find"]).count == 2, "'\(one["find"])' in \(one["file"])")
    #expect(one["find"] != one["replace"])
    #expect(!one["why"].isEmpty)
    for name in one["test"].split(separator: "|") {
      let suite = name.split(separator: "/").first.map(String.init) ?? ""
      #expect(Break.suites.contains(suite), "\(suite)")
    }
  }

  @Test("the list is read")
  func listIsRead() { #expect(Break.all.count >= 14) }

  @Test("Killed.md has a row for each break, with tests that failed, and no other row")
  func isListed() throws {
    let page = try String(contentsOfFile: Break.root + "/Tests/Mutations/Killed.md", encoding: .utf8)
    let rows = page.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { line in
      line.split(separator: "|").map { $0.trimming { $0 == " " } }
    }
    let reasons = Dictionary(Break.all.map { ("`\($0.name.dropLast(4))`", $0["why"]) }) { first, _ in first }
    let names = rows.map { String($0[0]) }
    #expect(names == reasons.keys.sorted(), "what is missing is applied by: mutate.sh NAME…")
    for row in rows {
      #expect(row.count >= 3 && !row[2].isEmpty, "\(row[0])")
      #expect(reasons[String(row[0])] == String(row[1]), "\(row[0]) is described otherwise")
    }
  }
}

extension Substring {
  fileprivate func trimming(_ isTrimmed: (Character) -> Bool) -> Substring {
    let end = lastIndex { !isTrimmed($0) }.map(index(after:)) ?? startIndex
    return self[..<end].drop(while: isTrimmed)
  }
}

/// One break of the list in `Tests/Mutations/Breaks`.
struct Break: Sendable, CustomTestStringConvertible {
  let name: String
  private let fields: [String: String]

  subscript(field: String) -> String { fields[field] ?? "" }
  var testDescription: String { name }

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  static let all: [Break] = {
    let folder = root + "/Tests/Mutations/Breaks"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().map { name in
      let text = String(decoding: FileManager.default.contents(atPath: folder + "/" + name) ?? Data(), as: UTF8.self)
      let pairs = text.split(separator: "\n").compactMap { line -> (String, String)? in
        guard let colon = line.firstRange(of: ": ") else { return nil }
        return (String(line[..<colon.lowerBound]), String(line[colon.upperBound...]))
      }
      return Break(name: name, fields: Dictionary(pairs) { first, _ in first })
    }
  }()

  /// The suites and targets that breaks name and that exist; looked for once, since there are megabytes of tests.
  static let suites: Set<String> = {
    let named = Set(
      all.flatMap { $0["test"].split(separator: "|") }.map { $0.split(separator: "/").first.map(String.init) ?? "" })
    return named.filter { suite in
      tests.contains { $0.contains("struct \(suite)") || $0.contains("name: \"\(suite)\"") }
    }
  }()

  /// The text of every test file, and of the manifest.
  static let tests: [String] = {
    let files = FileManager.default
    let paths = (files.enumerator(atPath: root + "/Tests")?.compactMap { $0 as? String } ?? []).map { "/Tests/" + $0 }
    return (paths.filter { $0.hasSuffix(".swift") } + ["/Package.swift"]).map { path in
      String(decoding: files.contents(atPath: root + path) ?? Data(), as: UTF8.self)
    }
  }()
}
