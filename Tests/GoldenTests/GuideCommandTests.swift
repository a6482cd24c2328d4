import Foundation
import SalesPipeline
import Testing
import ToolSupport

/// Every command line of the guides and the README is run, or is listed here with the reason why it is not.
@Suite("Command lines in the guides", .serialized)
struct GuideCommandTests: RunsTools {
  /// Commands of the toolchain, which run the package's own tests or builds.
  private static let notRun: [String: String] = [
    "make demo": "builds the package; DemoTests runs it without building",
    "make test": "runs all tests, this one among them",
    "swift run --package-path Examples/PluginTemplate overdue-funnel Examples/PluginTemplate/overdue.yaml":
      "builds another package; its own tests run it",
    "swift test --package-path Examples/PluginTemplate": "builds another package",
    "dashboard-printer --watch": "runs until it is stopped; ToolTests runs it",
    "swift test --package-path Examples/PluginTemplate --filter JournalFolderTests": "builds another package",
    "swift run --package-path Examples/PluginTemplate sales check Examples/PluginTemplate/template.yaml":
      "builds another package; `make test` runs it",
    shards: "needs four servers; PostgreSQLShardTests runs it",
  ]

  private static let shards = """
    SHARD_PASSWORD=… Documentation/Guides/shards.sh postgresql://postgres@coordinator/sales sales \
    one=postgresql://postgres@one.internal/sales two=postgresql://postgres@two.internal/sales \
    three=postgresql://postgres@three.internal/sales
    """

  /// What a line needs besides the sample company, whose salespeople and days differ from those of the guides.
  private static let changed: [String: String] = [
    // An edit soon after the creation is not in the history: the operation is the creation of another deal.
    "undo OPERATION": """
    undo $(pipeline deals add --account A-1 --set external_id=D-2 > D-2; \
    pipeline deals history D-2 --operations | grep -oE '[0-9a-f]{8}-[0-9a-f-]{27}' | tail -1)
    """,
    // A deal that was made today cannot have been closed earlier; today is that of the starter configuration's zone.
    "2026-11-20": "$(TZ=Europe/Paris date +%F)", "2026-11-19": "$(TZ=Europe/Paris date +%F)",
    // The starter configuration has one sales cycle.
    "--stage partners/negotiation": "--stage partners/negotiation --config partners.yaml",
    // The starter configuration seals no history.
    "history digest": "history digest --config sealed.yaml", "history verify": "history verify --config sealed.yaml",
    // The starter configuration names no managers.
    "calls adjust anna": "calls adjust anna --config managed.yaml",
    // What reads JSON is not a part of the SDK.
    "| jq .funnel.total": "| grep total",
  ]

  /// Run before the lines of a document, whose first line may be `pipeline init`.
  private static let company = """
    [ -e sales.yaml ] || { pipeline init && pipeline sample --deals 20 --seed 7; }
    sed 's/^history:/  partners: {stages: [{key: negotiation, probability: 50}, {key: won, outcome: won}, {key: lost, outcome: lost}]}\\n\\nhistory:/' \
      sales.yaml > partners.yaml
    sed 's/sales\\.db/restored.db/' sales.yaml > restored.yaml
    sed 's/sales\\.db/server.db/' sales.yaml > server.yaml
    sed 's/sales\\.db/sealed.db/; s/^history: *\\[/history: [{hash_chain: {}}, /' sales.yaml > sealed.yaml
    sed 's/^history:/access: {directory: {people: [{name: anna, manager: eva}, {name: eva}], sees: all, strangers: all}}\\n\\nhistory:/' \
      sales.yaml > managed.yaml
    cp sales.yaml new.yaml
    pipeline sample --config sealed.yaml --deals 5 --seed 7
    pipeline accounts add Guides
    for owner in anna "Anna Snelling" "Anna Keller"; do
      pipeline deals add --account Guides --set "owner=$owner" --set "expected_close_date=$(date +%F)"
    done
    printf 'Deal ID,Customer,Stage\\nX-1,Acme Import,negotiation\\n' > deals.csv
    printf '{version: 1, opportunities: {accounts: create, fields: {external_id: Deal ID, account: Customer}}}' > mapping.yaml
    """

  private static let tools = ["pipeline", "dashboard-printer", "forecast-exporter", "make", "swift"]

  private static let documents = [
    "README.md", "Documentation/Guides/Configuration.md", "Documentation/Guides/Importing.md",
    "Documentation/Guides/Languages.md", "Documentation/Guides/Tools.md", "Documentation/Guides/Embedding.md",
    "Documentation/Guides/WritingAPlugin.md", "Documentation/Guides/WritingAStorageBackend.md",
    "Documentation/Guides/PostgreSQL.md", "Documentation/Guides/Scaling.md",
  ]

  @Test("each of them does what it should, on a sample company", arguments: documents)
  func commands(_ document: String) throws {
    let lines = Self.commands(in: try Self.text(document))
    try inFolder { folder in
      var script = "set -e\n"
      if lines.first?.hasPrefix("pipeline init") != true { script += Self.company + "\n" }
      for line in lines where Self.notRun[line] == nil {
        var run = line
        for (text, other) in Self.changed { run = run.replacing(text, with: other) }
        let shown = line.replacing("'", with: "’")
        script += "echo 'guide: \(shown)' >&2\n\(run)\(run.contains(" > ") ? "" : " > /dev/null")\n"
        if line.hasPrefix("pipeline sample") { script += Self.company + "\n" }
      }
      let run = try shell(script, folder)
      let last = run.err.components(separatedBy: "guide: ").last ?? ""
      #expect(run.status == 0, "\(document): \(last)")
    }
  }

  @Test("no guide is left out, and nothing is listed that no guide says")
  func complete() throws {
    let guides = try FileManager.default.contentsOfDirectory(atPath: Self.root.path + "/Documentation/Guides")
      .filter { $0.hasSuffix(".md") }.map { "Documentation/Guides/" + $0 }
    #expect(Set(guides + ["README.md"]) == Set(Self.documents))
    let lines = try Self.documents.flatMap { Self.commands(in: try Self.text($0)) }
    #expect(lines.count > 55, "\(lines.count)")
    for line in Self.notRun.keys { #expect(lines.contains(line), "\(line)") }
    for text in Self.changed.keys { #expect(lines.contains { $0.contains(text) }, "\(text)") }
    for line in lines where Self.notRun[line] == nil {
      let tool = String(line.prefix { $0 != " " })
      #expect(Self.tools.contains(tool), "no test runs '\(line)'")
    }
  }

  /// The lines of fenced shell blocks, and indented lines that begin with a tool; without comments. A line that goes on after a
  /// backslash is one.
  private static func commands(in text: String) -> [String] {
    var (lines, isShell, isFenced) = ([String](), false, false)
    let text = text.replacing(#/ \\\n */#, with: " ")
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        isShell = !isFenced && ["sh", "console", "bash", "shell"].contains(line.dropFirst(3))
        isFenced.toggle()
        continue
      }
      let isCommand =
        isShell || (!isFenced && tools.contains { line.hasPrefix("    \($0) ") })
      let words = line.components(separatedBy: " #")[0].trimmingCharacters(in: .whitespaces)
      if isCommand, !words.isEmpty { lines.append(words) }
    }
    return lines
  }

  private static var root: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
  }

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }
}
