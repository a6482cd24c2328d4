import Foundation

/// Checks that no street became much slower, in a debug build of the SDK: part of `make test`.
///
///     bench-gate NUMBERS.json [record]
@main
struct BenchGate {
  static func main() async throws {
    let arguments = CommandLine.arguments
    guard arguments.count > 1 else {
      print("usage: bench-gate NUMBERS.json [record]")
      exit(2)
    }
    let folder = NSTemporaryDirectory() + "bench-gate-\(ProcessInfo.processInfo.processIdentifier)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let isRecording = arguments.dropFirst(2).first == "record"
    let isPassed = try await Gate(folder: folder, numbers: arguments[1]).run(isRecording: isRecording)
    try? FileManager.default.removeItem(atPath: folder)
    exit(isPassed ? 0 : 1)
  }
}
