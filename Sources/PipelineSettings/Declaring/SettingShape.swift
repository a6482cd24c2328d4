/// What a setting takes: from this come error texts, the reference page and the JSON Schema for editors.
public indirect enum SettingShape: Hashable, Sendable {
  /// Text.
  case text
  /// Text of a form: what people call it, a regular expression (ECMA 262), and an example.
  case pattern(name: String, regex: String, example: String)
  /// `true` or `false`.
  case flag
  /// A whole number.
  case integer
  /// A decimal number.
  case decimal
  /// One of these values.
  case choice([String])
  /// A percentage from 0 to 100 with at most two decimals.
  case percent
  /// A day, `yyyy-MM-dd`.
  case date
  /// A length of time: `2 hours`.
  case duration
  /// An ISO 4217 code.
  case currency
  /// A text, or one for each language.
  case label
  /// The path of a file, relative to the configuration's folder.
  case path
  /// What may also be left empty.
  case optional(SettingShape)
  /// A list.
  case list(SettingShape)
  /// Names with a value each.
  case map(SettingShape)
  /// Names out of these with a value each.
  case keyed([String], SettingShape)
  /// Settings.
  case section([SettingDescription])
  /// A plugin of the slot with its settings.
  case plugin(slot: String)
  /// Plugins of the slot by name, each with its settings.
  case plugins(slot: String)
  /// Any of these.
  case either([SettingShape])
}

/// What a setting is called, takes and means.
public struct SettingDescription: Hashable, Sendable {
  /// Its name in the file.
  public let name: String
  /// What it means, in a sentence.
  public let doc: String
  /// Whether it must be given.
  public let isRequired: Bool
  /// Whether its value is never shown.
  public let isSecret: Bool
  /// What it takes.
  public let shape: SettingShape
  /// What holds where it is not given; masked where it is secret.
  public let standard: CanonicalValue
}

extension SettingShape {
  /// What people call a value of this shape: `a whole number`, `one of open, won, lost`.
  public var name: String {
    switch self {
    case .text: "text"
    case .pattern(let name, _, _): name
    case .flag: "true or false"
    case .integer: "a whole number"
    case .decimal: "a decimal number"
    case .choice(let words): "one of " + words.joined(separator: ", ")
    case .percent: "a percentage from 0 to 100"
    case .date: "a day such as 2026-12-31"
    case .duration: "a length of time such as '2 hours'"
    case .currency: "a currency code such as EUR"
    case .label: "a text, or one for each language"
    case .path: "a path"
    case .optional(let shape): shape.name
    case .list(.section): "a list"
    case .list(.choice(let words)): "a list of words out of " + words.joined(separator: ", ")
    case .list(let shape): "a list of " + shape.name
    case .map(.section), .keyed(_, .section): "a mapping of names to settings"
    case .map(let shape), .keyed(_, let shape): "a mapping of names to " + shape.name
    case .section: "a mapping"
    case .plugin(let slot): "a plugin of the slot \(slot)"
    case .plugins(let slot): "plugins of the slot \(slot), by name"
    case .either(let shapes): shapes.map(\.name).joined(separator: ", or ")
    }
  }
}

extension SettingDescription {
  /// The file that a secret may be kept in: `{file: path}`.
  package static var pathOfSecret: SettingDescription {
    SettingDescription(
      name: "file", doc: "The file that holds the secret.", isRequired: true, isSecret: false, shape: .path,
      standard: .null)
  }
}
