/// The plugins there are: one explicit list, with no registration behind it.
///
///     let catalog = Catalog([
///       Catalog.entry(MemoryStorage.self),
///       Catalog.missing("xlsx", in: .exporters, trait: "XLSX"),
///     ])
public struct Catalog: Sendable {
  /// The entries, in the order of the list; of two with the same slot and name the first.
  public private(set) var entries: [Entry] = []
  /// What is wrong with the list: plugins of the same name in one slot.
  public private(set) var diagnostics: [Diagnostic] = []

  /// The phrases of language files: those of the SDK, and those that a program added.
  package var phrases: [Phrase] { Phrase.all + added }
  private var added: [Phrase] = []

  /// A catalog.
  public init(_ entries: [Entry] = []) { for entry in entries { add(entry) } }

  /// Adds a plugin.
  public mutating func add(_ entry: Entry) {
    guard find(entry.slot, entry.name) == nil else {
      diagnostics.append(
        Diagnostic(
          .duplicatePlugin, "plugin '\(entry.name)' is listed twice for the slot '\(entry.slot)' in the catalog",
          hint: "rename one of them"))
      return
    }
    entries.append(entry)
  }

  /// This catalog and one more plugin.
  public func adding(_ entry: Entry) -> Catalog {
    var copy = self
    copy.add(entry)
    return copy
  }

  /// Returns a copy with the phrases of a program.
  package func adding(_ group: any PhraseGroup.Type) -> Catalog {
    var copy = self
    copy.added += group.phrases
    return copy
  }

  /// Returns the plugin with a name in a slot; `nil` if there is none. O(entries).
  public func find(_ slot: String, _ name: String) -> Entry? {
    entries.first { $0.slot == slot && $0.name == name }
  }

  /// The plugins of a slot, in order.
  public func entries(of slot: String) -> [Entry] { entries.filter { $0.slot == slot } }
}

extension Catalog {
  /// A plugin in a catalog, its types erased.
  public struct Entry: Sendable {
    /// The slot's name.
    public let slot: String
    /// The plugin's name.
    public let name: String
    /// What it does, in a sentence; empty for one that is not compiled in.
    public let summary: String
    /// What can be configured. Made at each call: only schemas and pages about the configuration need it.
    public var settings: [SettingDescription] { describe().settings }
    /// What its value in a configuration can be: a mapping of the settings, and any short form of it. Made at each call.
    public var shape: SettingShape { describe().shape }
    /// The package trait that compiles it in; `nil` for one that is.
    public let missingTrait: String?
    let describe: @Sendable () -> (settings: [SettingDescription], shape: SettingShape)
    package let prepare: @Sendable (ConfigNode, inout DecodingContext) -> PreparedPlugin?
  }

  /// A plugin's entry.
  public static func entry<P: Plugin>(_ plugin: P.Type) -> Entry {
    Entry(
      slot: P.slot.name, name: P.name, summary: P.summary, missingTrait: nil,
      describe: { (P.Settings.descriptions, P.Settings.shape) }
    ) { node, context in
      context.about("plugin '\(P.name)'") { context in
        guard let settings = P.Settings.decode(node, &context) else { return nil }
        return PreparedPlugin(settings: settings) { try P.make(settings, $0) }
      }
    }
  }

  /// Creates an entry for a plugin that is not compiled in: using it in a configuration reports an error that names the
  /// package trait.
  public static func missing<Product>(_ name: String, in slot: Slot<Product>, trait: String) -> Entry {
    Entry(slot: slot.name, name: name, summary: "", missingTrait: trait, describe: { ([], .section([])) }) { _, _ in nil
    }
  }
}

/// A plugin with its settings, ready to be made.
package struct PreparedPlugin: Sendable {
  package let settings: any PluginSettings
  package let make: @Sendable (PluginContext) throws -> any Sendable
}
