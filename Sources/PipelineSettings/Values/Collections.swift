extension Array: SettingValue where Element: SettingValue {
  /// A list.
  public static var shape: SettingShape { .list(Element.shape) }
  /// The items' forms.
  public var canonical: CanonicalValue {
    // A closure: a key path of a generic type is made anew at each call.
    .list(map { $0.canonical })
  }

  /// Reads a list. Items that cannot be read are left out, each reported.
  public static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> [Element]? {
    guard case .sequence(let items) = node.content else {
      var hint: Wording?
      if case .scalar(let text, _) = node.content { hint = "write \("[\(text.clipped(to: 40))]")" }
      context.reportType(node, expected: Element.isSection ? "a list" : shape.wording, hint: hint)
      return nil
    }
    return context.about("an entry of \(context.subject)") { context in
      items.compactMap { Element.decode($0, &context) }
    }
  }
}

extension SettingValue {
  /// Whether it is a group of settings, whose name would say nothing in an error text.
  static var isSection: Bool { if case .section = shape { true } else { false } }
}

/// Values by name, in the order of the file.
public struct OrderedMap<Value: Sendable>: Sendable {
  /// The names, in order, each once.
  public private(set) var keys: [String] = []
  /// The values, in order.
  public private(set) var values: [Value] = []
  private var places: [String: Int] = [:]

  /// No values.
  public init() {}

  /// The value with a name. Setting a new name appends it; setting `nil` removes it. O(1), removing O(n).
  public subscript(key: String) -> Value? {
    get { places[key].map { values[$0] } }
    set {
      guard let place = places[key] else {
        if let newValue { append(newValue, for: key) }
        return
      }
      if let newValue {
        values[place] = newValue
      } else {
        keys.remove(at: place)
        values.remove(at: place)
        places = Dictionary(uniqueKeysWithValues: keys.enumerated().map { ($1, $0) })
      }
    }
  }

  /// Adds a value with a new name.
  private mutating func append(_ value: Value, for key: String) {
    places[key] = keys.count
    keys.append(key)
    values.append(value)
  }

  /// Whether there are no values.
  public var isEmpty: Bool { keys.isEmpty }
  /// How many there are.
  public var count: Int { keys.count }
  /// Names and values, in order.
  public var pairs: [(key: String, value: Value)] { map { (key: $0, value: $1) } }

  /// What a closure makes of each name and value, in order. Inlined, so that no value is copied for it.
  @inlinable
  public func map<Result>(_ transform: (_ key: String, _ value: Value) throws -> Result) rethrows -> [Result] {
    try keys.indices.map { try transform(keys[$0], values[$0]) }
  }
}

extension OrderedMap: ExpressibleByDictionaryLiteral {
  /// Values by name; of equal names the last is kept.
  public init(dictionaryLiteral elements: (String, Value)...) {
    for (key, value) in elements { self[key] = value }
  }
}

extension OrderedMap: Equatable where Value: Equatable {}
extension OrderedMap: Hashable where Value: Hashable {}

extension OrderedMap: SettingValue where Value: SettingValue {
  /// Names with a value each.
  public static var shape: SettingShape { .map(Value.shape) }
  /// The values' forms by name.
  public var canonical: CanonicalValue { .map(pairs.map { CanonicalValue.Member($0.key, $0.value.canonical) }) }

  /// Decodes a mapping; null counts as an empty mapping. Invalid values are reported and left out.
  public static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> OrderedMap? {
    switch node.content {
    case .null: return OrderedMap()
    case .mapping(let entries):
      var result = OrderedMap()
      for (index, entry) in entries.enumerated() {
        if let hint = entry.decimalHint(after: index > 0 ? entries[index - 1] : nil) {
          context.about("'\(entry.key.clipped(to: 40))'") {
            $0.reportType(entry.value, expected: Value.shape.wording, hint: hint)
          }
          continue
        }
        let value = context.about("'\(entry.key)'") { Value.decode(entry.value, &$0) }
        if let value { result[entry.key] = value }
      }
      return result
    default:
      context.reportType(node, expected: Value.isSection ? "a mapping" : shape.wording)
      return nil
    }
  }
}
