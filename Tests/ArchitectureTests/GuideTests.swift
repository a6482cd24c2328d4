import Foundation
import Testing

/// Code that a guide shows out of a file is that file, so that no guide rots.
@Suite("Guides")
struct GuideTests {
  @Test("the guide to plugins shows the example as it is, under sixty lines of plugin")
  func writingAPlugin() throws {
    let guide = try text("Documentation/Guides/WritingAPlugin.md")
    let blocks = Self.blocks(of: guide)
    let shown = blocks.map(\.path)
    let example = "Examples/PluginTemplate"
    let plugins = [
      "Storage", "Lookups", "History", "Weighting", "Access", "Rates", "Targets", "Exporter", "Widget",
      "Catalog+Template",
    ]
    #expect(
      shown == [
        "\(example)/Package.swift", "\(example)/Sources/OverduePlugin/Overdue.swift", "\(example)/overdue.yaml",
        "\(example)/Sources/overdue-funnel/main.swift", "\(example)/Tests/OverdueTests/OverdueTests.swift",
      ] + plugins.map { "\(example)/Sources/TemplatePlugins/\($0).swift" } + [
        "\(example)/template.yaml", "\(example)/Tests/TemplateTests/ContractTests.swift",
        "\(example)/Sources/sales/Sales.swift",
      ])
    for block in blocks { #expect(block.code == (try text(block.path)), "\(block.path)") }
    let plugin = try #require(blocks.first { $0.path.hasSuffix("Overdue.swift") })
    #expect(plugin.code.split(separator: "\n", omittingEmptySubsequences: false).count < 60)
  }

  @Test("the guide to storage backends shows the example as it is")
  func writingAStorageBackend() throws {
    let blocks = Self.blocks(of: try text("Documentation/Guides/WritingAStorageBackend.md"))
    let folder = "Examples/PluginTemplate"
    #expect(
      blocks.map(\.path) == ["JournalFolder", "JournalFile", "LoggedCommit"].map {
        "\(folder)/Sources/JournalFolder/\($0).swift"
      } + ["\(folder)/Tests/JournalFolderTests/JournalFolderTests.swift"])
    for block in blocks { #expect(block.code == (try text(block.path)), "\(block.path)") }
  }

  private func text(_ path: String) throws -> String {
    try String(contentsOf: House.root.appending(path: path), encoding: .utf8)
  }

  /// The blocks that come after a line with nothing but a path in backticks and a colon.
  static func blocks(of guide: String) -> [(path: String, code: String)] {
    var found: [(path: String, code: String)] = []
    var path: String?
    var code: String?
    for line in guide.split(separator: "\n", omittingEmptySubsequences: false) {
      if let open = code {
        if line == "```" {
          found.append((path ?? "", open))
          (path, code) = (nil, nil)
        } else {
          code = open + line + "\n"
        }
      } else if line.hasPrefix("`"), line.hasSuffix("`:") {
        path = String(line.dropFirst().dropLast(2))
      } else if line.hasPrefix("```"), path != nil {
        code = ""
      } else if !line.isEmpty {
        path = nil
      }
    }
    return found
  }
}
