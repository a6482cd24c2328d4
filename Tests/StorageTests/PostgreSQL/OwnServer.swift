#if PostgreSQL && os(Linux)
  import Foundation
  import Glibc
  import PipelinePlugins

  @testable import PostgreSQLStorage

  /// A server of a test's own, whose processes it may kill and trace.
  final class OwnServer {
    let url: String
    private let process = Process()
    private let input = Pipe()

    init() throws {
      let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../postgresql.sh")
        .standardized
      let output = Pipe()
      process.executableURL = URL(filePath: "/bin/bash")
      process.arguments = [script.path, "/bin/sh", "-c", "echo \"$PIPELINE_TEST_POSTGRESQL\"; cat > /dev/null"]
      (process.standardInput, process.standardOutput) = (input, output)
      try process.run()
      var line: [UInt8] = []
      while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != 10 { line.append(byte) }
      url = String(decoding: line, as: UTF8.self)
    }

    /// Stops the server.
    func stop() {
      try? input.fileHandleForWriting.close()
      process.waitUntilExit()
    }

    /// Runs a statement beside the stores.
    func run(_ sql: String) throws {
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = ["psql", "-q", "-v", "ON_ERROR_STOP=1", "-c", sql, url]
      try process.run()
      process.waitUntilExit()
      guard process.terminationStatus == 0 else { throw POSIXError(.EIO) }
    }

    var folder: String { url.split(separator: "host=").last.map(String.init) ?? "" }

    /// The process that starts all others.
    var postmaster: pid_t? {
      let text = try? String(contentsOfFile: folder + "/data/postmaster.pid", encoding: .utf8)
      return text?.split(separator: "\n").first.flatMap { pid_t($0) }
    }

    /// The processes that serve connections.
    var backends: [pid_t] {
      guard let postmaster else { return [] }
      let children =
        (try? String(contentsOfFile: "/proc/\(postmaster)/task/\(postmaster)/children", encoding: .utf8)) ?? ""
      return children.split(separator: " ").compactMap { pid_t($0) }.filter { child in
        let title = (try? String(contentsOfFile: "/proc/\(child)/cmdline", encoding: .utf8)) ?? ""
        return title.contains("sales sales [local]")
      }
    }
  }
#endif
