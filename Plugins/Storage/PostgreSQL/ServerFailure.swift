#if PostgreSQL
  import CLibPQ
  import PipelinePlugins

  /// An error of the server or of the connection.
  struct ServerFailure: Error {
    /// The SQLSTATE of the server; empty for an error of the connection.
    var state = ""
    var message: String
    var isConnectionLost = false

    /// The error of a result.
    init(_ result: OpaquePointer?, _ connection: OpaquePointer) {
      state = Self.field(result, UInt8(ascii: "C"))
      message = Self.field(result, UInt8(ascii: "M"))
      // A violated constraint names the key only in the detail.
      isConnectionLost =
        PQstatus(connection) == CONNECTION_BAD || state.hasPrefix("08") || ["57P01", "57P02", "57P03"].contains(state)
      if message.isEmpty { message = Self.text(PQerrorMessage(connection)) }
      // Of a server that the database cannot reach, only the detail says why.
      let detail = Self.field(result, UInt8(ascii: "D"))
      if state.hasPrefix("08"), !detail.isEmpty { message += ": " + Self.line(detail) }
    }

    init(lost connection: OpaquePointer) {
      message = Self.text(PQerrorMessage(connection))
      isConnectionLost = true
    }

    init(_ message: String, lost: Bool = false) {
      self.message = message
      isConnectionLost = lost
    }

    private static func field(_ result: OpaquePointer?, _ code: UInt8) -> String {
      guard let text = PQresultErrorField(result, Int32(code)) else { return "" }
      return String(cString: text)
    }

    /// Why a server that only reads cannot be written to, and what to do.
    static let standby = """
      the server cannot be written to: it is a standby, or set to read only; name the primary in 'url', or several hosts with \
      target_session_attrs=read-write
      """

    /// A message of libpq in one line.
    static func text(_ message: UnsafePointer<CChar>?) -> String {
      message.map { line(String(cString: $0)) } ?? ""
    }

    private static func line(_ text: String) -> String {
      text.split(whereSeparator: \.isNewline).map { $0.drop { $0 == "\t" || $0 == " " } }.joined(separator: " ")
    }

    /// Whether the whole transaction may succeed when it is run again.
    var isTransient: Bool { isConnectionLost || ["40001", "40P01"].contains(state) }
    /// Whether a lock was not given in time.
    var isLockTimeout: Bool { state == "55P03" }
    /// Whether it was cancelled, by the caller or by its time limit.
    var isCancelled: Bool { state == "57014" }
    var isUniqueViolation: Bool { state == "23505" }

    /// The error in the contract's words.
    func storeError(_ place: String, _ options: PostgreSQLOptions) -> StoreError {
      switch state {
      case "53100": return .full(place: place)
      case "25006": return .failed(place: place, reason: Self.standby)
      case "55P03": return .locked(place: place, holder: nil)
      case "57014":
        let limit = options.statementTimeout
        return .failed(place: place, reason: "a statement took longer than 'statement_timeout' (\(limit))")
      case "42501": return .failed(place: place, reason: "the role may not do this: \(message)")
      default: break
      }
      let code = state.isEmpty ? "" : " (SQLSTATE \(state))"
      return .failed(place: place, reason: message + code)
    }
  }

  /// A record or entry that the SDK cannot have written.
  struct Damage: Error {
    let reason: String
  }

  /// An error in the contract's words.
  func storeError(_ error: any Error, _ place: String, _ options: PostgreSQLOptions) -> any Error {
    switch error {
    case let failure as ServerFailure: failure.storeError(place, options)
    case let damage as Damage: StoreError.notAStore(place: place, reason: "it is damaged: \(damage.reason)")
    default: error
    }
  }
#endif
