import Foundation
import Testing

/// What has a long form is run by `make torture`.
@Suite("Architecture: the long forms are run")
struct TortureScriptTests {
  private static let tests = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "..").standardized

  @Test("each test that reports a figure is named in torture.sh")
  func complete() throws {
    let script = try String(contentsOf: Self.tests.appending(path: "Torture/torture.sh"), encoding: .utf8)
    let line = try #require(script.split(separator: "\n").first { $0.hasPrefix("faults=") })
    let named = Set(line.split { !$0.isLetter && !$0.isNumber }.map(String.init))
    let files = FileManager.default.enumerator(atPath: Self.tests.path)?.compactMap { $0 as? String } ?? []
    var reporting: Set<String> = []
    for file in files where file.hasSuffix("Tests.swift") && !file.hasPrefix("ArchitectureTests") {
      let text = try String(contentsOf: Self.tests.appending(path: file), encoding: .utf8)
      guard text.contains("Torture.report(") else { continue }
      reporting.insert(URL(filePath: file).deletingPathExtension().lastPathComponent)
    }
    #expect(reporting.count > 10)
    #expect(reporting.subtracting(named) == [], "torture.sh does not run these")
  }
}
