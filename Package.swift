// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

// `Tests/Torture/fuzz.sh` sets the variable. libFuzzer is guided by the coverage of the modules that read what comes from outside; each
// instrumented branch costs time with every input, so that the others have none.
let isFuzzed = Context.environment["PIPELINE_FUZZ_COVERAGE"] != nil
let covered: Set = [
  "PipelineDomain", "PipelineSettings", "PipelineTabular", "PipelineReports", "PipelinePlugins", "PipelineFiles",
  "PipelineConfig",
]

func library(_ name: String, _ path: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  let coverage: [SwiftSetting] =
    isFuzzed && covered.contains(name) ? [.unsafeFlags(["-Xfrontend", "-sanitize=fuzzer,address"])] : []
  return .target(name: name, dependencies: dependencies, path: path, exclude: exclude, swiftSettings: strict + coverage)
}

func tool(_ name: String, _ path: String) -> Target {
  .executableTarget(name: name, dependencies: ["PipelineTools"], path: path, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies, path: "Tests/\(name)", swiftSettings: strict)
}

let package = Package(
  name: "sales-pipeline",
  platforms: [.macOS(.v15), .iOS(.v18)],
  products: [
    .library(name: "SalesPipeline", targets: ["SalesPipeline"]),
    .library(name: "PipelineEngine", targets: ["PipelineEngine"]),
    .library(name: "PipelinePlugins", targets: ["PipelinePlugins"]),
    .library(name: "MemoryStorage", targets: ["MemoryStorage"]),
    .library(name: "SQLiteStorage", targets: ["SQLiteStorage"]),
    .library(name: "PostgreSQLStorage", targets: ["PostgreSQLStorage"]),
    .library(name: "PipelineTesting", targets: ["PipelineTesting"]),
    .library(name: "PipelineTools", targets: ["PipelineTools"]),
    .executable(name: "pipeline", targets: ["pipeline"]),
    .executable(name: "dashboard-printer", targets: ["dashboard-printer"]),
    .executable(name: "forecast-exporter", targets: ["forecast-exporter"]),
  ],
  traits: [
    .trait(name: "SQLite", description: "The sqlite storage plugin (GRDB over the system's libsqlite3)."),
    .trait(name: "PostgreSQL", description: "The postgresql storage plugin (the system's libpq)."),
    .trait(name: "XLSX", description: "The xlsx exporter (the system's libxlsxwriter)."),
    .trait(name: "ODS", description: "The ods exporter (the system's zlib)."),
    .trait(name: "Observability", description: "Metrics and traces (swift-metrics, swift-distributed-tracing)."),
    .default(enabledTraits: ["SQLite", "PostgreSQL", "XLSX", "ODS", "Observability"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    // The core: values, the plugin API, the read path, the engine.
    library("PipelineDomain", "Sources/PipelineDomain", []),
    library(
      "PipelineSettings", "Sources/PipelineSettings",
      ["PipelineDomain", .product(name: "Logging", package: "swift-log")]),
    library("PipelineTabular", "Sources/PipelineTabular", ["PipelineDomain", "PipelineSettings"]),
    library("PipelineReports", "Sources/PipelineReports", ["PipelineDomain", "PipelineSettings", "PipelineTabular"]),
    library(
      "PipelinePlugins", "Sources/PipelinePlugins",
      [
        "PipelineDomain", "PipelineSettings", "PipelineTabular", "PipelineReports",
        .product(name: "Logging", package: "swift-log"),
      ]),
    library("PipelineAnalytics", "Sources/PipelineAnalytics", ["PipelinePlugins"]),
    library(
      "PipelineTelemetry", "Sources/PipelineTelemetry",
      [
        "PipelineDomain", .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics", condition: .when(traits: ["Observability"])),
        .product(name: "Tracing", package: "swift-distributed-tracing", condition: .when(traits: ["Observability"])),
      ]),
    library(
      "PipelineEngine", "Sources/PipelineEngine", ["PipelineAnalytics", "PipelinePlugins", "PipelineTelemetry"]),
    .systemLibrary(
      name: "CLibYAML", path: "Sources/CLibYAML", pkgConfig: "yaml-0.1",
      providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    library("PipelineFiles", "Sources/PipelineFiles", ["PipelinePlugins"]),
    library("PipelineConfig", "Sources/PipelineConfig", ["CLibYAML", "PipelineFiles", "PipelinePlugins"]),
    library("PipelineTesting", "Sources/PipelineTesting", ["PipelinePlugins"]),

    // The bundled plugins: one target a slot; a target of its own only with an outside library.
    library("MemoryStorage", "Plugins/Storage/Memory", ["PipelinePlugins"]),
    library(
      "SQLiteStorage", "Plugins/Storage/SQLite",
      ["PipelinePlugins", .product(name: "GRDB", package: "GRDB.swift", condition: .when(traits: ["SQLite"]))]),
    .systemLibrary(
      name: "CLibPQ", path: "Plugins/Storage/CLibPQ", pkgConfig: "libpq",
      providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
    library(
      "PostgreSQLStorage", "Plugins/Storage/PostgreSQL",
      ["PipelinePlugins", .target(name: "CLibPQ", condition: .when(traits: ["PostgreSQL"]))]),
    library("LookupPlugins", "Plugins/Lookups", ["PipelineFiles", "PipelinePlugins"]),
    library("HistoryPlugins", "Plugins/History", ["PipelinePlugins"]),
    library("ProbabilityPlugins", "Plugins/Probability", ["PipelinePlugins"]),
    library("WeightingPlugins", "Plugins/Weighting", ["PipelinePlugins"]),
    library("AccessPlugins", "Plugins/Access", ["PipelineFiles", "PipelinePlugins"]),
    library("RatesPlugins", "Plugins/Rates", ["PipelineFiles", "PipelinePlugins"]),
    library("TargetsPlugins", "Plugins/Targets", ["PipelineFiles", "PipelinePlugins"]),
    library(
      "ExportPlugins", "Plugins/Export", ["PipelinePlugins"], exclude: ["XLSX", "CLibXLSXWriter", "ODS", "CZlib"]),
    .systemLibrary(
      name: "CLibXLSXWriter", path: "Plugins/Export/CLibXLSXWriter", pkgConfig: "xlsxwriter",
      providers: [.apt(["libxlsxwriter-dev"]), .brew(["libxlsxwriter"])]),
    library(
      "XLSXExport", "Plugins/Export/XLSX",
      ["PipelinePlugins", .target(name: "CLibXLSXWriter", condition: .when(traits: ["XLSX"]))]),
    .systemLibrary(
      name: "CZlib", path: "Plugins/Export/CZlib", pkgConfig: "zlib",
      providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    library(
      "ODSExport", "Plugins/Export/ODS",
      ["PipelinePlugins", .target(name: "CZlib", condition: .when(traits: ["ODS"]))]),

    library(
      "SalesPipeline", "Sources/SalesPipeline",
      [
        "PipelineConfig", "PipelineEngine", "PipelineFiles", "MemoryStorage", "SQLiteStorage", "PostgreSQLStorage",
        "LookupPlugins", "HistoryPlugins", "ProbabilityPlugins", "WeightingPlugins", "AccessPlugins", "RatesPlugins",
        "TargetsPlugins",
        "ExportPlugins", "XLSXExport", "ODSExport",
      ]),

    // The command line tools: a library, so that a third party has them with plugins of its own, and three executables.
    library(
      "ToolSupport", "Sources/ToolSupport",
      ["PipelinePlugins", "SalesPipeline", .product(name: "ArgumentParser", package: "swift-argument-parser")]),
    library(
      "PipelineTools", "Sources/PipelineTools",
      [
        "PipelinePlugins", "SalesPipeline", "ToolSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    tool("pipeline", "Examples/PipelineTool"),
    tool("dashboard-printer", "Examples/DashboardPrinter"),
    tool("forecast-exporter", "Examples/ForecastExporter"),

    // Checks within `make test` that nothing became much slower. All other benchmarks are a package of their own.
    .executableTarget(
      name: "bench-gate", dependencies: ["SalesPipeline"], path: "Benchmarks/Gate", swiftSettings: strict),

    // Reads inputs that are made by dice; `make fuzz` builds it with libFuzzer.
    .executableTarget(
      name: "fuzz",
      dependencies: [
        "SalesPipeline", "PipelineEngine", "PipelinePlugins", "PipelineTesting", "MemoryStorage", "ToolSupport",
      ], path: "Tests/Fuzz", swiftSettings: strict),

    // Tests: one folder per module, and the ones that look across them.
    tests("ArchitectureTests", []),
    tests("LookupTests", ["LookupPlugins", "PipelineTesting"]),
    tests("HistoryTests", ["HistoryPlugins", "PipelineTesting"]),
    tests("StorageTests", ["MemoryStorage", "SQLiteStorage", "PostgreSQLStorage", "PipelineTesting", "SalesPipeline"]),
    tests("ProbabilityTests", ["ProbabilityPlugins", "PipelineTesting"]),
    tests("WeightingTests", ["WeightingPlugins", "PipelineTesting"]),
    tests("AccessTests", ["AccessPlugins", "PipelineTesting"]),
    tests("RatesTests", ["RatesPlugins", "PipelineTesting"]),
    tests("TargetsTests", ["TargetsPlugins", "PipelineTesting"]),
    tests("PipelineDomainTests", ["PipelineDomain"]),
    tests("ImportTests", ["SalesPipeline", "PipelineConfig", "PipelineAnalytics", "PipelineEngine"]),
    tests("TabularTests", ["PipelinePlugins"]),
    tests("PipelineConfigTests", ["PipelineConfig", "AccessPlugins", "RatesPlugins", "TargetsPlugins"]),
    .testTarget(
      name: "ConfigErrorsTests", dependencies: ["PipelineConfig", "AccessPlugins", "RatesPlugins", "TargetsPlugins"],
      path: "Tests/ConfigErrorsTests",
      exclude: ["Cases"],
      swiftSettings: strict),
    tests(
      "ExportTests",
      [
        "ExportPlugins", "XLSXExport", "ODSExport", "PipelineEngine", "PipelineTesting", "SalesPipeline", "ToolSupport",
        "pipeline", "dashboard-printer", "forecast-exporter",
      ]),
    tests("ReadmeTests", ["SalesPipeline", "ToolSupport", "PipelineEngine", "PipelinePlugins", "MemoryStorage"]),
    .testTarget(
      name: "GoldenTests",
      dependencies: ["SalesPipeline", "ToolSupport", "pipeline", "dashboard-printer", "forecast-exporter"],
      path: "Tests/GoldenTests", exclude: ["Golden"], swiftSettings: strict),
    .testTarget(
      name: "CaseTests", dependencies: ["pipeline", "dashboard-printer", "forecast-exporter"], path: "Tests/CaseTests",
      exclude: ["Cases"], swiftSettings: strict),
    tests(
      "BadInputTests",
      [
        "SalesPipeline", "ToolSupport", "PipelineTesting", "fuzz", "pipeline", "dashboard-printer", "forecast-exporter",
        .product(name: "GRDB", package: "GRDB.swift", condition: .when(traits: ["SQLite"])),
      ]),
    tests(
      "PipelineEngineTests",
      [
        "PipelineEngine", "PipelineConfig", "PipelineAnalytics", "PipelineTesting", "SalesPipeline", "MemoryStorage",
        "SQLiteStorage", "PostgreSQLStorage", "HistoryPlugins",
        .product(name: "GRDB", package: "GRDB.swift", condition: .when(traits: ["SQLite"])),
      ]),
    tests(
      "TelemetryTests",
      [
        "SalesPipeline", "PipelineEngine", "PipelinePlugins", "PipelineTelemetry", "MemoryStorage", "SQLiteStorage",
        .product(name: "InMemoryLogging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics", condition: .when(traits: ["Observability"])),
        .product(name: "MetricsTestKit", package: "swift-metrics", condition: .when(traits: ["Observability"])),
        .product(name: "Tracing", package: "swift-distributed-tracing", condition: .when(traits: ["Observability"])),
        .product(
          name: "InMemoryTracing", package: "swift-distributed-tracing",
          condition: .when(traits: ["Observability"])),
      ]),
    tests("ContextTests", ["SalesPipeline", "PipelinePlugins", "MemoryStorage"]),
    tests("PipelineAnalyticsTests", ["PipelineAnalytics"]),
  ])
