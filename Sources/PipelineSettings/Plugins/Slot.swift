/// A place that plugins fill.
public struct Slot<Product: Sendable>: Sendable, Hashable {
  /// The slot's name, which is its key in the file: `storage`.
  public let name: String
  /// How many plugins it takes.
  public let cardinality: SlotCardinality

  /// A slot.
  public init(_ name: String, _ cardinality: SlotCardinality) {
    self.name = name
    self.cardinality = cardinality
  }
}

/// How many plugins a slot takes.
public enum SlotCardinality: Hashable, Sendable {
  /// One.
  case one
  /// Any number, in order.
  case list
  /// One for each name.
  case named
}
