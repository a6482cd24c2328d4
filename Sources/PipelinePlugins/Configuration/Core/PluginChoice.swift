/// A type that names a slot, so that a setting can declare which plugins it takes.
protocol SlotTag: Sendable {
  associatedtype Product: Sendable
  static var slot: Slot<Product> { get }
}

enum StorageTag: SlotTag { static var slot: Slot<any StorageDriver> { .storage } }
enum LookupTag: SlotTag { static var slot: Slot<any LookupSource> { .lookups } }
enum HistoryTag: SlotTag { static var slot: Slot<any HistoryPolicy> { .history } }
enum ProbabilityTag: SlotTag { static var slot: Slot<ProbabilityRule> { .probability } }
enum WeightingTag: SlotTag { static var slot: Slot<any WeightingStrategy> { .weighting } }
enum RatesTag: SlotTag { static var slot: Slot<any RateSource> { .rates } }
enum TargetsTag: SlotTag { static var slot: Slot<any TargetSource> { .targets } }
enum AccessTag: SlotTag { static var slot: Slot<any AccessPolicy> { .access } }
enum ExporterTag: SlotTag { static var slot: Slot<any Exporter> { .exporters } }

/// A plugin and its settings: `{sqlite: {path: sales.db}}`, or `memory` alone without settings.
struct PluginChoice<Tag: SlotTag>: SettingValue {
  let name: String
  /// The place in the file; `nil` for a default.
  let mark: SourceMark?
  private let node: ConfigNode
  private(set) var prepared: PreparedPlugin?

  /// A default plugin, which ``resolve(_:)`` finds in the catalog.
  init(_ name: String) { self.init(name, nil, ConfigNode(.null)) }

  private init(_ name: String, _ mark: SourceMark?, _ node: ConfigNode) {
    self.name = name
    self.mark = mark
    self.node = node
  }

  static var shape: SettingShape { .plugin(slot: Tag.slot.name) }

  var canonical: CanonicalValue { .map([.init(name, prepared?.settings.canonical ?? .map([]))]) }

  static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> PluginChoice? {
    switch node.content {
    case .scalar(let name, _):
      return read(name, node.mark, ConfigNode(.null, at: node.mark), &context)
    case .mapping(let entries) where entries.count == 1:
      return read(entries[0].key, entries[0].keyMark, entries[0].value, &context)
    case .mapping(let entries) where entries.count > 1:
      let names = entries.prefix(4).map { "'\($0.key.clipped(to: 40))'" }.joined(separator: " and ")
      context.report(
        .wrongType, "\(context.subject) takes one plugin, not \(names)", hint: "keep one of them",
        at: entries[1].keyMark)
    default:
      context.reportType(
        node, expected: "a plugin with its settings",
        hint: "known: \(context.catalog.entries(of: Tag.slot.name).map(\.name).joined(separator: ", "))")
    }
    return nil
  }

  /// Decodes a plugin's name and settings.
  static func read(
    _ name: String, _ mark: SourceMark, _ node: ConfigNode, _ context: inout DecodingContext
  ) -> PluginChoice? {
    let slot = Tag.slot.name
    guard let entry = context.catalog.find(slot, name) else {
      context.report(
        .unknownPlugin, "unknown plugin '\(name.clipped(to: 40))' in the slot '\(slot)'",
        hint: hint(for: name, among: context.catalog.entries(of: slot).map(\.name)), at: mark)
      return nil
    }
    if let trait = entry.missingTrait {
      context.report(
        .pluginNotCompiledIn, "plugin '\(name)' is not compiled in", hint: "turn on the package trait '\(trait)'",
        at: mark)
      return nil
    }
    var choice = PluginChoice(name, mark, node)
    choice.prepared = entry.prepare(node, &context)
    return choice.prepared == nil ? nil : choice
  }

  /// Finds a default plugin in the catalog; no effect if the catalog does not have it.
  mutating func resolve(_ context: inout DecodingContext) {
    guard prepared == nil, let entry = context.catalog.find(Tag.slot.name, name), entry.missingTrait == nil else {
      return
    }
    prepared = entry.prepare(node, &context)
  }

  /// Creates the plugin's product; `nil` if the plugin reports an error, or is a default that is not in the catalog.
  func make(_ world: PluginContext, _ context: inout DecodingContext) -> Tag.Product? {
    guard let prepared else { return nil }
    do {
      if let product = try prepared.make(world) as? Tag.Product { return product }
      context.report(.pluginFailed, "plugin '\(name)' makes nothing that its slot takes", at: mark)
    } catch let several as PluginErrors {
      for error in several.errors { report(error, &context) }
    } catch {
      report(error, &context)
    }
    return nil
  }

  private func report(_ error: any Error, _ context: inout DecodingContext) {
    let place = (error as? PluginError).flatMap(place(of:))
    context.report(.pluginFailed, "plugin '\(name)': \(error)", at: place ?? mark)
  }

  /// Where the setting is that an error is about; `nil` where it names none.
  private func place(of error: PluginError) -> SourceMark? {
    guard let setting = error.setting else { return nil }
    guard let item = error.item else { return node[setting]?.value.mark }
    // Settings that are one list may be written without their name.
    let items = node[setting]?.value.items ?? node.items
    guard items.indices.contains(item) else { return nil }
    return (error.field.flatMap { items[item][$0]?.value } ?? items[item]).mark
  }
}

/// Plugins by name, each with its settings: `{csv: {}, xlsx: {}}`.
struct PluginSet<Tag: SlotTag>: SettingValue {
  var choices: [PluginChoice<Tag>] = []

  static var shape: SettingShape { .plugins(slot: Tag.slot.name) }

  var canonical: CanonicalValue {
    .map(
      choices.flatMap { choice -> [CanonicalValue.Member] in
        if case .map(let members) = choice.canonical { members } else { [] }
      })
  }

  static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> PluginSet? {
    switch node.content {
    case .null: return PluginSet()
    case .mapping(let entries):
      return PluginSet(
        choices: entries.compactMap { PluginChoice<Tag>.read($0.key, $0.keyMark, $0.value, &context) })
    default:
      context.reportType(
        node, expected: "a mapping of plugins to their settings", hint: "write \("{csv: {}, json: {}}")")
      return nil
    }
  }

  /// All plugins of the slot that need no settings.
  static func all(of catalog: Catalog) -> PluginSet {
    let entries = catalog.entries(of: Tag.slot.name)
    let usable = entries.filter { $0.missingTrait == nil && !$0.settings.contains { $0.isRequired } }
    return PluginSet(choices: usable.map { PluginChoice($0.name) })
  }
}
