package import PipelinePlugins

/// How the names of deals are found and compared.
package struct DealNames {
  /// The name of a deal; `nil` where it is not known.
  let text: (RecordID) -> String?
  /// A number that orders names as far as it reaches: where the keys of two names differ, the names lie in the same order;
  /// equal names have equal keys.
  let key: @Sendable (String) -> Int64
  /// Whether a name comes before another one.
  let isLess: @Sendable (String, String) -> Bool
  /// The key of the name whose sort text is given.
  let keyOfSortText: @Sendable (String) -> Int64

  /// - Parameters:
  ///   - text: The name of a deal.
  ///   - key: A number that does not fall from a name to a later one, below `Int64.max`.
  ///   - isLess: Whether a name comes before another one, as their ``DealReading/sortText``s do.
  ///   - keyOfSortText: The key of the name with a ``DealReading/sortText``; `nil` where names are their own sort texts.
  package init(
    text: @escaping (RecordID) -> String?, key: @escaping @Sendable (String) -> Int64,
    isLess: @escaping @Sendable (String, String) -> Bool = { $0 < $1 },
    keyOfSortText: (@Sendable (String) -> Int64)? = nil
  ) {
    self.keyOfSortText = keyOfSortText ?? key
    self.text = text
    self.key = key
    self.isLess = isLess
  }
}

/// The keys of the deals' names, row by row: eight bytes a deal, so that lists by name compare numbers and read only the
/// names that share a key.
struct NameKeys: Sendable {
  /// The key of a deal without a name.
  static let missing = Int64.max

  private(set) var values: [Int64]
  private let key: @Sendable (String) -> Int64

  /// The keys of some deals' names.
  init(_ names: DealNames, of ids: [RecordID]) {
    key = names.key
    values = ids.map { id in names.text(id).map(names.key) ?? Self.missing }
  }

  mutating func append() { values.append(Self.missing) }

  mutating func set(_ row: Int, _ name: String?) { values[row] = name.map(key) ?? Self.missing }

  /// Takes a row away; the last row takes its place.
  mutating func remove(_ row: Int) {
    values.swapAt(row, values.count - 1)
    values.removeLast()
  }
}

extension DealColumns {
  /// Whether keys of the names are kept beside the rows.
  package var keepsNameKeys: Bool { nameKeys != nil }

  /// Keeps keys of the names beside the rows from here on, which must be those at the columns' cursor. O(number of deals).
  package mutating func keepNameKeys(_ names: DealNames) { nameKeys = NameKeys(names, of: ids) }
}
