#if SQLite
  import GRDB
  import GRDBSQLite
  import PipelinePlugins

  /// An error in the contract's words.
  func storeError(_ error: any Error, _ place: String) -> any Error {
    switch error {
    case let failure as SQLiteFailure: storeError(failure.code, failure.message, place)
    case let error as DatabaseError:
      storeError(error.extendedResultCode.rawValue, error.message ?? "SQLite error", place)
    case let damage as Damage: StoreError.notAStore(place: place, reason: "it is damaged: \(damage.reason)")
    default: error
    }
  }

  /// `SQLITE_IOERR_SHMSIZE`, a macro that Swift does not import.
  private let ioErrorOfIndexSize = SQLITE_IOERR | 19 << 8

  private func storeError(_ code: Int32, _ message: String, _ place: String) -> any Error {
    switch code & 0xFF {
    case SQLITE_FULL: StoreError.full(place: place)
    // The index of the log cannot grow: SQLite says so of a full disk only where it writes to the file or the log.
    case SQLITE_IOERR where code == ioErrorOfIndexSize: StoreError.full(place: place)
    case SQLITE_READONLY: StoreError.readOnly(place: place)
    case SQLITE_BUSY, SQLITE_LOCKED: StoreError.locked(place: place, holder: nil)
    case SQLITE_NOTADB: StoreError.notAStore(place: place, reason: "it is not an SQLite database")
    case SQLITE_CORRUPT: StoreError.notAStore(place: place, reason: "it is damaged: \(message)")
    case SQLITE_INTERRUPT: CancellationError()
    default: StoreError.failed(place: place, reason: "\(message) (SQLite \(code))")
    }
  }
#endif
