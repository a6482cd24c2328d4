import Foundation
import SalesPipeline
import Testing

/// Names that would run, hide, turn or break out: shown harmless, exported whole, stored as they are.
@Suite("Hostile names")
struct HostileNameTests {
  static let names = [
    "=cmd|' /C calc'!A0", "@SUM(1+1)", "\u{1B}[2J\u{1B}]0;owned\u{7}", "\u{202E}gnp.exe", "nul\u{0}inside", "../../x",
    "two\r\nlines\u{2028}three", "<b>&\"'`$(reboot)", String(repeating: "long", count: 10_000), "e\u{301}\u{200D}👩‍👩‍👧",
  ]

  /// The names as they are stored: composed, with lines that end in LF.
  static let stored = names.map {
    $0.precomposedStringWithCanonicalMapping.replacing("\r\n", with: "\n")
  }

  @Test("what the tools print holds no control character, and what is stored stays")
  func shown() async throws {
    let bench = try Workbench.make()
    defer { bench.remove() }
    try await fill(bench)
    let before = bench.bytes("sales.db")
    var printed: [String] = []
    for arguments in [["deals", "list"], ["accounts", "list"], ["deals", "list", "--name", Self.names[2]]] {
      printed.append(try ok(bench.run("pipeline", arguments)))
    }
    for index in Self.names.indices {
      printed.append(try ok(bench.run("pipeline", "deals", "show", "H-\(index)")))
      printed.append(try ok(bench.run("pipeline", "deals", "history", "H-\(index)")))
    }
    printed.append(try ok(bench.run("dashboard-printer")))
    printed.append(try ok(bench.run("dashboard-printer", "--stage", "prospecting")))
    for text in printed {
      let hostile = text.unicodeScalars.first {
        ($0.value < 0x20 && $0 != "\n") || (0x7F..<0xA0).contains($0.value) || (0x202A...0x202E).contains($0.value)
          || $0.value == 0x2028
      }
      #expect(hostile == nil, "\(text.prefix(300).debugDescription)")
    }
    #expect(bench.bytes("sales.db") == before)
    try await expectStored(bench)
  }

  @Test("csv defuses formulas, json holds every name whole, xlsx never holds a formula of theirs")
  func exported() async throws {
    let bench = try Workbench.make()
    defer { bench.remove() }
    try await fill(bench)
    let json = try ok(bench.run("dashboard-printer", "--stage", "prospecting", "--format", "json"))
    let stage = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let deals = try #require(stage["deals"] as? [[String: Any]])
    #expect(Set(deals.compactMap { $0["name"] as? String }) == Set(Self.stored))
    let arguments = ["--group-by", "owner,account", "--output"]
    let report = try ok(bench.run("forecast-exporter", arguments + ["-", "--format", "json"]))
    #expect(try JSONSerialization.jsonObject(with: Data(report.utf8)) is [String: Any])
    let csv = try ok(bench.run("forecast-exporter", arguments + ["-", "--format", "csv"]))
    for name in Self.stored.prefix(2) {
      #expect(csv.contains("'" + name), "\(name) is not defused")
      #expect(!csv.contains("," + name) && !csv.contains("\n" + name))
    }
    let xlsx = try bench.run("forecast-exporter", arguments + ["x.xlsx", "--format", "xlsx"])
    #expect(xlsx.status == 0, "\(xlsx.err)")
    try await expectStored(bench)
  }

  /// A deal for each name, under an account and a salesperson of that name.
  private func fill(_ bench: Workbench) async throws {
    let pipeline = try await Pipeline.open(bench.path("sales.yaml"))
    let desk = pipeline.acting(as: "anna")
    for (index, name) in Self.names.enumerated() {
      let account = try await desk.addAccount(name)
      let deal = try await desk.addOpportunity(in: account) {
        $0.owner = name
        $0.externalID = "H-\(index)"
        $0.currency = desk.setup.baseCurrency
        $0.statedAmount = try Money(parsing: "1.00", currency: desk.setup.baseCurrency)
      }
      _ = try await desk.edit(deal) { $0.description = name }
    }
    await pipeline.close()
  }

  private func expectStored(_ bench: Workbench) async throws {
    let pipeline = try await Pipeline.open(bench.path("sales.yaml"), for: .reading)
    let desk = pipeline.acting(as: "anna")
    for (index, name) in Self.stored.enumerated() {
      let deal = try await desk.findOpportunity(externalID: "H-\(index)")
      #expect(deal?.body.name.unicodeScalars.elementsEqual(name.unicodeScalars) == true)
      #expect(deal?.body.owner.unicodeScalars.elementsEqual(name.unicodeScalars) == true)
    }
    await pipeline.close()
  }

  private func ok(_ run: Run) throws -> String {
    #expect(run.status == 0 && run.signal == 0, "\(run.err.prefix(500))")
    return run.out
  }
}
