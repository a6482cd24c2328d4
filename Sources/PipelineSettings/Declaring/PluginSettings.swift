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
  /// The settings, in the order of the reference page.
  static var settings: [Setting<Self>] { get }
  /// Settings with a common prefix whose names only the file knows; `nil` for none.
  static var family: SettingFamily<Self>? { get }
  /// What error texts call the group, as in `unknown key 'x' in a stage`; empty for what it belongs to.
  static var noun: Wording { get }
  /// Reports values that are valid on their own but not together.
  ///
  /// - Parameter node: The node of the settings. Ask it with ``ConfigNode/given(_:)`` whether a setting is there: a null counts as
  ///   none. A key whose value is still the default was invalid, and has been
  ///   reported.
  func validate(_ node: ConfigNode, _ context: inout DecodingContext)
}

/// The settings of a plugin without settings.
public struct NoSettings: PluginSettings, Hashable {
  /// None.
  public init() {}
  /// None.
  public static let settings: [Setting<NoSettings>] = []
}

extension PluginSettings {
  /// No name.
  public static var noun: Wording { "" }

  /// No family.
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

  /// Decodes the settings from a mapping; null counts as an empty mapping.
  ///
  /// - Returns: The valid settings, and defaults for the others, so that all errors are reported at once; `nil` if the
  ///   node is not a mapping.
  public static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> Self? {
    decodeSection(node, &context)
  }

  /// The default implementation of ``decode(_:_:)``, for settings with an additional short form.
  public static func decodeSection(_ node: ConfigNode, _ context: inout DecodingContext) -> Self? {
    let entries: [ConfigEntry]
    switch node.content {
    case .mapping(let written): entries = written
    case .null: entries = []
    default:
      context.reportType(node, expected: "a mapping")
      return nil
    }
    // Once: those of a generic group are made at each call.
    let settings = Self.settings
    var result = Self()
    let subject = context.subject
    // Only for errors: comparing wordings puts them into words.
    func place() -> Wording { noun == "" ? subject : noun }
    for (index, entry) in entries.enumerated() {
      if let setting = settings.first(where: { $0.name == entry.key }) ?? family?.setting(named: entry.key) {
        setting.decode(entry.value, &result, &context)
      } else {
        let names = settings.map(\.name)
        context.report(
          .unknownKey, "unknown key '\(entry.key.clipped(to: 40))' in \(place())",
          hint: entry.decimalHint(after: index > 0 ? entries[index - 1] : nil)
            ?? (names.isEmpty ? "it takes no settings" : hint(for: entry.key, among: names)), at: entry.keyMark)
      }
    }
    for setting in settings where setting.isRequired && !entries.contains(where: { $0.key == setting.name }) {
      let hint: Wording =
        switch setting.canonical(result) {
        case .number(let standard): "write \("\(setting.name): \(standard)")"
        default: "it expects \(setting.shape.wording)"
        }
      context.report(.missing, "'\(setting.name)' is missing in \(place())", hint: hint, at: node.mark)
    }
    result.validate(node, &context)
    return result
  }
}

extension ConfigEntry {
  /// The hint for `{probability: 12,5}`, which YAML reads as the number 12 and a key `5`; `nil` for other keys.
  ///
  /// - Parameter before: The entry before this one.
  package func decimalHint(after before: ConfigEntry?) -> Wording? {
    guard let before, case .scalar(let whole, _) = before.value.content, case .null = value.content,
      !whole.isEmpty, whole.allSatisfy({ $0.isASCII && $0.isNumber }), key.allSatisfy({ $0.isASCII && $0.isNumber })
    else { return nil }
    return "decimals have a dot: write \("\(before.key): \(whole.clipped(to: 20)).\(key.clipped(to: 20))")"
  }
}
