import Testing

@Suite("Architecture")
struct ArchitectureTests {
  @Test("the manifest is read whole: every module of the plan is found in it")
  func reading() throws {
    let names = Set(ManifestTarget.all(in: try House.standing().manifest).map(\.name))
    let plan: Set<String> = [
      "PipelineDomain", "PipelineSettings", "PipelineTabular", "PipelineReports", "PipelinePlugins", "PipelineFiles",
      "PipelineAnalytics", "PipelineTelemetry", "PipelineEngine", "PipelineConfig", "CLibYAML",
      "PipelineTesting", "SalesPipeline", "MemoryStorage", "SQLiteStorage", "PostgreSQLStorage", "LookupPlugins",
      "HistoryPlugins",
      "ProbabilityPlugins", "WeightingPlugins", "AccessPlugins", "RatesPlugins", "TargetsPlugins", "ExportPlugins",
      "XLSXExport", "CLibXLSXWriter", "ToolSupport", "PipelineTools",
      "pipeline",
      "dashboard-printer", "forecast-exporter",
    ]
    #expect(plan.subtracting(names).isEmpty)
  }

  @Test("modules depend only on what the plan allows, and a plugin on at most one outside library")
  func manifest() throws { #expect(try Rules.manifest(House.standing()) == []) }

  @Test("files import only what their module may; the core's inside knows no Foundation, and YAML stays in one module")
  func imports() throws {
    let breaches = try Rules.imports(House.standing())
    #expect(breaches == [])
  }

  @Test("the engine makes change sets in one place: every write goes through a transaction, but for replayed journals")
  func oneWriter() throws {
    let makers = try House.standing().files.filter { path, text in
      path.hasPrefix("Sources/PipelineEngine/") && text.contains("ChangeSet(")
    }.map(\.key)
    #expect(
      makers.sorted() == [
        "Sources/PipelineEngine/Moving/JournalReplay.swift",
        "Sources/PipelineEngine/Writing/Transaction+Committing.swift",
      ])
  }

  @Test("the example of a stranger's package knows public products only")
  func strangers() throws {
    let house = try House.standing()
    #expect(house.files.keys.contains("Examples/PluginTemplate/Sources/OverduePlugin/Overdue.swift"))
    #expect(Rules.strangers(house) == [])
  }

  @Test("what is in no product is not public: one import shows what an app needs")
  func openings() throws { #expect(try Rules.openings(House.standing()) == []) }

  @Test("no file is longer than 400 lines")
  func lengths() throws { #expect(try Rules.lengths(House.standing()) == []) }

  @Test("unchecked conformances, forced tries and casts, and unsafe globals say why they are right")
  func reasons() throws { #expect(try Rules.reasons(House.standing()) == []) }
}

/// Texts for people stand in one place.
@Suite("Architecture: the catalogue of phrases")
struct CatalogueTests {
  @Test("no text in French is outside the catalogue, and the catalogue lists all its groups")
  func phrases() throws {
    let house = try House.standing()
    #expect(house.files.keys.contains("Sources/ToolSupport/Phrases/ToolPhrase.swift"))
    #expect(Rules.phrases(house) == [])
  }

  @Test(
    "a text outside the catalogue, and a group that it does not list, are named",
    arguments: [
      (
        "Sources/PipelineEngine/Bad.swift", "\nlet a = LocalizedText(\"Won\", [\"fr\": \"Gagné\"])",
        "Sources/PipelineEngine/Bad.swift:2: a text in French outside the catalogue; make it a phrase"
      ),
      (
        "Sources/PipelineDomain/Phrases/Groups/BadPhrase.swift", "enum BadPhrase {}",
        "Sources/PipelineDomain/Phrases/Groups/BadPhrase.swift: the catalogue does not list BadPhrase"
      ),
    ])
  func broken(_ path: String, _ text: String, _ breach: String) throws {
    var house = try House.standing()
    house.files[path] = text
    #expect(Rules.phrases(house) == [breach])
  }
}

/// The rules are tested too: each must see a house that breaks it.
@Suite("Architecture: the rules see what they forbid")
struct BrokenHouseTests {
  @Test(
    "a forbidden import is named with its place",
    arguments: [
      (
        "Plugins/History/EveryChange/Bad.swift", "import PipelineEngine", "HistoryPlugins may not import PipelineEngine"
      ),
      ("Plugins/Weighting/Bad.swift", "import CLibYAML", "WeightingPlugins may not import CLibYAML"),
      ("Plugins/Lookups/Bad.swift", "private import HistoryPlugins", "LookupPlugins may not import HistoryPlugins"),
      ("Sources/PipelineDomain/Bad.swift", "public import Foundation", "PipelineDomain may not import Foundation"),
      ("Sources/PipelineDomain/Bad.swift", "import struct Foundation.Date", "PipelineDomain may not import Foundation"),
      (
        "Sources/PipelineAnalytics/Bad.swift", "import FoundationEssentials",
        "PipelineAnalytics may not import FoundationEssentials"
      ),
      ("Sources/PipelineEngine/Bad.swift", "import PipelineConfig", "PipelineEngine may not import PipelineConfig"),
      ("Sources/PipelineEngine/Bad.swift", "import MemoryStorage", "PipelineEngine may not import MemoryStorage"),
      (
        "Sources/PipelineConfig/Bad.swift", "@testable import PipelineEngine",
        "PipelineConfig may not import PipelineEngine"
      ),
      (
        "Sources/PipelineTesting/Bad.swift", "@_exported public import SalesPipeline",
        "PipelineTesting may not import SalesPipeline"
      ),
      ("Sources/PipelineEngine/Bad.swift", "import GRDB", "PipelineEngine may not import GRDB"),
      ("Sources/PipelineEngine/Bad.swift", "import Metrics", "PipelineEngine may not import Metrics"),
      ("Plugins/Storage/SQLite/Bad.swift", "import Tracing", "SQLiteStorage may not import Tracing"),
      ("Plugins/Lookups/Bad.swift", "import GRDB", "LookupPlugins may not import GRDB"),
      (
        "Examples/DashboardPrinter/Bad.swift", "import PipelineEngine",
        "dashboard-printer may not import PipelineEngine"
      ),
    ])
  func imports(path: String, line: String, sentence: String) throws {
    var house = try House.standing()
    house.files = [path: "// A file that should not be.\n\(line)\n"]
    #expect(Rules.imports(house).contains("\(path):2: \(sentence)"))
  }

  @Test("a forbidden dependency in the manifest is named")
  func manifest() throws {
    var house = try House.standing()
    let honest = #"library("HistoryPlugins", "Plugins/History", ["PipelinePlugins"])"#
    try #require(house.manifest.contains(honest))
    house.manifest = house.manifest.replacing(
      honest, with: #"library("HistoryPlugins", "Plugins/History", ["PipelinePlugins", "PipelineEngine"])"#)
    #expect(Rules.manifest(house) == ["HistoryPlugins may not depend on PipelineEngine"])
  }

  @Test("a second outside library of a plugin is named")
  func libraries() throws {
    var house = try House.standing()
    let honest = #"library("HistoryPlugins", "Plugins/History", ["PipelinePlugins"])"#
    house.manifest = house.manifest.replacing(
      honest,
      with: """
        library(
          "HistoryPlugins", "Plugins/History",
          ["PipelinePlugins", .product(name: "A", package: "a"), .product(name: "B", package: "b", condition: .when(traits: ["T"]))])
        """)
    #expect(Rules.manifest(house) == ["HistoryPlugins has more than one outside library: a, b"])
  }

  @Test("a module that the plan does not name is reported")
  func stranger() throws {
    var house = try House.standing()
    house.manifest = house.manifest.replacing(
      #"library("HistoryPlugins""#, with: #"library("PipelineExtra", "Sources/Extra", []), library("HistoryPlugins""#)
    #expect(
      Rules.manifest(house) == [
        "PipelineExtra: no rule names this module; say here what it may import"
      ])
  }

  @Test("a public declaration in a module that is in no product is named")
  func openings() {
    let path = "Plugins/Weighting/Bad.swift"
    let storage = "Plugins/Storage/Memory/Good.swift"
    let house = House(
      manifest: "",
      files: [path: "/// It is public knowledge.\n  public struct Bad {}\n", storage: "public struct Good {}"])
    #expect(Rules.openings(house) == ["\(path):2: public in a module that is in no product; make it package"])
  }

  @Test("a stranger who reaches inside is named")
  func strangers() {
    let path = "Examples/PluginTemplate/Sources/Bad.swift"
    let house = House(manifest: "", files: [path: "import PipelineConfig\n@testable import PipelinePlugins\n"])
    #expect(
      Rules.strangers(house) == [
        "\(path):1: a stranger cannot import PipelineConfig", "\(path): a stranger has no @testable",
      ])
  }

  @Test("a file of 401 lines is reported, one of 400 is not")
  func lengths() {
    let lines = { String(repeating: "let one = 1\n", count: $0) }
    let house = House(manifest: "", files: ["Sources/Long.swift": lines(401), "Sources/Short.swift": lines(400)])
    #expect(Rules.lengths(house) == ["Sources/Long.swift: 401 lines; a file has at most 400"])
  }

  @Test("each unsafe word needs its reason", arguments: ["@unchecked Sendable", "try!", "as!", "nonisolated(unsafe)"])
  func reasons(word: String) {
    let house = House(
      manifest: "",
      files: ["A.swift": "one\n\(word)\n", "B.swift": "// Held by a lock.\n\(word)\n", "C.swift": "\(word) // why"])
    #expect(Rules.reasons(house) == ["A.swift:2: '\(word)' without its reason"])
  }
}
