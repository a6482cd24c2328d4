/// Settings of one kind whose names are known from the file alone, such as `account.sector` and `account.region`: each begins with
/// the family's prefix.
public struct SettingFamily<Owner: Sendable>: Sendable {
  /// What the names begin with.
  public let prefix: String
  /// The setting as the reference page and the JSON Schema show it: `account.<attribute>`.
  let description: Setting<Owner>
  /// The names that a value has, without the prefix, in order.
  let names: @Sendable (Owner) -> [String]
  private let make: @Sendable (String) -> Setting<Owner>

  /// A family.
  ///
  /// - Parameters:
  ///   - placeholder: What stands behind the prefix, as the reference page names it.
  ///   - names: The names that a value has, without the prefix.
  ///   - path: Where the value of a name is kept.
  public init<Value: SettingValue>(
    prefix: String, placeholder: String, _ doc: String, names: @escaping @Sendable (Owner) -> [String],
    path: @escaping @Sendable (String) -> any WritableKeyPath<Owner, Value> & Sendable
  ) {
    self.prefix = prefix
    self.names = names
    description = Setting("\(prefix)<\(placeholder)>", path(placeholder), doc)
    make = { Setting(prefix + $0, path($0), doc) }
  }

  /// The setting of a name.
  func setting(_ name: String) -> Setting<Owner> { make(name) }

  /// The setting that a key of a file names; `nil` for a key of another kind.
  func setting(named key: String) -> Setting<Owner>? {
    key.hasPrefix(prefix) && key.count > prefix.count ? make(String(key.dropFirst(prefix.count))) : nil
  }
}
