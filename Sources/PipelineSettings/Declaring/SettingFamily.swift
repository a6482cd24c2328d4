/// Settings with a common prefix whose names only the file knows, such as `account.sector` and `account.region`.
public struct SettingFamily<Owner: Sendable>: Sendable {
  /// The prefix of the names.
  public let prefix: String
  /// The setting as the reference page and the JSON Schema show it: `account.<attribute>`.
  let description: Setting<Owner>
  /// The names in a value, without the prefix, in order.
  let names: @Sendable (Owner) -> [String]
  private let make: @Sendable (String) -> Setting<Owner>

  /// Creates a family of settings.
  ///
  /// - Parameters:
  ///   - placeholder: The text after the prefix on the reference page, such as `attribute`.
  ///   - names: The names in a value, without the prefix.
  ///   - path: The key path of a name's value.
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

  /// The setting of a key in a file; `nil` for a key without the prefix.
  func setting(named key: String) -> Setting<Owner>? {
    key.hasPrefix(prefix) && key.count > prefix.count ? make(String(key.dropFirst(prefix.count))) : nil
  }
}
