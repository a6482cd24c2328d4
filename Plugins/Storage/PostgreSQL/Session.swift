#if PostgreSQL
  import CLibPQ
  import Foundation
  import PipelinePlugins

  /// A statement and the values that are bound to it.
  struct Request: Sendable {
    let sql: String
    let parameters: [Parameter]
    /// Whether the statement is not prepared: it is run once, or gives other columns each time.
    let isOnce: Bool

    init(_ sql: String, _ parameters: [Parameter] = [], once: Bool = false) {
      self.sql = sql
      self.parameters = parameters
      isOnce = once
    }
  }

  /// An open connection with its prepared statements, used only on the thread of its ``Connection``.
  ///
  /// All statements go through libpq's pipeline mode: those of one call are sent together and wait for the server once.
  final class Session {
    let handle: OpaquePointer
    /// What cancels a running statement; may be used on any thread.
    let cancelHandle: OpaquePointer?
    /// How long the answer to a statement is waited for; `nil` for any time. The server ends a statement itself: this is for a server
    /// that hangs, and for a COMMIT, which the server's own limit is not about.
    var patience: Duration?
    /// Whether an answer did not come in time: what comes later belongs to nobody.
    private var isSilent = false
    private var prepared: [String: Prepared] = [:]
    private var nextName = 0
    /// Results of statements that nobody waits for: read before the next statements are sent.
    private var unread: [Int] = []

    /// Takes over an open connection.
    init(_ handle: OpaquePointer) {
      self.handle = handle
      cancelHandle = PQgetCancel(handle)
      PQenterPipelineMode(handle)
    }

    deinit {
      PQfreeCancel(cancelHandle)
      PQfinish(handle)
    }

    var isAlive: Bool { !isSilent && PQstatus(handle) == CONNECTION_OK }

    /// A statement that the server knows by a name.
    private struct Prepared {
      let name: String
      var uses = 0
      /// After how many uses it is prepared anew.
      let due: Int
    }

    /// Runs statements in one round trip.
    ///
    /// - Parameter after: Statements that are sent behind them, in a transaction of their own, whose results nobody reads.
    /// - Returns: The rows of each.
    /// - Throws: The first `ServerFailure`; what follows it was not run.
    @discardableResult
    func run(_ requests: [Request], after: [Request] = [], sent: (Int32) -> Void = { _ in }) throws -> [Rows] {
      try readUnread()
      var expected: [(isPreparation: Bool, sql: String)] = []
      try send(requests, &expected)
      guard PQpipelineSync(handle) == 1 else { throw ServerFailure(lost: handle) }
      var behind: [(isPreparation: Bool, sql: String)] = []
      if !after.isEmpty {
        try send(after, &behind)
        guard PQpipelineSync(handle) == 1 else { throw ServerFailure(lost: handle) }
      }
      guard PQflush(handle) >= 0 else { throw ServerFailure(lost: handle) }
      sent(PQsocket(handle))
      defer { if !after.isEmpty { unread.append(behind.count) } }
      return try receive(expected)
    }

    @discardableResult
    func run(_ sql: String, _ parameters: [Parameter] = [], once: Bool = false) throws -> Rows {
      let rows = try run([Request(sql, parameters, once: once)])
      guard let first = rows.first else { throw Damage(reason: "a statement has no result") }
      return first
    }

    /// Ends a transaction that an error left open, and the effect of a cancellation that came too late.
    func settle(wasCancelled: Bool) {
      if wasCancelled {
        for _ in 0..<3 {
          do {
            _ = try run("SELECT 1")
            break
          } catch { continue }
        }
      }
      guard isAlive else { return }
      if PQtransactionStatus(handle) != PQTRANS_IDLE { _ = try? run("ROLLBACK") }
    }

    private func send(_ requests: [Request], _ expected: inout [(isPreparation: Bool, sql: String)]) throws {
      // Names are given up behind the statements: nothing may come before a BEGIN with an isolation level.
      defer { giveUp(&expected) }
      for request in requests {
        if request.isOnce {
          guard send(nil, request.sql, request.parameters) else { throw ServerFailure(lost: handle) }
          expected.append((false, ""))
          continue
        }
        var name = use(request.sql)
        if name == nil {
          if prepared.count >= Self.mostPrepared { forgetPrepared(&expected) }
          nextName += 1
          let made = "s\(nextName)"
          let types = request.parameters.map(\.type)
          guard PQsendPrepare(handle, made, request.sql, Int32(truncatingIfNeeded: types.count), types) == 1 else {
            throw ServerFailure(lost: handle)
          }
          prepared[request.sql] = Prepared(name: made, due: (prepared[request.sql]?.due).map { $0 * 8 } ?? 16)
          expected.append((true, request.sql))
          name = made
        }
        guard let name, send(name, request.sql, request.parameters) else { throw ServerFailure(lost: handle) }
        expected.append((false, request.sql))
      }
    }

    private static let mostPrepared = 400

    /// The name of a prepared statement; `nil` where it is to be prepared.
    ///
    /// A server may keep the plan that it made while a table was empty, until its own analysis, and read the table row by row when it
    /// has grown. A statement is therefore prepared anew after 16 uses, 128, 1,024, …: its plan then knows how large the tables are.
    private func use(_ sql: String) -> String? {
      guard var known = prepared[sql] else { return nil }
      known.uses += 1
      guard known.uses > known.due else {
        prepared[sql] = known
        return known.name
      }
      givenUp.append(known.name)
      return nil
    }

    /// Statements that are prepared under another name by now.
    private var givenUp: [String] = []

    private func giveUp(_ expected: inout [(isPreparation: Bool, sql: String)]) {
      for name in givenUp where PQsendQueryParams(handle, "DEALLOCATE \(name)", 0, nil, nil, nil, nil, 1) == 1 {
        expected.append((true, ""))
      }
      givenUp = []
    }

    private func forgetPrepared(_ expected: inout [(isPreparation: Bool, sql: String)]) {
      prepared.removeAll()
      // A name that the server forgets twice is an error, also behind a COMMIT.
      givenUp = []
      if PQsendQueryParams(handle, "DEALLOCATE ALL", 0, nil, nil, nil, nil, 1) == 1 { expected.append((true, "")) }
    }

    /// - Parameter name: The prepared statement; `nil` to run the text itself.
    private func send(_ name: String?, _ sql: String, _ parameters: [Parameter]) -> Bool {
      // All values in one buffer, since each must stay where it is until they were sent.
      var bytes: [UInt8] = []
      bytes.reserveCapacity(parameters.reduce(0) { $0 + ($1.bytes?.count ?? 0) } + 1)
      var starts: [Int?] = []
      for parameter in parameters {
        starts.append(parameter.bytes.map { _ in bytes.count })
        if let own = parameter.bytes { bytes += own }
      }
      bytes.append(0)
      let lengths = parameters.map { Int32(truncatingIfNeeded: $0.bytes?.count ?? 0) }
      let formats = [Int32](repeating: 1, count: parameters.count)
      return bytes.withUnsafeBytes { raw in
        let base = raw.baseAddress?.assumingMemoryBound(to: CChar.self)
        let values: [UnsafePointer<CChar>?] = starts.map { start in start.flatMap { base?.advanced(by: $0) } }
        let count = Int32(truncatingIfNeeded: parameters.count)
        if let name { return PQsendQueryPrepared(handle, name, count, values, lengths, formats, 1) == 1 }
        return PQsendQueryParams(handle, sql, count, parameters.map(\.type), values, lengths, formats, 1) == 1
      }
    }

    private func receive(_ expected: [(isPreparation: Bool, sql: String)]) throws -> [Rows] {
      var rows: [Rows] = []
      var failure: ServerFailure?
      for one in expected {
        try awaitResult()
        guard let result = PQgetResult(handle) else {
          if failure == nil { failure = ServerFailure(lost: handle) }
          if one.isPreparation { prepared[one.sql] = nil }
          if !isAlive { break }
          continue
        }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE:
          if one.isPreparation { PQclear(result) } else { rows.append(Rows(result)) }
        default:
          if failure == nil { failure = ServerFailure(result, handle) }
          if one.isPreparation { prepared[one.sql] = nil }
          PQclear(result)
        }
        guard isAlive else { break }
        // A NULL ends the results of each statement.
        while let more = PQgetResult(handle) {
          PQclear(more)
          if !isAlive { break }
        }
      }
      if isAlive { try readSync() }
      if var failure {
        failure.isConnectionLost = failure.isConnectionLost || !isAlive
        throw failure
      }
      guard isAlive else { throw ServerFailure(lost: handle) }
      return rows
    }

    /// Waits until the next result can be read.
    private func awaitResult() throws {
      guard let patience, PQisBusy(handle) == 1 else { return }
      var end = ContinuousClock.now + patience
      repeat {
        let left = (end - ContinuousClock.now) / .milliseconds(1)
        var descriptor = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
        let ready = left > 0 ? poll(&descriptor, 1, Int32(max(1, min(left, 60_000)))) : 0
        if ready == 0, left <= 0 {
          isSilent = true
          throw ServerFailure("the server did not answer within \(patience)", lost: true)
        }
        guard PQconsumeInput(handle) == 1 else { throw ServerFailure(lost: handle) }
        // A long answer may take any time, as long as it comes.
        if ready > 0 { end = ContinuousClock.now + patience }
      } while PQisBusy(handle) == 1
    }

    /// Reads up to the end of the statements that were sent together.
    private func readSync() throws {
      var nulls = 0
      while nulls < 2 {
        try awaitResult()
        guard let result = PQgetResult(handle) else {
          guard isAlive else { throw ServerFailure(lost: handle) }
          nulls += 1
          continue
        }
        defer { PQclear(result) }
        if PQresultStatus(result) == PGRES_PIPELINE_SYNC { return }
      }
      throw ServerFailure(lost: handle)
    }

    private func readUnread() throws {
      while !unread.isEmpty {
        let count = unread.removeFirst()
        _ = try? receive(Array(repeating: (false, ""), count: count))
        guard isAlive else { throw ServerFailure(lost: handle) }
      }
    }
  }
#endif
