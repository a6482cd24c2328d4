import Foundation
import Testing

@testable import PipelineConfig
import PipelinePlugins

/// A malformed file for each mistake, beside the exact text that a person gets for it.
///
/// `RECORD_EXPECTED=1 swift test --filter ConfigErrors` writes the texts anew, to be read before they are committed.
@Suite("Mistakes in configurations")
struct ConfigErrorsTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Cases")

  static let cases: [String] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
  }()

  @Test("each mistake has its text", arguments: cases)
  func mistake(name: String) throws {
    let bytes = try Data(contentsOf: Self.folder.appendingPathComponent(name + ".yaml"))
    let checked = fakeReader.check(bytes: Array(bytes), file: name + ".yaml")
    let expected = Self.folder.appendingPathComponent(name + ".txt")
    if ProcessInfo.processInfo.environment["RECORD_EXPECTED"] != nil {
      try Data(checked.report.utf8).write(to: expected)
    }
    #expect(checked.report == String(decoding: try Data(contentsOf: expected), as: UTF8.self))
    #expect(!checked.report.isEmpty)
    #expect((checked.value == nil) == checked.diagnostics.contains { $0.severity == .error })
  }

  @Test("there are cases, and each text belongs to one")
  func complete() throws {
    #expect(Self.cases.count > 50)
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    let texts = files.filter { $0.hasSuffix(".txt") }.map { String($0.dropLast(4)) }
    #expect(Set(texts) == Set(Self.cases))
  }

  @Test(
    "bytes that are no text are refused with their place",
    arguments: [
      ([0xFF, 0xFE, 0x76, 0x00], "a.yaml: error: the file is in UTF-16; save it as UTF-8\n"),
      (
        Array("version: 1\nna\0me: x\n".utf8),
        "a.yaml:2:3: error: the file holds NUL, so it is no text; save it as UTF-8\n    2 | na\0me: x\n      |   ^\n"
      ),
      (
        Array("é: ".utf8) + [0xC3, 0x28],
        "a.yaml:1:4: error: the file is not valid UTF-8 here; save it as UTF-8\n    1 | é: \u{FFFD}(\n      |    ^\n"
      ),
      (
        Array("a: \u{7}".utf8),
        "a.yaml:1:4: error: the file holds a control character here; remove it\n    1 | a: \u{7}\n      |    ^\n"
      ),
    ] as [([UInt8], String)])
  func bytes(bytes: [UInt8], report: String) {
    #expect(fakeReader.check(bytes: bytes, file: "a.yaml").report == report)
  }

  @Test("a file over 1 MiB is refused")
  func size() {
    let report = fakeReader.check(bytes: [UInt8](repeating: 0x20, count: 1_048_577), file: "a.yaml").report
    #expect(
      report
        == "a.yaml: error: the file has more than 1048576 bytes, which is the most; keep long lists in files of their own\n"
    )
  }

  @Test("a file that is not there, is a folder or may not be read says so")
  func files() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("config-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (path, missing) = (folder.path, folder.path + "/none.yaml")
    #expect(
      fakeReader.check(path: missing).report
        == "\(missing): error: the file cannot be read: there is no such file; 'pipeline init' writes one\n")
    #expect(fakeReader.check(path: path).report == "\(path): error: the file cannot be read: it is a folder\n")
    guard geteuid() != 0 else { return print("ConfigErrors: running as root, so no file is unreadable; not tested") }
    let closed = path + "/closed.yaml"
    try Data("version: 1".utf8).write(to: URL(fileURLWithPath: closed))
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: closed)
    #expect(
      fakeReader.check(path: closed).report == "\(closed): error: the file cannot be read: permission is denied\n")
  }
}
