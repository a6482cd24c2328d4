/// A configuration as a tree with source marks: the result of parsing YAML, and the input of decoding settings.
///
/// A scalar keeps its text. The setting determines its type, so that a country code `NO` stays a text.
public struct ConfigNode: Hashable, Sendable {
  /// What the node holds.
  public let content: Content
  /// The place in the file: of a scalar's text, or of the first character of a mapping or sequence.
  public let mark: SourceMark

  /// A node.
  public init(_ content: Content, at mark: SourceMark = .start) {
    self.content = content
    self.mark = mark
  }

  /// What a node can hold.
  public enum Content: Hashable, Sendable {
    /// Nothing was written, or `null`, or `~`.
    case null
    /// Text. Only plain text, without quotes, can be a number or a flag.
    case scalar(String, isPlain: Bool)
    /// Values in order.
    case sequence([ConfigNode])
    /// Keys and values, in the order of the file; keys are unique.
    case mapping([ConfigEntry])
  }
}

/// A key of a mapping with its value.
public struct ConfigEntry: Hashable, Sendable {
  /// The key.
  public let key: String
  /// The place of the key.
  public let keyMark: SourceMark
  /// The value.
  public let value: ConfigNode

  /// An entry.
  public init(_ key: String, at keyMark: SourceMark = .start, _ value: ConfigNode) {
    self.key = key
    self.keyMark = keyMark
    self.value = value
  }
}

extension ConfigNode {
  /// A plain scalar, as a program may write one.
  public static func text(_ text: String) -> ConfigNode { ConfigNode(.scalar(text, isPlain: true)) }

  /// The entry of a mapping with a key; `nil` if there is none or the node is not a mapping. O(entries).
  public subscript(key: String) -> ConfigEntry? {
    guard case .mapping(let entries) = content else { return nil }
    return entries.first { $0.key == key }
  }

  /// The entry of a mapping with a key; `nil` also where its value is null, which counts as not given: a configuration that was
  /// recorded names every setting. O(entries).
  public func given(_ key: String) -> ConfigEntry? {
    guard let entry = self[key] else { return nil }
    if case .null = entry.value.content { return nil }
    return entry
  }

  /// What people call the kind of thing that the node is: `a mapping`, `a list`, `'40'`, `nothing`.
  var kind: Wording {
    switch content {
    case .null: "nothing"
    case .scalar(let text, _): "'\(text.clipped(to: 40))'"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}
