// swift-tools-version: 6.1
import PackageDescription

// A package of its own, so that users of the SDK never resolve or build it. One folder a benchmark.
let package = Package(
  name: "benchmarks",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "kernel-benchmark", targets: ["kernel-benchmark"])],
  dependencies: [.package(name: "sales-pipeline", path: "..")],
  targets: [
    .target(
      name: "KernelBaseline", path: "KernelBaseline",
      cSettings: [.unsafeFlags(["-O3"]), .unsafeFlags(["-march=x86-64-v3"], .when(platforms: [.linux]))]),
    .executableTarget(
      name: "kernel-benchmark",
      dependencies: [
        "KernelBaseline", .product(name: "PipelineAnalytics", package: "sales-pipeline"),
        .product(name: "PipelinePlugins", package: "sales-pipeline"),
      ],
      path: "Kernel", swiftSettings: [.swiftLanguageMode(.v6)]),
  ])
