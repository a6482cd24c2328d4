import Foundation
import Testing
import ToolSupport

/// `make demo` with the tools that are built already.
@Suite("The demo", .serialized)
struct DemoTests: RunsTools {
  @Test("it shows now, a quarter ago, the waterfall between, win and loss, a spreadsheet and a page, in a minute")
  func demo() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    try inFolder { folder in
      let started = ContinuousClock.now
      let run = try shell(
        "make -C '\(root.path)' demo SWIFT=true BIN=\"$(dirname \"$(command -v pipeline)\")\" DEMO='\(folder)/demo'",
        folder)
      #expect(ContinuousClock.now - started < .seconds(60))
      #expect(run.status == 0 && !run.err.contains("error"), "\(run.err)")
      let parts = run.out.split(separator: #/\n[1-5]\. /#).map(String.init)
      #expect(parts.count == 6, "\(run.out)")
      guard parts.count == 6 else { return }
      #expect(parts[1].contains("Negotiation") && parts[2].contains("Negotiation"))
      #expect(Self.figures(parts[1]) != Self.figures(parts[2]), "a quarter ago the pipeline was another")
      for word in ["Won", "Lost", "New"] { #expect(parts[3].contains(word), "\(parts[3])") }
      for word in ["acme", "globex", "initech", "Price", "Timing", "Poor fit"] { #expect(parts[4].contains(word)) }
      // But for the commands, which name the folder, and for footnotes, which the terminal wraps.
      for line in run.out.split(separator: "\n") where ![folder, "* ", "make"].contains(where: { line.contains($0) }) {
        #expect(DisplayText.width(String(line)) <= 80, "\(line)")
      }
      for (file, start) in [("forecast.xlsx", "PK"), ("dashboard.html", "<!")] {
        let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/demo/\(file)"))
        #expect(data.prefix(2) == Data(start.utf8) && data.count > 5_000, "\(file)")
      }
    }
  }

  private static func figures(_ text: String) -> [Substring] { text.matches(of: /[0-9,]+\.[0-9]{2}/).map(\.output) }
}
