import Foundation
import Testing

/// Reports of a part of the deals that the command line chose.
@Suite("Reports with filters of the command line", .serialized)
struct PartialReportTests: RunsTools {
  private func inSample(_ body: (String) throws -> Void) throws {
    try inFolder { folder in
      let made = try shell(
        "pipeline init --sample --today 2026-11-24 && pipeline sample --deals 120 --seed 3 --today 2026-11-24", folder)
      #expect(made.status == 0, "\(made.err)")
      try body(folder)
    }
  }

  @Test("a part of the deals is not held against the targets of all, and the receipt says which part it is")
  func targets() throws {
    try inSample { folder in
      let all = try run("pipeline", ["reports", "run", "coverage", "--format", "csv"], folder)
      #expect(all.status == 0 && all.out.contains("North,"), "\(all.err)")
      let part = try run(
        "pipeline", ["reports", "run", "coverage", "--source", "web", "--output", "part.csv", "--locale", "en"], folder)
      #expect(part.status == 0, "\(part.err)")
      let receipt = try String(contentsOfFile: folder + "/part.csv.receipt.json", encoding: .utf8)
      #expect(receipt.contains(#""scope": {"filters": {"sources": ["web"]}}"#), "\(receipt)")
      #expect(receipt.contains("targets_of_all"), "\(receipt)")
      let text = try run("pipeline", ["reports", "run", "coverage", "--source", "web", "--format", "text"], folder)
      #expect(text.out.contains("are for all deals of a salesperson or a team"), "\(text.out)")
      #expect(!text.out.contains("330,000"), "\(text.out)")
      let team = try run("pipeline", ["reports", "run", "coverage", "--team", "North", "--format", "text"], folder)
      #expect(!team.out.contains("are for all deals"), "\(team.out)")
    }
  }

  @Test("a figure is explained with the days that its report is about, and the first one that has deals behind it")
  func explained() throws {
    try inSample { folder in
      let created = try run("pipeline", ["why", "created"], folder)
      #expect(
        created.status == 0 && created.out.contains("Created on: 2025-12-01 – 2026-11-30"),
        "\(created.out) \(created.err)")
      let ranked = try run("pipeline", ["why", "leaderboard"], folder)
      #expect(ranked.status == 0, "\(ranked.err)")
    }
  }

  @Test("deals of one name stay two rows")
  func names() throws {
    try inSample { folder in
      let top = try run(
        "pipeline", ["deals", "list", "--outcome", "open", "--sort", "-amount", "--limit", "1", "--format", "csv"],
        folder)
      let deal = try #require(top.out.split(whereSeparator: \.isNewline).dropFirst().first?.split(separator: ",").first)
      #expect(try run("pipeline", ["deals", "clone", String(deal)], folder).status == 0)
      let shown = try run("pipeline", ["reports", "run", "top-deals", "--format", "text"], folder).out
      let rows = shown.split(separator: "\n", omittingEmptySubsequences: false).drop { !$0.hasPrefix("─") }.dropFirst()
      #expect(!rows.prefix(2).contains { $0.hasPrefix(" ") }, "\(shown)")
    }
  }
}
