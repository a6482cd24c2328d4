#if PostgreSQL && os(Linux)
  import Foundation
  import PipelinePlugins

  @testable import PostgreSQLStorage

  /// Three servers that are shards of a database of the test server. They end with the process of the tests.
  final class ShardServers: Sendable {
    static let names = ["one", "two", "three"]
    /// The third server under another name.
    static let quotedName = "a \"third\" one"
    /// Started by the first test that needs them.
    static let shared = Result { try ShardServers() }

    /// The database that stores connect to.
    let database: String
    private let folder: String
    private let output: FileHandle
    private let input: FileHandle

    private init() throws {
      database = "sharded_" + String(UInt32.random(in: 0...UInt32.max), radix: 36)
      let server = TestServer.url(user: "postgres")
      let creation = Process()
      creation.executableURL = URL(filePath: "/usr/bin/env")
      creation.arguments = ["psql", "-q", "-X", "-c", "CREATE DATABASE \(database) OWNER sales", server]
      try creation.run()
      creation.waitUntilExit()
      guard creation.terminationStatus == 0 else { throw POSIXError(.EIO) }
      let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../shards.sh").standardized
      let (process, pipes) = (Process(), (Pipe(), Pipe()))
      process.executableURL = URL(filePath: "/bin/bash")
      process.arguments = [script.path, TestServer.url(user: "postgres", database: database)]
      (process.standardInput, process.standardOutput) = (pipes.0, pipes.1)
      try process.run()
      (input, output) = (pipes.0.fileHandleForWriting, pipes.1.fileHandleForReading)
      folder = try Self.line(of: output)
      guard !folder.isEmpty else { throw POSIXError(.EIO) }
    }

    /// Sends a server a verb of the script (`stop`, `kill`, `start`), and waits until it is done.
    func send(_ verb: String, _ name: String) throws {
      try input.write(contentsOf: Data("\(verb) \(name)\n".utf8))
      guard try Self.line(of: output) == "\(verb) \(name)" else { throw POSIXError(.EIO) }
    }

    /// The rows of a statement on a shard itself, not through the database.
    func ask(_ name: String, _ sql: String) async throws -> [[String]] {
      let target = try ConnectionTarget(
        "postgresql://postgres@/postgres?host=\(folder)/\(name)-socket", PostgreSQLOptions(), workspace: "",
        isReadOnly: false, wait: nil)
      let connection = Connection(target)
      let rows = try await connection.run(repeats: false) { session in
        let rows = try session.run(sql, once: true)
        return try (0..<rows.count).map { row in try (0..<rows.width).map { try rows.text(row, $0) } }
      }
      await connection.close()
      return rows
    }

    /// The statements that a shard has logged so far, in order.
    func logged(_ name: String) throws -> [String] {
      try String(contentsOfFile: "\(folder)/\(name).log", encoding: .utf8).split(separator: "\n").compactMap { line in
        ["statement: ", "execute "].lazy.compactMap { line.range(of: "LOG:  " + $0) }.first
          .map { String(line[$0.upperBound...]) }
      }
    }

    private static func line(of output: FileHandle) throws -> String {
      var line: [UInt8] = []
      while let byte = try output.read(upToCount: 1)?.first, byte != 10 { line.append(byte) }
      return String(decoding: line, as: UTF8.self)
    }
  }
#endif
