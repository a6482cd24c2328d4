/// Who may know whom. Each rule gives the sentences that say where the house breaks it; none when it stands.
enum Rules {
  /// What a module may import of this package; `nil` for one that the plan does not name.
  static func allowed(_ target: ManifestTarget, among targets: [ManifestTarget]) -> Set<String>? {
    let plugins = Set(targets.filter { $0.kind == .library && $0.path.hasPrefix("Plugins/") }.map(\.name))
    // The plugin API re-exports what its protocols speak of.
    let below: Set<String> = ["PipelineDomain", "PipelineSettings", "PipelineTabular", "PipelineReports"]
    let api = below.union(["PipelinePlugins"])
    switch target.name {
    case "PipelineDomain": return []
    case "PipelineSettings": return ["PipelineDomain"]
    case "PipelineTabular": return ["PipelineDomain", "PipelineSettings"]
    case "PipelineReports": return ["PipelineDomain", "PipelineSettings", "PipelineTabular"]
    case "PipelinePlugins": return below
    case "PipelineAnalytics", "PipelineTesting": return api
    // What is logged, counted and traced: the one module that knows their libraries.
    case "PipelineTelemetry": return ["PipelineDomain"]
    case "PipelineEngine": return api.union(["PipelineAnalytics", "PipelineTelemetry"])
    case "PipelineFiles": return api
    case "PipelineConfig": return api.union(["CLibYAML", "PipelineFiles"])
    case "SalesPipeline":
      return api.union(plugins).union(["PipelineConfig", "PipelineEngine", "PipelineFiles"])
    // The tools read and check configurations, as a program for authors of plugins does.
    case "ToolSupport": return ["PipelinePlugins", "SalesPipeline"]
    case "PipelineTools": return ["PipelinePlugins", "SalesPipeline", "ToolSupport"]
    default: break
    }
    if target.kind == .system { return [] }
    if target.path.hasPrefix("Plugins/") {
      // A plugin's own system library lies beside or below it.
      let folder = target.path.split(separator: "/").prefix(2).joined(separator: "/")
      return api.union(["PipelineFiles"]).union(
        targets.filter { $0.kind == .system && $0.path.hasPrefix(folder + "/") }.map(\.name))
    }
    if target.path.hasPrefix("Examples/") { return ["PipelineTools"] }
    return nil
  }

  /// Modules of outside packages that a module of the core may import. Plugins and tools import what
  /// the manifest gives them, plugins one library at most.
  static let outside: [String: Set<String>] = [
    "PipelineSettings": ["Logging"], "PipelinePlugins": ["Logging"],
    "PipelineTelemetry": ["Logging", "Metrics", "Tracing"], "PipelineEngine": ["Logging"], "SalesPipeline": ["Logging"],
    "PipelineConfig": ["Logging"], "ToolSupport": ["ArgumentParser"], "PipelineTools": ["ArgumentParser"],
  ]

  /// What comes with the toolchain and the system.
  static let standard: Set<String> = ["Synchronization"]
  static let system: Set<String> = [
    "Foundation", "FoundationEssentials", "Glibc", "Musl", "Darwin", "Dispatch", "Synchronization",
  ]
  /// Modules that hold to the standard library, so that no locale, calendar or clock can enter.
  static let pure: Set<String> = [
    "PipelineDomain", "PipelineSettings", "PipelineTabular", "PipelineReports", "PipelinePlugins", "PipelineAnalytics",
  ]

  /// The manifest lists only allowed dependencies, and at most one outside library for a plugin.
  static func manifest(_ house: House) -> [String] {
    let targets = ManifestTarget.all(in: house.manifest)
    return targets.flatMap { target -> [String] in
      guard let allowed = allowed(target, among: targets) else {
        return ["\(target.name): no rule names this module; say here what it may import"]
      }
      var wrong = target.targets.subtracting(allowed).sorted().map { "\(target.name) may not depend on \($0)" }
      let libraries = target.packages.union(target.targets.filter { $0.hasPrefix("C") && allowed.contains($0) })
      if target.path.hasPrefix("Plugins/"), libraries.count > 1 {
        wrong.append("\(target.name) has more than one outside library: \(libraries.sorted().joined(separator: ", "))")
      }
      return wrong
    }
  }

  /// Every file imports only what its module may.
  static func imports(_ house: House) -> [String] {
    let targets = ManifestTarget.all(in: house.manifest)
    let own = Set(targets.map(\.name))
    return targets.flatMap { target -> [String] in
      let allowed = allowed(target, among: targets) ?? []
      return house.files(of: target, among: targets).flatMap { file in
        Import.all(in: file.text).compactMap { one in
          let place = "\(file.path):\(one.line)"
          if own.contains(one.module) {
            return allowed.contains(one.module) ? nil : "\(place): \(target.name) may not import \(one.module)"
          }
          return isFree(one.module, for: target) ? nil : "\(place): \(target.name) may not import \(one.module)"
        }
      }
    }
  }

  private static func isFree(_ module: String, for target: ManifestTarget) -> Bool {
    if (pure.contains(target.name) ? standard : system).contains(module) { return true }
    if target.path.hasPrefix("Plugins/") || target.path.hasPrefix("Examples/") {
      // A package may have several modules, such as GRDB and GRDBSQLite.
      return target.products.contains { module.hasPrefix($0) }
    }
    return outside[target.name, default: []].contains(module)
  }

  /// The example of a stranger's package uses public products alone, and no back door.
  static func strangers(_ house: House) -> [String] {
    let allowed = system.union([
      "SalesPipeline", "PipelinePlugins", "PipelineTesting", "PipelineTools", "Testing", "PackageDescription",
      "OverduePlugin", "TemplatePlugins", "JournalFolder", "MemoryStorage", "PipelineEngine",
    ])
    return house.files.filter { $0.key.hasPrefix("Examples/PluginTemplate/") }.sorted { $0.key < $1.key }
      .flatMap { path, text in
        Import.all(in: text).filter { !allowed.contains($0.module) }.map {
          "\(path):\($0.line): a stranger cannot import \($0.module)"
        } + (text.contains("@testable") ? ["\(path): a stranger has no @testable"] : [])
      }
  }

  /// The longest a file may be, in lines.
  static let longest = 400

  /// Every file is short enough to be one idea.
  static func lengths(_ house: House) -> [String] {
    house.files.sorted { $0.key < $1.key }.compactMap { path, text in
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count - (text.hasSuffix("\n") ? 1 : 0)
      return lines > longest ? "\(path): \(lines) lines; a file has at most \(longest)" : nil
    }
  }

  /// What people read is a phrase: outside the catalogue no file has a text in French beside one in English, and every group
  /// of the catalogue is listed in it. Samples of the test kit, the plugin template and YAML have
  /// labels of their own.
  static func phrases(_ house: House) -> [String] {
    let catalogue = "Sources/PipelineDomain/Phrases/"
    // The command line's own phrases are with the command line.
    let tools = "Sources/ToolSupport/Phrases/"
    let listed = (house.files[catalogue + "Phrase.swift"] ?? "") + (house.files[tools + "Catalog+Tools.swift"] ?? "")
    return house.files.sorted { $0.key < $1.key }.flatMap { path, text -> [String] in
      if path.hasPrefix(catalogue + "Groups/") || (path.hasPrefix(tools) && path.hasSuffix("Phrase.swift")) {
        let group = path.split(separator: "/").last?.dropLast(".swift".count) ?? ""
        return listed.contains("\(group).self") ? [] : ["\(path): the catalogue does not list \(group)"]
      }
      let ownLabels = ["Sources/PipelineTesting/", "Examples/PluginTemplate/"]
      guard !path.hasPrefix(catalogue), !ownLabels.contains(where: path.hasPrefix) else { return [] }
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      return lines.indices.filter { lines[$0].contains("\"fr\":") }.map {
        "\(path):\($0 + 1): a text in French outside the catalogue; make it a phrase"
      }
    }
  }

  /// What the compiler cannot check says why it is right, on its line or the line above.
  static func reasons(_ house: House) -> [String] {
    let words = ["@unchecked Sendable", "try!", "as!", "nonisolated(unsafe)"]
    return house.files.sorted { $0.key < $1.key }.flatMap { path, text -> [String] in
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      return lines.indices.flatMap { index -> [String] in
        let explained = lines[index].contains("//") || (index > 0 && lines[index - 1].contains("//"))
        guard !explained else { return [] }
        return words.filter { lines[index].contains($0) }.map { "\(path):\(index + 1): '\($0)' without its reason" }
      }
    }
  }

  /// Modules that are in no product have nothing public: the figures over columns, the reading of files, and the bundled plugins,
  /// which configurations name. Storages are products.
  static func openings(_ house: House) -> [String] {
    let closed = ["Sources/PipelineAnalytics/", "Sources/PipelineFiles/", "Sources/PipelineTelemetry/", "Plugins/"]
    return house.files.sorted { $0.key < $1.key }.flatMap { path, text -> [String] in
      guard closed.contains(where: path.hasPrefix), !path.hasPrefix("Plugins/Storage/") else { return [] }
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      return lines.indices.filter { lines[$0].split(separator: " ").contains("public") && !lines[$0].contains("///") }
        .map {
          "\(path):\($0 + 1): public in a module that is in no product; make it package"
        }
    }
  }
}
