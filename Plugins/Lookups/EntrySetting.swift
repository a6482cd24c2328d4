package import PipelinePlugins

/// An entry of a lookup table as a configuration declares it: `price`, or
/// `{key: price, label: {en: Price, fr: Prix}, attributes: {note: x}, retired: true}`.
package struct EntrySetting: SettingValue, Hashable {
  /// The entry.
  package let entry: LookupEntry

  /// An entry.
  package init(_ entry: LookupEntry) { self.entry = entry }

  /// A key alone, or its details.
  package static var shape: SettingShape { .either([.text, Details.shape]) }

  /// The details that differ from their defaults; the key alone where none does.
  package var canonical: CanonicalValue {
    var members = [CanonicalValue.Member("key", .text(entry.key))]
    if entry.label != LocalizedText(entry.key) { members.append(.init("label", entry.label.canonical)) }
    if !entry.attributes.isEmpty {
      let sorted = entry.attributes.sorted { $0.key < $1.key }
      members.append(.init("attributes", .map(sorted.map { .init($0.key, .text($0.value)) })))
    }
    if entry.isRetired { members.append(.init("retired", .flag(true))) }
    return members.count == 1 ? .text(entry.key) : .map(members)
  }

  /// Reads a key, or a mapping with its details.
  package static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> EntrySetting? {
    let details: Details?
    switch node.content {
    case .mapping: details = Details.decode(node, &context)
    case .scalar:
      details = Details.decode(ConfigNode(.mapping([ConfigEntry("key", at: node.mark, node)]), at: node.mark), &context)
    default:
      context.reportType(node, expected: "a key, or a mapping with 'key' and 'label'")
      return nil
    }
    guard let details, LookupEntry.isValidKey(details.key) else { return nil }
    return EntrySetting(
      LookupEntry(
        details.key, label: details.label,
        attributes: Dictionary(details.attributes.pairs.map { ($0.key, $0.value) }) { first, _ in first },
        isRetired: details.retired))
  }

  private struct Details: PluginSettings {
    var key = ""
    var label: LocalizedText?
    var attributes = OrderedMap<String>()
    var retired = false

    static let noun: Wording = "a lookup entry"
    static let settings: [Setting<Self>] = [
      Setting("key", \.key, "What records refer to; it never changes.", required: true) {
        LookupEntry.isValidKey($0)
          ? nil : "must have 1 to 120 characters, no control characters and no blanks at its ends"
      },
      Setting("label", \.label, "What people read; the key where there is none.") { label in
        guard let label else { return nil }
        let texts = [label.fallback] + label.byLanguage.values
        return texts.contains { !$0.contains { !$0.isWhitespace } } ? "must not be blank" : nil
      },
      Setting("attributes", \.attributes, "More about it, by name, such as a product's list_price.") {
        $0.keys.contains("") ? "has an attribute without a name" : nil
      },
      Setting("retired", \.retired, "Whether new deals may no longer use it."),
    ]
  }
}

extension [EntrySetting] {
  /// Reports keys that come more than once, and warns of labels that do.
  static func check(_ list: ConfigNode, _ context: inout DecodingContext) {
    reportDuplicates(in: list, &context)
    if !context.diagnostics.hasErrors { warnOfLabels(in: list, &context) }
  }

  /// Warns of entries with the same label, which people see in place of the key.
  private static func warnOfLabels(in list: ConfigNode, _ context: inout DecodingContext) {
    let entries = list.items.compactMap { labelled($0, &context) }
    var owners = LabelOwners(entries.map(\.label))
    for entry in entries {
      if let owner = owners.note(entry.label, of: entry.key) {
        context.report(
          .duplicateKey,
          "the entries '\(owner.clipped(to: 40))' and '\(entry.key.clipped(to: 40))' have the same label",
          at: entry.mark, severity: .warning)
      }
    }
  }

  /// The key of an entry with what people read for it, and the place of that.
  private static func labelled(
    _ item: ConfigNode, _ context: inout DecodingContext
  ) -> (key: String, label: LocalizedText, mark: SourceMark)? {
    if case .scalar(let key, _) = item.content { return (key, LocalizedText(key), item.mark) }
    guard case .mapping = item.content, let key = item["key"]?.value, case .scalar(let name, _) = key.content else {
      return nil
    }
    guard let label = item["label"]?.value else { return (name, LocalizedText(name), key.mark) }
    return LocalizedText.decode(label, &context).map { (name, $0, label.mark) }
  }

  /// Reports keys that come more than once, each at its later place.
  private static func reportDuplicates(in list: ConfigNode, _ context: inout DecodingContext) {
    guard case .sequence(let items) = list.content else { return }
    var seen: [String: SourceMark] = [:]
    for item in items {
      let key: ConfigNode
      if case .mapping = item.content {
        guard let given = item["key"] else { continue }
        key = given.value
      } else {
        key = item
      }
      guard case .scalar(let text, _) = key.content else { continue }
      if let first = seen[text] {
        context.report(
          .invalid, "the key '\(text)' comes twice", hint: "the first is on line \(first.line)", at: key.mark)
      } else {
        seen[text] = key.mark
      }
    }
  }

  /// The entries, checked for what their table asks of them.
  /// - Throws: ``PluginError`` naming the setting that holds them.
  func checked(for table: LookupTableName?, setting: String) throws -> [LookupEntry] {
    let entries = map(\.entry)
    let problems = entries.enumerated().compactMap { place, entry in
      (table == .forecasting ? entry.categoryProblem : table == .line ? entry.listPriceProblem : nil)
        .map { PluginError($0, setting: setting, item: place) }
    }
    if problems.count == 1 { throw problems[0] }
    guard problems.isEmpty else { throw PluginErrors(problems) }
    return entries
  }
}

extension LookupEntry {
  /// What is wrong with the list price of a product; `nil` where nothing is. It would pass for none.
  var listPriceProblem: Wording? {
    guard let text = attributes["list_price"], ExactDecimal(text) == nil else { return nil }
    return
      "'\(key)' has the list price '\(text.clipped(to: 40))', which is not a number; write digits with a dot, such as 1234.50"
  }

  /// What is wrong with the category of a forecast entry; `nil` where nothing is. Unknown ones would pass for `pipeline`.
  var categoryProblem: Wording? {
    guard let text = attributes["category"], ForecastCategory(rawValue: text) == nil else { return nil }
    let known = ForecastCategory.allCases.map(\.rawValue)
    let hint =
      nearest(text, in: known).map { "did you mean '\($0)'?" as Wording }
      ?? "it is one of \(known.joined(separator: ", "))"
    return "'\(key)' has the unknown category '\(text)'; \(hint)"
  }
}
