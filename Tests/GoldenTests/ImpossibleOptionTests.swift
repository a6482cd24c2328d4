import Foundation
import Testing

@Suite("Options that name what cannot be")
struct ImpossibleOptionTests: RunsTools {
  private static let sales = """
    version: 1
    storage: memory
    exporters: {json: {}}
    sales_cycles:
      direct:
        stages: [{key: new, probability: 10}, {key: won, outcome: won}, {key: lost, outcome: lost}]
      partners:
        stages: [{key: new, probability: 10}, {key: won, outcome: won}, {key: lost, outcome: lost}]
    """

  private func expect(_ command: String, _ message: String, _ locale: String = "en", status: Int32 = 2) throws {
    try inFolder { folder in
      try Self.sales.write(toFile: folder + "/sales.yaml", atomically: true, encoding: .utf8)
      let run = try shell(command + " --as anna --locale " + locale, folder)
      #expect(run.status == status, "\(command): \(run.out)")
      // French has narrow blanks that do not break.
      #expect(
        run.err.replacing("\u{202F}", with: " ").replacing("\u{A0}", with: " ").contains(message),
        "\(command): \(run.err)")
    }
  }

  @Test("a column that is named twice is refused: two members of a JSON object cannot have one name")
  func twice() throws {
    try expect("forecast-exporter --group-by owner,owner", "'owner' is named twice")
    try expect("forecast-exporter --measures count,count", "« count » figure deux fois", "fr")
    try expect("pipeline deals list --columns name,name", "'name' is named twice")
    try expect("dashboard-printer --widgets funnel,funnel", "'funnel' is named twice")
  }

  @Test("blanks after commas are none of the names")
  func blanks() throws {
    try inFolder { folder in
      try Self.sales.write(toFile: folder + "/sales.yaml", atomically: true, encoding: .utf8)
      let run = try shell("forecast-exporter --group-by 'owner, stage' --as anna", folder)
      #expect(run.status == 0, "\(run.err)")
    }
  }

  @Test("a past day that is still to come is refused")
  func ahead() throws {
    let message = "--as-of 2999-01-01 lies after today"
    for command in [
      "dashboard-printer", "forecast-exporter", "pipeline deals list", "pipeline conversion",
    ] { try expect(command + " --as-of 2999-01-01", message) }
    try expect("dashboard-printer --as-of 2999-01-01", "il faut un jour passé", "fr")
  }

  @Test("each name there is comes once in the list of names")
  func names() throws {
    try expect(
      "pipeline deals list --cycle other", "there is no sales cycle 'other'; there are: direct, partners\n", status: 1)
  }
}
