#if PostgreSQL
  import Foundation
  import PipelinePlugins
  import Testing

  @testable import PostgreSQLStorage

  /// The server that `Tests/postgresql.sh` started.
  enum TestServer {
    static let url = ProcessInfo.processInfo.environment["PIPELINE_TEST_POSTGRESQL"]
    static let isThere = url != nil
    static let absence: Comment = "there is no PostgreSQL server; run the tests with Tests/postgresql.sh"

    /// The URL with another user, database or password.
    static func url(user: String = "sales", password: String? = nil, database: String = "sales") -> String {
      (url ?? "").replacing("//sales@/sales", with: "//\(user)\(password.map { ":" + $0 } ?? "")@/\(database)")
    }
  }

  /// A schema of a test's own.
  struct TestSchema: Sendable {
    let name: String
    var database = "sales"
    var options = PostgreSQLOptions()

    init(_ name: String = "t_" + UUID().uuidString.lowercased().prefix(13).replacing("-", with: "_")) {
      self.name = name
      options.schema = name
      // Beside a thousand other tests a turn may take long.
      options.lockTimeout = .seconds(120)
    }

    func driver(user: String = "sales") -> PostgreSQLStorage {
      PostgreSQLStorage(url: TestServer.url(user: user, database: database), options: options)
    }

    /// Runs statements beside the store, separated by `;;` and a line's end, and returns the last one's rows.
    @discardableResult
    func run(_ sql: String, user: String = "sales", workspace: String = "") async throws -> [[String]] {
      let target = try ConnectionTarget(
        TestServer.url(user: user, database: database), options, workspace: workspace, isReadOnly: false, wait: nil)
      let connection = Connection(target)
      let rows = try await connection.run(repeats: false) { session in
        var result: [[String]] = []
        for statement in sql.split(separator: ";;\n") {
          let rows = try session.run(String(statement), once: true)
          result = try (0..<rows.count).map { row in try (0..<rows.width).map { try rows.text(row, $0) } }
        }
        return result
      }
      await connection.close()
      return rows
    }
  }

  @Suite("The server of the PostgreSQL tests")
  struct TestServerTests {
    @Test("it is there in CI")
    func isThere() {
      guard !TestServer.isThere else { return }
      print("*** THE TESTS OF PostgreSQL ARE SKIPPED: \(TestServer.absence) ***")
      #expect(ProcessInfo.processInfo.environment["CI"] != "true", TestServer.absence)
    }
  }
#endif
