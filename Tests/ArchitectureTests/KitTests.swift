import Foundation
import Testing

/// The kit is tested: for each promise of each contract there is a plugin that was broken on purpose, and its test fails where
/// the promise's code does not see it.
@Suite("Architecture: every promise can be broken")
struct KitTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")

  /// The numbers in bold in the pages of the contracts.
  private static func promises() throws -> [String] {
    let folder = root.appending(path: "Documentation/Contracts")
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().flatMap { name -> [String] in
      let page = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      return page.matches(of: /(?m)^- \*\*([A-Z]{2}-[0-9]+)\*\*/).map { String($0.1) }
    }
  }

  /// The numbers that tests with broken plugins name where they hold one to a promise.
  private static func broken() throws -> Set<String> {
    var found: Set<String> = []
    let tests = root.appending(path: "Tests")
    for folder in try FileManager.default.contentsOfDirectory(atPath: tests.path) {
      let path = tests.appending(path: folder)
      for name in (try? FileManager.default.contentsOfDirectory(atPath: path.path)) ?? []
      where name.hasPrefix("Broken") && name.hasSuffix("Tests.swift") {
        let text = try String(contentsOf: path.appending(path: name), encoding: .utf8)
        // `expectBroken("AC-1", …)`, `("EX-1", Broken(…))`, `$0.id == "EX-13"`.
        for match in text.matches(
          of: /(?:expectBroken(?:Teams|Managers)?\(\s*|^\s*\(\s*|, \(|id == )"([A-Z]{2}-[0-9]+)"/
            .anchorsMatchLineEndings())
        {
          found.insert(String(match.1))
        }
      }
    }
    return found
  }

  @Test("each promise of each contract has a broken plugin")
  func complete() throws {
    let (promises, broken) = (try Self.promises(), try Self.broken())
    let missing = promises.filter { !broken.contains($0) }
    print("\(promises.count) promises, \(promises.count - missing.count) with a broken plugin")
    #expect(missing == [], "no broken plugin fails these")
    #expect(broken.subtracting(promises) == [], "these are no promises")
    #expect(promises.count > 100)
  }
}
