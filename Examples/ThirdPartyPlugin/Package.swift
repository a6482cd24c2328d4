// swift-tools-version: 6.2
import PackageDescription

// A third-party package: it uses the public products of the SDK only.
let package = Package(
  name: "overdue-plugin",
  platforms: [.macOS(.v15), .iOS(.v18)],
  products: [.library(name: "OverduePlugin", targets: ["OverduePlugin"])],
  dependencies: [.package(name: "sales-pipeline", path: "../..")],
  targets: [
    .target(name: "OverduePlugin", dependencies: [.product(name: "PipelinePlugins", package: "sales-pipeline")]),
    .executableTarget(
      name: "overdue-funnel",
      dependencies: ["OverduePlugin", .product(name: "SalesPipeline", package: "sales-pipeline")]),
    .testTarget(
      name: "OverdueTests",
      dependencies: ["OverduePlugin", .product(name: "PipelineTesting", package: "sales-pipeline")]),
  ])
