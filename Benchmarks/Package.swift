// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that users of the SDK never resolve or build it. One folder a benchmark.

/// What the SDK's modules are compiled as: SwiftPM names a local package after its folder. The benchmarks measure what is
/// inside the SDK, so that they are compiled as a part of it; `package` access reaches no further.
let inside = Context.packageDirectory.split(separator: "/").dropLast().last.map { folder in
  String(folder.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
}

let package = Package(
  name: "benchmarks",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "kernel-benchmark", targets: ["kernel-benchmark"]),
    .executable(name: "pipeline-benchmark", targets: ["pipeline-benchmark"]),
  ],
  dependencies: [.package(name: "sales-pipeline", path: "..")],
  targets: [
    .target(
      name: "KernelBaseline", path: "KernelBaseline",
      cSettings: [.unsafeFlags(["-O3"]), .unsafeFlags(["-march=x86-64-v3"], .when(platforms: [.linux]))]),
    .executableTarget(
      name: "kernel-benchmark",
      dependencies: [
        "KernelBaseline", .product(name: "PipelineEngine", package: "sales-pipeline"),
        .product(name: "PipelinePlugins", package: "sales-pipeline"),
      ],
      path: "Kernel", packageAccess: false,
      swiftSettings: [.swiftLanguageMode(.v6), .unsafeFlags(["-package-name", inside ?? "sales_pipeline"])]),
    .target(
      name: "StoreBaseline", path: "StoreBaseline", cSettings: [.unsafeFlags(["-O3"])],
      linkerSettings: [.linkedLibrary("sqlite3")]),
    .target(
      name: "ExportBaseline", path: "ExportBaseline", cSettings: [.unsafeFlags(["-O3"])],
      linkerSettings: [.linkedLibrary("xlsxwriter")]),
    .executableTarget(
      name: "pipeline-benchmark",
      dependencies: ["StoreBaseline", "ExportBaseline", .product(name: "SalesPipeline", package: "sales-pipeline")],
      path: "Pipeline", packageAccess: false,
      swiftSettings: [.swiftLanguageMode(.v6), .unsafeFlags(["-package-name", inside ?? "sales_pipeline"])]),
  ])
