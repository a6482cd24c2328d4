import Testing

/// What `import SalesPipeline` shows, by the exports of its modules.
struct Surface {
  /// The types, with their module.
  private(set) var types: Set<String> = []

  /// Reads the exports of a target, and those of the modules that it exports whole.
  init(of target: String, in house: House) {
    add(target, in: house, ManifestTarget.all(in: house.manifest))
  }

  private mutating func add(_ name: String, in house: House, _ targets: [ManifestTarget]) {
    guard let target = targets.first(where: { $0.name == name }) else { return }
    for file in house.files(of: target, among: targets) {
      for line in file.text.split(separator: "\n") {
        if let type = Self.publicType(line) { types.insert("\(name).\(type)") }
        guard line.hasPrefix("@_exported public import ") else { continue }
        let words = line.split(separator: " ").dropFirst(3)
        // `import struct Module.Type` shows one type, `import Module` all of them.
        if words.count == 2, let type = words.last { types.insert(String(type)) }
        if words.count == 1, let module = words.last { add(String(module), in: house, targets) }
      }
    }
  }

  /// The type that a line at the top level of a file declares. Nested types come with the type that they are in.
  private static func publicType(_ line: Substring) -> Substring? {
    let words = line.split(separator: " ").drop { $0.hasPrefix("@") }
    guard words.first == "public", !line.hasPrefix(" ") else { return nil }
    let kinds: Set<Substring> = ["struct", "class", "enum", "actor", "protocol", "typealias"]
    guard let kind = words.firstIndex(where: kinds.contains), kind + 1 < words.endIndex else { return nil }
    return words[kind + 1].prefix { $0.isLetter || $0.isNumber }
  }
}

@Suite("Architecture: what an app sees")
struct SurfaceTests {
  @Test("one import shows at most 150 types")
  func size() throws {
    let types = Surface(of: "SalesPipeline", in: try House.standing()).types
    #expect(types.count <= 150, "\(types.sorted())")
    // The count is not of an empty list: each way to export has its types here.
    #expect(types.isSuperset(of: ["PipelineEngine.Desk", "PipelineDomain.Money", "PipelinePlugins.PipelineSetup"]))
  }

  @Test("the store's API and the settings of plugins are shown to authors of plugins only")
  func plugins() throws {
    let house = try House.standing()
    let inside: Set<String> = ["PipelinePlugins.ChangeSet", "PipelinePlugins.Store", "PipelineSettings.Setting"]
    #expect(Surface(of: "SalesPipeline", in: house).types.isDisjoint(with: inside))
    #expect(Surface(of: "PipelinePlugins", in: house).types.isSuperset(of: inside))
  }
}
