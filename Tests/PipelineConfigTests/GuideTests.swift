import AccessPlugins
import Foundation
import PipelineConfig
import PipelinePlugins
import RatesPlugins
import TargetsPlugins
import Testing

@Suite("The configuration guide")
struct GuideTests {
  @Test("each YAML example in it is right")
  func examples() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let guide = try String(
      contentsOf: root.appendingPathComponent("Documentation/Guides/Configuration.md"), encoding: .utf8)
    let examples = guide.components(separatedBy: "```yaml\n").dropFirst().compactMap {
      $0.components(separatedBy: "\n```").first
    }
    #expect(examples.count >= 4)
    // This target knows one bundled plugin; the others bear the names of those that the guide uses.
    let catalog = Catalog([
      Catalog.entry(GuideStorage.self), Catalog.entry(StatedPlugin.self), Catalog.entry(ByStagePlugin.self),
      Catalog.entry(GuideWeighting.self), Catalog.entry(GuideCSV.self), Catalog.entry(GuideJSON.self),
      Catalog.entry(DirectoryPlugin.self),
      Catalog.entry(FixedRatesPlugin.self), Catalog.entry(CSVRatesPlugin.self),
      Catalog.entry(ListedTargetsPlugin.self), Catalog.entry(CSVTargetsPlugin.self),
    ])
    for example in examples {
      #expect(ConfigurationReader(catalog: catalog).check(text: example, file: "guide").report == "")
    }
  }
}

private enum GuideStorage: Plugin {
  static let name = "memory"
  static let slot = Slot.storage
  static func make(_ settings: NoSettings, _ context: PluginContext) -> any StorageDriver {
    SampleStorage(path: "", key: "")
  }
}

private enum GuideWeighting: Plugin {
  static let name = "expected_value"
  static let slot = Slot.weighting
  static func make(_ settings: NoSettings, _ context: PluginContext) -> any WeightingStrategy {
    PipelineSetup.standardWeighting
  }
}

private struct GuideExporter: Exporter {
  var fileExtension: String
  func export(_ document: ReportDocument, to sink: inout any ByteSink) throws -> [String] { [] }
}

private enum GuideCSV: Plugin {
  static let name = "csv"
  static let slot = Slot.exporters
  static func make(_ settings: NoSettings, _ context: PluginContext) -> any Exporter {
    GuideExporter(fileExtension: "csv")
  }
}

private enum GuideJSON: Plugin {
  static let name = "json"
  static let slot = Slot.exporters
  static func make(_ settings: NoSettings, _ context: PluginContext) -> any Exporter {
    GuideExporter(fileExtension: "json")
  }
}
