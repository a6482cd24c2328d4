import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How a tool ended, and what it said.
struct Run {
  let status: Int32
  /// The signal that ended it; 0 where it ended by itself.
  let signal: Int32
  let out: String
  let err: String
}

/// A folder with the starter configuration, in which the tools run.
struct Workbench {
  let folder: String

  /// What stands before the tool on the command line, such as another user.
  var prefix: [String] = []

  /// A folder of its own, which everybody may read.
  static func make() throws -> Workbench {
    let folder = NSTemporaryDirectory() + "bad-input-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    let bench = Workbench(folder: folder)
    #expect(try bench.run("pipeline", "init").status == 0)
    return bench
  }

  func remove() { try? FileManager.default.removeItem(atPath: folder) }

  /// Runs `body` in a folder of its own.
  static func use(_ body: (Workbench) throws -> Void) throws {
    let bench = try make()
    defer { bench.remove() }
    try body(bench)
  }

  /// The path of a file in the folder.
  func path(_ name: String) -> String { folder + "/" + name }

  /// A file's bytes; `nil` where there is none.
  func bytes(_ name: String) -> Data? { FileManager.default.contents(atPath: path(name)) }

  /// A file's size in bytes; 0 if there is no such file.
  func size(_ name: String) -> Int {
    (try? FileManager.default.attributesOfItem(atPath: path(name))[.size] as? Int) ?? 0
  }

  func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
  }

  /// The names in the folder.
  var files: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() } }

  /// Runs a tool to its end.
  @discardableResult
  func run(_ tool: String, _ arguments: String...) throws -> Run { try run(tool, arguments) }

  /// Runs a tool to its end; it gets a minute, so that one that hangs fails the test.
  func run(_ tool: String, _ arguments: [String], output: FileHandle? = nil) throws -> Run {
    let (process, out, err) = try start(tool, arguments, output: output)
    let deadline = DispatchWorkItem { kill(process.processIdentifier, SIGKILL) }
    DispatchQueue.global().asyncAfter(deadline: .now() + 60, execute: deadline)
    defer { deadline.cancel() }
    let text = output == nil ? String(decoding: out.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self) : ""
    let errors = String(decoding: err.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let bySignal = process.terminationReason == .uncaughtSignal
    return Run(
      status: bySignal ? -1 : process.terminationStatus, signal: bySignal ? process.terminationStatus : 0, out: text,
      err: errors)
  }

  /// Starts a tool.
  func start(_ tool: String, _ arguments: [String], output: FileHandle? = nil) throws -> (Process, Pipe, Pipe) {
    let process = Process()
    let words = prefix + [Self.executable(tool)] + arguments
    process.executableURL = URL(fileURLWithPath: words[0].hasPrefix("/") ? words[0] : "/usr/bin/env")
    process.arguments = words[0].hasPrefix("/") ? Array(words.dropFirst()) : words
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = ProcessInfo.processInfo.environment.merging(["USER": "anna"]) { $1 }
    let (out, err) = (Pipe(), Pipe())
    process.standardOutput = output ?? out
    process.standardError = err
    process.standardInput = FileHandle.nullDevice
    try process.run()
    return (process, out, err)
  }

  /// Expects a tool to refuse, with one line of its own and nothing else.
  func expectRefusal(
    _ message: String, status: Int32 = 1, from tool: String, _ arguments: String...,
    at place: SourceLocation = #_sourceLocation
  ) throws {
    let run = try run(tool, arguments)
    #expect(run.err == message + "\n", sourceLocation: place)
    #expect(
      run.status == status && run.signal == 0, "status \(run.status), signal \(run.signal)", sourceLocation: place)
    #expect(run.out == "", sourceLocation: place)
  }

  /// A tool of ours stands beside the tests, one of the system's in its places.
  private static func executable(_ tool: String) -> String {
    for folder in ["/bin", "/usr/bin", "/sbin", "/usr/sbin"] where ["mount", "umount"].contains(tool) {
      if FileManager.default.isExecutableFile(atPath: "\(folder)/\(tool)") { return "\(folder)/\(tool)" }
    }
    let beside = Bundle.main.bundleURL.appendingPathComponent(tool).path
    if FileManager.default.isExecutableFile(atPath: beside) { return beside }
    return Bundle(for: Marker.self).bundleURL.deletingLastPathComponent().appendingPathComponent(tool).path
  }
}

/// Finds the test bundle, beside which the tools are built.
private final class Marker {}

/// Another user, as whom tools run where the tests run as root, whom nothing refuses.
enum Nobody {
  /// The command's beginning; empty where the tests run as a plain user, `nil` where there is no way.
  static var prefix: [String]? {
    guard geteuid() == 0 else { return [] }
    let tool = "/usr/bin/setpriv"
    guard FileManager.default.isExecutableFile(atPath: tool) else {
      print("SKIPPED: the tests run as root, and there is no setpriv to run a tool as somebody else")
      return nil
    }
    return [tool, "--reuid=65534", "--regid=65534", "--clear-groups"]
  }
}

extension Workbench {
  /// Runs in a copy of the folder.
  func inCopy<Result>(_ body: (Workbench) throws -> Result) throws -> Result {
    let copy = Workbench(folder: folder + "-copy")
    try? FileManager.default.removeItem(atPath: copy.folder)
    try FileManager.default.copyItem(atPath: folder, toPath: copy.folder)
    defer { try? FileManager.default.removeItem(atPath: copy.folder) }
    return try body(copy)
  }
}
