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
    let process = Process()
    process.executableURL = Bundle.main.bundleURL.appendingPathComponent(tool)
    if !FileManager.default.isExecutableFile(atPath: process.executableURL?.path ?? "") {
      process.executableURL = Bundle(for: Marker.self).bundleURL.deletingLastPathComponent().appendingPathComponent(
        tool)
    }
    process.arguments = arguments
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

/// Finds the test bundle, beside which the tools are built.
private final class Marker {}
