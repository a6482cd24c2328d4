#if PostgreSQL
  import CLibPQ
  import Foundation
  import PipelinePlugins

  /// Where a connection leads: a database, a workspace of it, and the limits of its statements.
  struct ConnectionTarget: Sendable {
    let url: String
    let options: PostgreSQLOptions
    /// The server and the database, without the password.
    let place: String
    private let secrets: [String]
    let isReadOnly: Bool
    /// How long a commit waits for those of others.
    let lockTimeout: Duration
    var workspaceName: String
    /// The workspace's number; `nil` until it is known.
    var workspace: Int64?
    /// Whether it is a standby, which the primary server replaces when it fails.
    var isReplica = false
    /// Whether the rows of workspaces are on other servers.
    var isSharded = false

    init(_ url: String, _ options: PostgreSQLOptions, workspace: String, isReadOnly: Bool, wait: Duration?) throws {
      guard let parts = Self.parts(url) else {
        throw StoreError.failed(
          place: "postgresql",
          reason: """
            the URL is not one of PostgreSQL; write postgresql://user:password@host:5432/database, with '@', ':' and '/' of a \
            password as %40, %3A and %2F
            """)
      }
      self.url = url
      self.options = options
      self.isReadOnly = isReadOnly
      workspaceName = workspace
      lockTimeout = wait ?? options.lockTimeout
      secrets = ["password", "sslpassword"].compactMap { parts[$0] }.filter { !$0.isEmpty }
      let server = parts["host"] ?? parts["hostaddr"] ?? ""
      let host = server.isEmpty ? "localhost" : server
      place = "postgresql://\(host):\(parts["port"] ?? "5432")/\(parts["dbname"] ?? "")"
    }

    /// The standby of the same database; `nil` for none.
    var replica: ConnectionTarget? {
      guard let url = options.replica,
        var target = try? ConnectionTarget(url, options, workspace: workspaceName, isReadOnly: true, wait: lockTimeout)
      else { return nil }
      target.workspace = workspace
      target.isSharded = isSharded
      return target
    }

    /// What a URL says; `nil` for what is no URL, or one in which an `@` or `/` of the password ended it: its rest would be shown as a
    /// place.
    static func parts(_ url: String) -> [String: String]? {
      // The message is not used: it may quote a part of the password.
      guard !url.isEmpty, !url.utf8.contains(0), let parsed = PQconninfoParse(url, nil) else { return nil }
      defer { PQconninfoFree(parsed) }
      var parts: [String: String] = [:]
      var option = parsed
      while let keyword = option.pointee.keyword {
        if let value = option.pointee.val { parts[String(cString: keyword)] = String(cString: value) }
        option = option.advanced(by: 1)
      }
      guard ["host", "port", "dbname"].allSatisfy({ parts[$0]?.contains("@") != true }),
        parts["port"]?.allSatisfy({ $0.isASCII && $0.isNumber || $0 == "," }) != false
      else { return nil }
      return parts
    }

    /// An error in the contract's words, without a password.
    func named(_ error: any Error) -> any Error {
      guard case StoreError.failed(let place, let reason) = storeError(error, place, options) else {
        return storeError(error, place, options)
      }
      return StoreError.failed(place: place, reason: masked(reason))
    }

    private func masked(_ text: String) -> String {
      secrets.reduce(text) { $0.replacingOccurrences(of: $1, with: "•••") }
    }

    /// Opens a connection. Blocks.
    /// - Throws: `ServerFailure` where the server cannot be reached, else ``StoreError``.
    func connect() throws -> Session {
      // What comes after the URL overrules it, and it overrules what comes before.
      let keywords = [
        "connect_timeout", "fallback_application_name", "keepalives_idle", "keepalives_interval", "keepalives_count",
        "tcp_user_timeout", "dbname", "client_encoding",
      ]
      // A network that drops packets in silence is noticed after half a minute: by the kernel's probes where nothing is sent, and where
      // what was sent is not acknowledged.
      let values = ["10", "sales-pipeline", "15", "5", "3", "30000", url, "UTF8"]
      let handle = withCStrings(keywords) { keywords in
        withCStrings(values) { values in PQconnectdbParams(keywords, values, 1) }
      }
      guard let handle else { throw StoreError.failed(place: place, reason: "no memory for a connection") }
      guard PQstatus(handle) == CONNECTION_OK else {
        defer { PQfinish(handle) }
        throw failure(ServerFailure.text(PQerrorMessage(handle)), usedPassword: PQconnectionUsedPassword(handle) != 0)
      }
      PQsetNoticeProcessor(handle, { _, _ in }, nil)
      let session = Session(handle)
      session.patience = options.statementTimeout + Self.grace
      try prepare(session)
      return session
    }

    /// How much longer than a statement may run its answer is waited for.
    private static let grace = Duration.seconds(5)

    private func prepare(_ session: Session) throws {
      func milliseconds(_ duration: Duration) -> String { "\(max(1, Int64(duration / .milliseconds(1))))" }
      var settings = [
        ("statement_timeout", milliseconds(options.statementTimeout)), ("lock_timeout", milliseconds(lockTimeout)),
        ("default_transaction_read_only", isReadOnly ? "on" : "off"), ("bytea_output", "hex"),
        (Self.nameSetting, workspaceName),
        // A plan that was made while a table was empty is kept while it grows: it must not read the whole table. Every statement
        // but a load has an index to use.
        ("enable_seqscan", "off"),
      ]
      if isSharded { settings += Self.shardedPlans }
      // A commit that returned is on the disk of the server, also if the database's default is weaker; stricter settings are kept.
      if try session.run("SELECT current_setting('synchronous_commit')").text(0, 0) == "off" {
        settings.append(("synchronous_commit", "on"))
      }
      if let workspace { settings.append((Self.numberSetting, "\(workspace)")) }
      try session.run(settings.map { Request("SELECT set_config($1, $2, false)", [.text($0.0), .text($0.1)]) })
    }

    /// A plan is made for the values of each statement, so that it concerns one partition, and one server. The server sorts, which has
    /// the index, and groups: what is known here of its tables is no reason to fetch all their rows.
    private static let shardedPlans = [
      ("plan_cache_mode", "force_custom_plan"), ("enable_sort", "off"), ("enable_partitionwise_aggregate", "on"),
    ]

    /// The session settings that the row-level security compares with.
    static let nameSetting = "sales_pipeline.workspace_name"
    static let numberSetting = "sales_pipeline.workspace"

    /// Why a connection was not opened, from libpq's message: there is no SQLSTATE before a connection is open.
    private func failure(_ message: String, usedPassword: Bool) -> any Error {
      let text = masked(message)
      let says = { (part: String) in text.contains(part) }
      let advice: String
      switch true {
      case says("password authentication failed"), says("no password supplied"), says("authentication failed"):
        advice = "the server refused the login; check the user and the password in 'url'"
      case says("database ") && says("does not exist"):
        advice = "the database does not exist; create it with: createdb"
      case says("role ") && says("does not exist"): advice = "the role does not exist; check the user in 'url'"
      case says("too many"): advice = "the server has no connection left; lower 'pool', or raise its max_connections"
      case says("no pg_hba.conf entry"): advice = "the server does not accept this user from this host"
      default: return ServerFailure("the server cannot be reached: \(text)", lost: true)
      }
      return StoreError.failed(place: place, reason: "\(advice) (\(text))")
    }
  }

  /// Calls a closure with a NULL-terminated array of C strings.
  private func withCStrings<Result>(
    _ texts: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result?
  ) -> Result? {
    let copies = texts.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    let pointers: [UnsafePointer<CChar>?] = copies.map { $0.map { UnsafePointer($0) } } + [nil]
    return pointers.withUnsafeBufferPointer { $0.baseAddress.flatMap(body) }
  }
#endif
