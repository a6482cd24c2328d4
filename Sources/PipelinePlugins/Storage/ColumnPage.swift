/// The start of the next page of a `load`, readable only by the store that created it.
public struct PageToken: Hashable, Sendable {
  /// The store's data.
  public let bytes: [UInt8]
  /// An object with the lifetime of the token: a store that keeps a read transaction for the following pages ends it
  /// when the object is released, so that an abandoned load holds no resources.
  public let lease: (any AnyObject & Sendable)?

  /// Creates a token.
  public init(_ bytes: [UInt8], lease: (any AnyObject & Sendable)? = nil) {
    self.bytes = bytes
    self.lease = lease
  }

  /// Returns whether two tokens are of the same page.
  public static func == (left: Self, right: Self) -> Bool { left.bytes == right.bytes }

  /// Hashes the store's data.
  public func hash(into hasher: inout Hasher) { hasher.combine(bytes) }
}

/// The cells of many records, by column.
public struct ColumnPage: Sendable {
  /// The identities of the records, by row.
  public var ids: [RecordID]
  /// The versions of the records, by row.
  public var versions: [Int64]
  /// A column for each requested field, in order, each as long as ``ids``.
  public var columns: [CellColumn]
  /// The cursor at which the cells are consistent.
  public var cursor: Cursor
  /// The token of the next page; `nil` after the last.
  public var next: PageToken?

  /// Creates a page.
  public init(ids: [RecordID], versions: [Int64], columns: [CellColumn], cursor: Cursor, next: PageToken?) {
    self.ids = ids
    self.versions = versions
    self.columns = columns
    self.cursor = cursor
    self.next = next
  }
}

/// The cells of one field.
public enum CellColumn: Sendable {
  /// Integers; ``missing`` for null.
  case integers([Int64])
  /// Texts as indices into the page's dictionary, which has each text once; ``missingCode`` for null.
  case texts(codes: [UInt32], dictionary: [String])
  /// Identities of sixteen bytes as indices into the page's dictionary; ``missingCode`` for null.
  case identities(codes: [UInt32], dictionary: [RecordID])

  /// The integer that represents `.null`.
  public static let missing = Int64.min
  /// The index that represents `.null`.
  public static let missingCode = UInt32.max
}
