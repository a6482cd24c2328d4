public import PipelineDomain

extension DealFilter {
  /// The order of a list of deals. Deals without a value come last in either direction; deals of equal value come in the
  /// order of their creation.
  public struct Order: Hashable, Sendable {
    /// What deals are ordered by.
    public enum Key: Hashable, Sendable {
      /// The creation of the record.
      case created
      /// The name.
      case name
      /// The value in the base currency; deals that cannot be priced come last.
      case amount
      /// A dimension: stages and lookup entries in their defined order, all else by value.
      case dimension(DealDimension)
    }

    /// What deals are ordered by.
    public let key: Key
    /// Whether the greatest value comes first.
    public let isDescending: Bool

    /// Creates an order.
    public init(_ key: Key, descending: Bool = false) {
      self.key = key
      isDescending = descending
    }

    /// The oldest deals first.
    public static let oldest = Order(.created)

    /// Reads `amount`, `name`, `created` or the name of a dimension; `-` in front reverses the order.
    public init?(_ text: String) {
      let name = text.hasPrefix("-") ? String(text.dropFirst()) : text
      let keys: [String: Key] = ["created": .created, "name": .name, "amount": .amount]
      guard let key = keys[name] ?? DealDimension(rawValue: name).map(Key.dimension) else { return nil }
      // The parts of a divided deal have no order among whole deals.
      if key == .dimension(.product) || key == .dimension(.deal) { return nil }
      self.init(key, descending: text.hasPrefix("-"))
    }

    /// The text that ``init(_:)`` reads.
    public var text: String {
      let name =
        switch key {
        case .created: "created"
        case .name: "name"
        case .amount: "amount"
        case .dimension(let dimension): dimension.rawValue
        }
      return isDescending ? "-" + name : name
    }

    /// The names that a list can be ordered by. Attributes of accounts, such as `account.sector`, come on top.
    public static var names: [String] {
      ["created", "name", "amount"] + DealDimension.allCases.filter { $0 != .product && $0 != .deal }.map(\.rawValue)
    }
  }
}
