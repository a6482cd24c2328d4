/// A place that plugins fill.
public struct Slot<Product: Sendable>: Sendable, Hashable {
  /// The slot's name, which is its key in the file: `storage`.
  public let name: String

  /// A slot.
  public init(_ name: String) { self.name = name }
}
