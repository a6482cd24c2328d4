/// Why a store did not do what it was asked.
public enum StoreError: Error, Hashable, Sendable {
  /// A version did not stand: another commit came first.
  case conflict(VersionConflict)
  /// There is nothing at this place to read.
  case notFound(place: String)
  /// What stands at this place is not this plugin's store, or is damaged.
  case notAStore(place: String, reason: String)
  /// The store was written by a later version of the plugin; it was not touched.
  case newerSchema(place: String, found: Int, supported: Int)
  /// Another process is writing.
  case locked(place: String, holder: String?)
  /// The store was opened for reading, or its place cannot be written.
  case readOnly(place: String)
  /// The place is full; nothing was written.
  case full(place: String)
  /// A kind or field that the store was not opened with, or a cell of another type than its field.
  case invalid(reason: String)
  /// The store was closed.
  case closed
  /// Anything else that the backend says; nothing was written.
  case failed(place: String, reason: String)
}

/// An expected version did not stand.
public struct VersionConflict: Hashable, Sendable {
  /// The record.
  public let key: RecordKey
  /// The version that the caller had; 0 where the record should not have existed.
  public let expected: Int64
  /// The version that stands; `nil` where the record does not exist or was deleted.
  public let found: Int64?

  /// A conflict.
  public init(key: RecordKey, expected: Int64, found: Int64?) {
    self.key = key
    self.expected = expected
    self.found = found
  }
}

extension StoreError: CustomStringConvertible {
  /// One line that a person can act on.
  public var description: String {
    switch self {
    case .conflict(let conflict): conflict.description
    case .notFound(let place): "\(place): there is no database here; run an import or add a record first"
    case .notAStore(let place, let reason): "\(place): this is not a pipeline database: \(reason)"
    case .newerSchema(let place, let found, let supported):
      "\(place): written by a newer version (schema \(found), this one reads up to \(supported)); it was not touched"
    case .locked(let place, let holder):
      "\(place): another process is writing\(holder.map { " (\($0))" } ?? ""); close it, or open for reading"
    case .readOnly(let place): "\(place): cannot be written; check the permissions of the file and its folder"
    case .full(let place): "\(place): the disk is full; nothing was written"
    case .invalid(let reason): reason
    case .closed: "the store was closed"
    case .failed(let place, let reason): "\(place): \(reason)"
    }
  }
}

extension VersionConflict: CustomStringConvertible {
  /// One line that names both versions.
  public var description: String {
    guard expected == 0 else {
      let now = found.map { "it is at version \($0) now" } ?? "it is gone now"
      return "\(key.kind) \(key.id) was read at version \(expected), but \(now)"
    }
    let why = found.map { "it exists (version \($0))" } ?? "it was deleted, and its identity is not given out again"
    return "\(key.kind) \(key.id) was to be created, but \(why)"
  }
}
