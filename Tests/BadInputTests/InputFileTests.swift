import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Configurations and lookup files that are none.
@Suite("Configurations and lookup files")
struct InputFileTests {
  @Test("a configuration that is a folder, missing, huge, no text, a pipe, a loop")
  func configuration() throws {
    try Workbench.use { bench in
      try FileManager.default.createDirectory(atPath: bench.path("folder.yaml"), withIntermediateDirectories: false)
      try bench.write("huge.yaml", String(repeating: "a", count: 3 << 20))
      #expect(mkfifo(bench.path("pipe.yaml"), 0o600) == 0)
      #expect(symlink("loop.yaml", bench.path("loop.yaml")) == 0)
      let before = try bench.files
      for (file, message) in [
        ("folder.yaml", "the file cannot be read: it is a folder"),
        ("none.yaml", "the file cannot be read: there is no such file; 'pipeline init' writes one"),
        ("huge.yaml", "the file has more than 1048576 bytes, which is the most; keep long lists in files of their own"),
        ("pipe.yaml", "the file is empty; begin with version: 1"),
        ("loop.yaml", "the file cannot be read: Too many levels of symbolic links"),
      ] {
        let message = "\(file): error: \(message)"
        try bench.expectRefusal(message, from: "pipeline", "check", file)
        try bench.expectRefusal(message, from: "pipeline", "sample", "--config", file)
        try bench.expectRefusal(message, from: "dashboard-printer", "--config", file)
        try bench.expectRefusal(
          message, from: "forecast-exporter", "--config", file, "--format", "csv", "--output", "x.csv")
      }
      #expect(try bench.files == before)
    }
  }

  @Test("a configuration that may not be read")
  func unreadable() throws {
    guard let prefix = Nobody.prefix else { return }
    try Workbench.use { bench in
      var bench = bench
      bench.prefix = prefix
      #expect(chmod(bench.path("sales.yaml"), 0o200) == 0)
      try bench.expectRefusal(
        "sales.yaml: error: the file cannot be read: permission is denied", from: "dashboard-printer")
    }
  }

  @Test("a lookup file that is missing, a folder, empty, cut short, without its columns, with bad rows, no text")
  func lookupFile() throws {
    try Workbench.use { bench in
      try bench.addDeals()
      let before = bench.bytes("sales.db")
      try bench.nameProductsFile()
      func expect(_ lines: String..., at place: SourceLocation = #_sourceLocation) throws {
        try bench.expectRefusal(
          lines.map { "products.csv:\($0)" }.joined(separator: "\n"), from: "pipeline", "accounts", "add", "X",
          at: place)
        #expect(bench.bytes("sales.db") == before, sourceLocation: place)
      }
      try expect(" error: there is no such file")
      try FileManager.default.createDirectory(atPath: bench.path("products.csv"), withIntermediateDirectories: false)
      try expect(" error: it is a folder; name a file")
      try FileManager.default.removeItem(atPath: bench.path("products.csv"))
      try bench.write("products.csv", "")
      try expect("1:1: error: the file is empty; its first line must name the columns")
      try bench.write("products.csv", "product,name,price\na,\"b,5\n")
      try expect(
        "2:3: error: a quote is opened here and never closed; double the quotes that belong to the text")
      try bench.write("products.csv", "product,name\na,b\n")
      try expect("1:1: error: there is no column 'price'; known: product, name")
      try bench.write("products.csv", "product,name,price\na,b,5\na,c,4\n,x,3\n\u{1B}[31m,y,2\n")
      try expect(
        "3:1: error: the key 'a' comes twice; the first is on line 2",
        "4:1: error: the key is empty; every row needs one in 'product'",
        "5:1: error: the key is too long, or holds a control character or a line end; it has 1 to 120 characters")
      try Data([0xFF, 0xFE, 0x80]).write(to: URL(fileURLWithPath: bench.path("products.csv")))
      try expect(
        "1:1: error: the text is not UTF-8; save the file as UTF-8, or say under 'encoding' in a mapping how it is written"
      )
    }
  }
}

extension Workbench {
  /// Lets the configuration take its products from `products.csv`.
  func nameProductsFile() throws {
    let lines = String(decoding: try #require(bytes("sales.yaml")), as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex { $0.hasPrefix("  OpportunityLine:") })
    let end = try #require(lines[(start + 1)...].firstIndex { !$0.hasPrefix("   ") })
    let source = "  OpportunityLine: {csv_file: {path: products.csv, key: product, attributes: {list_price: price}}}"
    try write("sales.yaml", (lines[..<start] + [Substring(source)] + lines[end...]).joined(separator: "\n"))
  }
}
