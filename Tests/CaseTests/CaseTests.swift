import Foundation
import Testing

/// Small companies with one script each and the right output, run with the built tools. Each case is a folder below `Cases`: `cmd.sh`,
/// `expect.txt` and the files that the script reads. A case is an example of a kind of fault that users of other systems reported.
@Suite("Cases: what the tools print for small companies")
struct CaseTests {
  @Test("prints what is right", arguments: Case.all)
  func printsWhatIsRight(_ example: Case) throws {
    guard !example.needsClock || Self.hasClock else {
      // Where the packages are installed by the test command itself, the absence of one is a failure.
      if ProcessInfo.processInfo.environment["CI"] != nil { Issue.record("faketime is not installed") }
      return print("SKIPPED: \(example) needs Debian's faketime")
    }
    let printed = try example.run()
    #expect(printed.out == example.expected, "\(printed.err)")
  }

  @Test("every folder of cases is read")
  func everyFolderIsRead() {
    #expect(Case.all.count >= 32)
  }

  private static var hasClock: Bool { FileManager.default.isExecutableFile(atPath: "/usr/bin/faketime") }
}

/// One company, its script and what the script prints.
struct Case: Sendable, CustomTestStringConvertible, CustomStringConvertible {
  let name: String
  let folder: URL

  var description: String { name }
  var testDescription: String { name.replacing("-", with: " ") }

  static let all: [Case] = {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Cases")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().map { Case(name: $0, folder: folder.appendingPathComponent($0)) }
  }()

  var expected: String { text("expect.txt") }
  var needsClock: Bool { text("cmd.sh").contains("faketime ") }

  private func text(_ file: String) -> String {
    let data = FileManager.default.contents(atPath: folder.appendingPathComponent(file).path) ?? Data()
    return String(decoding: data, as: UTF8.self)
  }

  /// Runs the script in a copy of the folder. A script that takes two minutes is ended.
  func run() throws -> (out: String, err: String) {
    let files = FileManager.default
    let copy = files.temporaryDirectory.appendingPathComponent("case-\(name)-\(UUID().uuidString)")
    try files.copyItem(at: folder, to: copy)
    defer { try? files.removeItem(at: copy) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/timeout")
    process.arguments = ["120", "sh", "-c", Self.prelude + text("cmd.sh")]
    process.currentDirectoryURL = copy
    process.environment = ProcessInfo.processInfo.environment.merging(["P": Self.tools, "NO_COLOR": "1"]) { $1 }
    process.standardInput = FileHandle.nullDevice
    let (out, err) = (copy.appendingPathComponent("case.out"), copy.appendingPathComponent("case.err"))
    for file in [out, err] { _ = files.createFile(atPath: file.path, contents: nil) }
    process.standardOutput = try FileHandle(forWritingTo: out)
    process.standardError = try FileHandle(forWritingTo: err)
    try process.run()
    process.waitUntilExit()
    // CSV ends its lines as RFC 4180 says; the cases are about what stands in the lines.
    let printed = String(decoding: try Data(contentsOf: out).filter { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
    return (printed, try String(contentsOf: err, encoding: .utf8))
  }

  /// The tools as every script calls them: on the case's configuration, as Anna.
  private static let prelude = """
    pl() { "$P/pipeline" "$@" --config sales.yaml --as anna; }
    dash() { "$P/dashboard-printer" "$@" --config sales.yaml --as anna; }
    fc() { "$P/forecast-exporter" "$@" --config sales.yaml --as anna; }

    """

  /// The folder of the tools: the one that the tests are built in.
  private static let tools: String = {
    let beside = Bundle.main.bundleURL.path
    if FileManager.default.isExecutableFile(atPath: beside + "/pipeline") { return beside }
    return Bundle(for: Marker.self).bundleURL.deletingLastPathComponent().path
  }()
}

/// Finds the test bundle, beside which the tools are built.
private final class Marker {}
