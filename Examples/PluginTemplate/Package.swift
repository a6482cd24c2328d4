// swift-tools-version: 6.2
import PackageDescription

// A package to copy: a plugin for each slot. It uses the public products of the SDK only.
let package = Package(
  name: "plugin-template",
  platforms: [.macOS(.v15), .iOS(.v18)],
  products: [
    .library(name: "OverduePlugin", targets: ["OverduePlugin"]),
    .library(name: "TemplatePlugins", targets: ["TemplatePlugins"]),
    .executable(name: "sales", targets: ["sales"]),
  ],
  dependencies: [.package(name: "sales-pipeline", path: "../..")],
  targets: [
    .target(name: "OverduePlugin", dependencies: [.product(name: "PipelinePlugins", package: "sales-pipeline")]),
    .target(
      name: "TemplatePlugins",
      dependencies: [
        .product(name: "PipelinePlugins", package: "sales-pipeline"),
        .product(name: "MemoryStorage", package: "sales-pipeline"),  // wrapped by a storage plugin
        .product(name: "PipelineEngine", package: "sales-pipeline"),  // for widgets
      ]),
    .target(
      name: "JournalFolder",
      dependencies: [
        .product(name: "PipelinePlugins", package: "sales-pipeline"),
        .product(name: "MemoryStorage", package: "sales-pipeline"),
      ]),
    .executableTarget(
      name: "overdue-funnel",
      dependencies: ["OverduePlugin", .product(name: "SalesPipeline", package: "sales-pipeline")]),
    .executableTarget(
      name: "sales",
      dependencies: [
        "OverduePlugin", "TemplatePlugins", .product(name: "PipelineTools", package: "sales-pipeline"),
        .product(name: "SalesPipeline", package: "sales-pipeline"),
      ]),
    .testTarget(
      name: "OverdueTests",
      dependencies: ["OverduePlugin", .product(name: "PipelineTesting", package: "sales-pipeline")]),
    .testTarget(
      name: "JournalFolderTests",
      dependencies: ["JournalFolder", .product(name: "PipelineTesting", package: "sales-pipeline")]),
    .testTarget(
      name: "TemplateTests",
      dependencies: ["TemplatePlugins", .product(name: "PipelineTesting", package: "sales-pipeline")]),
  ])
