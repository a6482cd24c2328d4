import Foundation

/// What a tool did.
struct ToolRun {
  let status: Int32
  let out: String
  let err: String
}

/// Runs the tools as processes, in a folder of their own.
protocol RunsTools {}

extension RunsTools {
  func run(_ tool: String, _ arguments: [String], _ folder: String) throws -> ToolRun {
    try run(ToolPlace.folder.appendingPathComponent(tool), arguments, folder)
  }

  /// Where a tool is.
  func place(_ tool: String) -> URL { ToolPlace.folder.appendingPathComponent(tool) }

  /// Runs a script with the tools in its path, and variables.
  func shell(_ script: String, _ folder: String, _ variables: [String: String] = [:]) throws -> ToolRun {
    var environment = ProcessInfo.processInfo.environment.merging(variables) { $1 }
    environment["PATH"] = "\(ToolPlace.folder.path):\(environment["PATH"] ?? "/usr/bin:/bin")"
    return try run(URL(fileURLWithPath: "/bin/sh"), ["-c", script], folder, environment)
  }

  private func run(
    _ program: URL, _ arguments: [String], _ folder: String, _ environment: [String: String]? = nil
  ) throws -> ToolRun {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    if let environment { process.environment = environment }
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    let (out, err) = (Pipe(), Pipe())
    process.standardOutput = out
    process.standardError = err
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: out.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let errors = String(decoding: err.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return ToolRun(status: process.terminationStatus, out: text, err: errors)
  }

  func inFolder(_ body: (String) throws -> Void) throws {
    let folder = NSTemporaryDirectory() + "tools-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }
}

/// Where the tools are built: in the folder of the tests, or beside the test bundle.
private enum ToolPlace {
  static let folder: URL = {
    let own = Bundle.main.bundleURL
    if FileManager.default.isExecutableFile(atPath: own.appendingPathComponent("pipeline").path) { return own }
    return Bundle(for: Marker.self).bundleURL.deletingLastPathComponent()
  }()

  private final class Marker {}
}
