/// A group of settings: a plugin's, or a part of one.
///
///     struct Settings: PluginSettings {
///       var folder = ""
///       static let settings: [Setting<Self>] = [
///         Setting("folder", \.folder, "Where the files live.", required: true)
///       ]
///     }
public protocol PluginSettings: SettingValue {
  /// The defaults.
  init()
  /// The settings, in the order in which people read them.
  static var settings: [Setting<Self>] { get }
  /// Settings with a common prefix whose names only the file knows; `nil` for none.
  static var family: SettingFamily<Self>? { get }
  /// What error texts call the group, as in `unknown key 'x' in a stage`; empty for what it belongs to.
  static var noun: Wording { get }
  /// Reports what is wrong with values that are right one by one but do not go together.
  ///
  /// - Parameter node: Where the values were read from. A key that it has and whose value is still the default was not of
  ///   the right type, and has been reported.
  func validate(_ node: ConfigNode, _ context: inout DecodingContext)
}

/// Settings of a plugin that has none.
public struct NoSettings: PluginSettings, Hashable {
  /// None.
  public init() {}
  /// None.
  public static let settings: [Setting<NoSettings>] = []
}

extension PluginSettings {
  /// Nothing of its own.
  public static var noun: Wording { "" }

  /// None.
  public static var family: SettingFamily<Self>? { nil }

  /// Nothing to report.
  public func validate(_ node: ConfigNode, _ context: inout DecodingContext) {}

  /// The settings.
  public static var shape: SettingShape { .section(descriptions) }

  /// What the settings are called, take and mean.
  public static var descriptions: [SettingDescription] {
    let defaults = Self()
    return (settings + (family.map { [$0.description] } ?? [])).map {
      SettingDescription(
        name: $0.name, doc: $0.doc, isRequired: $0.isRequired, isSecret: $0.isSecret, shape: $0.shape,
        standard: $0.canonical(defaults))
    }
  }

  /// The settings of the family in a value.
  package static func ofFamily(_ value: Self) -> [Setting<Self>] {
    family.map { family in family.names(value).map(family.setting) } ?? []
  }

  /// All settings with their effective values.
  public var canonical: CanonicalValue {
    .map((Self.settings + Self.ofFamily(self)).map { CanonicalValue.Member($0.name, $0.canonical(self)) })
  }

  /// Reads the settings out of a mapping; nothing at all stands for an empty one.
  ///
  /// - Returns: The settings that could be read, the rest at their defaults, so that one pass reports all mistakes;
  ///   `nil` where the node is no mapping.
  public static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> Self? {
    decodeSection(node, &context)
  }

  /// What ``decode(_:_:)`` does unless a group of settings has a short form of its own to read first.
  public static func decodeSection(_ node: ConfigNode, _ context: inout DecodingContext) -> Self? {
    let entries: [ConfigEntry]
    switch node.content {
    case .mapping(let written): entries = written
    case .null: entries = []
    default:
      context.reportType(node, expected: "a mapping")
      return nil
    }
    var result = Self()
    let place = noun == "" ? context.subject : noun
    for entry in entries {
      if let setting = settings.first(where: { $0.name == entry.key }) ?? family?.setting(named: entry.key) {
        setting.decode(entry.value, &result, &context)
      } else {
        let names = settings.map(\.name)
        context.report(
          .unknownKey, "unknown key '\(entry.key.clipped(to: 40))' in \(place)",
          hint: names.isEmpty ? "it takes no settings" : hint(for: entry.key, among: names), at: entry.keyMark)
      }
    }
    for setting in settings where setting.isRequired && !entries.contains(where: { $0.key == setting.name }) {
      let hint: Wording =
        switch setting.canonical(result) {
        case .number(let standard): "write \("\(setting.name): \(standard)")"
        default: "it expects \(setting.shape.wording)"
        }
      context.report(.missing, "'\(setting.name)' is missing in \(place)", hint: hint, at: node.mark)
    }
    result.validate(node, &context)
    return result
  }
}
