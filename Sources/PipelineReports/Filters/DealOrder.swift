public import PipelineDomain

extension DealFilter {
  /// The order of a list of deals. Deals without a value come last in either direction; deals of equal value come in the
  /// order of ``ties``, and at last in that of their creation.
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
    /// What deals of equal value are ordered by, one after the other; none of these has ties of its own.
    public let ties: [Order]

    /// Creates an order.
    ///
    /// - Parameter ties: What deals of equal value are ordered by. Of two orders by the same key the first counts, and what
    ///   follows the creation has no effect: no two deals have the same.
    public init(_ key: Key, descending: Bool = false, ties: [Order] = []) {
      self.key = key
      isDescending = descending
      var seen: Set<Key> = [key]
      self.ties = ties.flatMap { [Order($0.key, descending: $0.isDescending)] + $0.ties }
        .filter { !seen.contains(.created) && seen.insert($0.key).inserted }
    }

    /// The order, with another one for deals of equal value.
    public func then(_ order: Order) -> Order { Order(key, descending: isDescending, ties: ties + [order]) }

    /// The oldest deals first.
    public static let oldest = Order(.created)

    /// Reads `amount`, `name`, `created` or the name of a dimension; `-` in front reverses the order. Several with commas
    /// order the deals of equal value: `owner,-amount`.
    public init?(_ text: String) {
      let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard let first = Order(one: parts[0]) else { return nil }
      let ties = parts.dropFirst().compactMap { Order(one: $0) }
      self.init(first.key, descending: first.isDescending, ties: ties)
      // A name that is unknown, or that has no effect, is a mistake.
      if self.ties.count < parts.count - 1 { return nil }
    }

    private init?(one text: String) {
      let name = text.hasPrefix("-") ? String(text.dropFirst()) : text
      let keys: [String: Key] = ["created": .created, "name": .name, "amount": .amount]
      guard let key = keys[name] ?? DealDimension(rawValue: name).map(Key.dimension) else { return nil }
      // The parts of a divided deal have no order among whole deals.
      if key == .dimension(.product) || key == .dimension(.deal) { return nil }
      self.init(key, descending: text.hasPrefix("-"))
    }

    /// The text that ``init(_:)`` reads.
    public var text: String { ([self] + ties).map(\.ownText).joined(separator: ",") }

    private var ownText: String {
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
