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
      #expect(Break.tests.contains { $0.contains("struct \(suite)") || $0.contains("name: \"\(suite)\"") }, "\(suite)")
    }
  }

  @Test("the list is read")
  func listIsRead() { #expect(Break.all.count >= 14) }
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

  /// The text of every test file, and of the manifest.
  static let tests: [String] = {
    let files = FileManager.default
    let paths = (files.enumerator(atPath: root + "/Tests")?.compactMap { $0 as? String } ?? []).map { "/Tests/" + $0 }
    return (paths.filter { $0.hasSuffix(".swift") } + ["/Package.swift"]).map { path in
      String(decoding: files.contents(atPath: root + path) ?? Data(), as: UTF8.self)
    }
  }()
}
