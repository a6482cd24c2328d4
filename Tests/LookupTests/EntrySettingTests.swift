import LookupPlugins
import PipelinePlugins
import Testing

@Suite("Entries in a configuration")
struct EntrySettingTests {
  /// Reads settings of a plugin; the problems are one line each.
  private func read<Settings: PluginSettings>(_ node: ConfigNode, as type: Settings.Type) -> (Settings?, [String]) {
    var context = DecodingContext(file: nil, surroundings: .init(), catalog: Catalog())
    context.subject = "the plugin"
    let settings = Settings.decode(node, &context)
    return (settings, context.diagnostics.sorted.map { "\($0.mark?.line ?? 0): \($0.message); \($0.hint ?? "-")" })
  }

  private func list(_ nodes: [ConfigNode]) -> ConfigNode {
    ConfigNode(
      .sequence(
        nodes.enumerated().map { ConfigNode($0.element.content, at: SourceMark(line: $0.offset + 1, column: 3)) }))
  }

  private func map(_ pairs: [(String, ConfigNode)]) -> ConfigNode {
    ConfigNode(.mapping(pairs.map { ConfigEntry($0.0, $0.1) }))
  }

  @Test("a bare text is a key whose label is itself; a mapping has the details")
  func forms() throws {
    let details = map([
      ("key", .text("GTX Pro")), ("label", map([("en", .text("The Pro")), ("fr", .text("Le Pro"))])),
      ("attributes", map([("list_price", .text("4821"))])), ("retired", .text("true")),
    ])
    let node = map([("entries", list([.text("price"), details]))])
    let (settings, problems) = read(node, as: InlineLookupPlugin.Settings.self)
    #expect(problems == [])
    let entries = try #require(settings).entries.map(\.entry)
    #expect(
      entries == [
        LookupEntry("price"),
        LookupEntry(
          "GTX Pro", label: LocalizedText("The Pro", ["en": "The Pro", "fr": "Le Pro"]),
          attributes: ["list_price": "4821"], isRetired: true),
      ])
    #expect(settings?.knownKeys == ["price", "GTX Pro"])
  }

  @Test("inline takes the list alone")
  func short() throws {
    let (settings, problems) = read(list([.text("price"), .text("trust")]), as: InlineLookupPlugin.Settings.self)
    #expect(problems == [])
    #expect(try #require(settings).entries.map(\.entry.key) == ["price", "trust"])
  }

  @Test("stored may begin empty")
  func seedless() throws {
    let (settings, problems) = read(ConfigNode(.null), as: StoredLookupPlugin.Settings.self)
    #expect(problems == [])
    #expect(try #require(settings).seed.isEmpty)
  }

  @Test("all that is wrong with entries is reported at once, each in its line")
  func wrong() {
    let node = list([
      .text("price"), .text(" price"), .text("price"), map([("label", .text("No key"))]),
      map([("key", .text("a")), ("lable", .text("A"))]), list([]), map([("key", .text("b")), ("label", .text(" "))]),
    ])
    let (_, problems) = read(node, as: InlineLookupPlugin.Settings.self)
    #expect(
      problems == [
        "1: unknown key 'lable' in a lookup entry; did you mean 'label'?", "1: 'label' must not be blank; -",
        "2: 'key' must have 1 to 120 characters, no control characters and no blanks at its ends; -",
        "3: the key 'price' comes twice; the first is on line 1",
        "4: 'key' is missing in a lookup entry; it expects text",
        "6: an entry of 'entries' expects a key, or a mapping with 'key' and 'label', not a list; -",
      ])
  }

  @Test("entries with the same label are warned of, in both kinds of table")
  func likeLabels() {
    func entry(_ key: String, _ label: String) -> ConfigNode { map([("key", .text(key)), ("label", .text(label))]) }
    let entries = list([entry("fair", "Trade show"), .text("web"), entry("show", "Trade show"), entry("call", "Call")])
    let warning = ["1: the entries 'fair' and 'show' have the same label; -"]
    #expect(read(map([("entries", entries)]), as: InlineLookupPlugin.Settings.self).1 == warning)
    #expect(read(map([("seed", entries)]), as: StoredLookupPlugin.Settings.self).1 == warning)
  }

  @Test("the canonical form decodes to itself: short where it can be")
  func canonical() {
    let entry = LookupEntry("a", label: "A", attributes: ["z": "1", "b": "2"], isRetired: true)
    #expect(EntrySetting(LookupEntry("price")).canonical.description == "price")
    #expect(
      EntrySetting(entry).canonical.json
        == #"{"key":"a","label":"A","attributes":{"b":"2","z":"1"},"retired":true}"#)
  }

  @Test("a forecast entry of an unknown category is refused, not taken for pipeline")
  func category() throws {
    var settings = InlineLookupPlugin.Settings()
    settings.entries = [EntrySetting(LookupEntry("sure", attributes: ["category": "comit"]))]
    let error = #expect(throws: PluginError.self) {
      try InlineLookupPlugin.make(settings, PluginContext(table: .forecasting))
    }
    #expect(error?.setting == "entries")
    #expect(error?.description == "'sure' has the unknown category 'comit'; did you mean 'commit'?")
    _ = try InlineLookupPlugin.make(settings, PluginContext(table: .competitor))
  }
}
