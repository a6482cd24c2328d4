public import PipelinePlugins

/// A lookup entry as it is written in a configuration: a key alone, or a mapping.
public struct EntrySetting: SettingValue, Hashable {
  /// The entry.
  public var entry: LookupEntry

  /// An entry.
  public init(_ entry: LookupEntry) { self.entry = entry }

  /// A key, or `{key, label, attributes, retired}`.
  public static var shape: SettingShape { .either([.text, Parts.shape]) }

  /// The mapping.
  public var canonical: CanonicalValue {
    var parts = Parts()
    parts.key = entry.key
    parts.label = entry.label
    for (name, value) in entry.attributes.sorted(by: { $0.key < $1.key }) { parts.attributes[name] = value }
    parts.retired = entry.isRetired
    return parts.canonical
  }

  /// Reads an entry.
  public static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> EntrySetting? {
    var parts = Parts()
    if case .scalar = node.content {
      guard let key = context.text(node, expected: "a key or a mapping") else { return nil }
      parts.key = key
    } else {
      guard let read = Parts.decode(node, &context), !read.key.isEmpty else { return nil }
      parts = read
    }
    guard LookupEntry.isValidKey(parts.key) else {
      context.report(
        .invalid, "'\(parts.key.clipped(to: 40))' cannot be a key",
        hint: "1 to 120 characters, no control characters, no blank at either end",
        at: node["key"]?.value.mark ?? node.mark)
      return nil
    }
    let attributes = Dictionary(parts.attributes.pairs.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    return EntrySetting(
      LookupEntry(parts.key, label: parts.label, attributes: attributes, isRetired: parts.retired))
  }

  private struct Parts: PluginSettings {
    var key = ""
    var label: LocalizedText?
    var attributes = OrderedMap<String>()
    var retired = false

    static let noun = "a lookup entry"
    static let settings: [Setting<Self>] = [
      Setting("key", \.key, "The key that deals use; it never changes.", required: true),
      Setting("label", \.label, "What people read; the key where it is not given."),
      Setting("attributes", \.attributes, "More about the entry, by name, such as `list_price` or `category`."),
      Setting("retired", \.retired, "Whether new deals may no longer use it."),
    ]
  }
}

extension [EntrySetting] {
  /// Reports keys that are there twice.
  func reportDoubled(_ node: ConfigNode, _ setting: String, _ context: inout DecodingContext) {
    var seen: Set<String> = []
    for one in self where !seen.insert(one.entry.key).inserted {
      context.report(
        .invalid, "the key '\(one.entry.key.clipped(to: 40))' is there twice", hint: "keys are unique in a table",
        at: node[setting]?.value.mark ?? node.mark)
    }
  }
}
