/// Where the next page of a `load` begins; only the store that made it can read it.
public struct PageToken: Hashable, Sendable {
  /// The store's own note.
  public let bytes: [UInt8]
  /// What lives as long as the token: a store that holds a snapshot for the pages to come lets go of it when this goes, so
  /// that a load whose pages were dropped holds nothing.
  public let lease: (any AnyObject & Sendable)?

  /// A token.
  public init(_ bytes: [UInt8], lease: (any AnyObject & Sendable)? = nil) {
    self.bytes = bytes
    self.lease = lease
  }

  /// Whether two tokens lead to the same page.
  public static func == (left: Self, right: Self) -> Bool { left.bytes == right.bytes }

  /// Hashes the store's note.
  public func hash(into hasher: inout Hasher) { hasher.combine(bytes) }
}

/// Cells of many records, column by column.
public struct ColumnPage: Sendable {
  /// The records' identities, row by row.
  public var ids: [RecordID]
  /// The records' versions, row by row.
  public var versions: [Int64]
  /// A column for each field asked for, in that order, each as long as ``ids``.
  public var columns: [CellColumn]
  /// The place in the journal at which the cells are true.
  public var cursor: Cursor
  /// The token of the next page; `nil` after the last.
  public var next: PageToken?

  /// A page.
  public init(ids: [RecordID], versions: [Int64], columns: [CellColumn], cursor: Cursor, next: PageToken?) {
    self.ids = ids
    self.versions = versions
    self.columns = columns
    self.cursor = cursor
    self.next = next
  }
}

/// One field's cells.
public enum CellColumn: Sendable {
  /// Whole numbers; ``missing`` where there is none.
  case integers([Int64])
  /// Texts by code into the page's own dictionary, which holds each text once; ``missingCode`` where there is none.
  case texts(codes: [UInt32], dictionary: [String])
  /// Sixteen-byte identities by code into the page's own dictionary; ``missingCode`` where there is none.
  case identities(codes: [UInt32], dictionary: [RecordID])

  /// Stands for `.null` among whole numbers.
  public static let missing = Int64.min
  /// Stands for `.null` among codes.
  public static let missingCode = UInt32.max
}
