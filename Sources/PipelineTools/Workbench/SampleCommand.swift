import ArgumentParser
import SalesPipeline
import ToolSupport

/// Fills a pipeline with a sample company.
struct SampleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sample", abstract: "Fill the pipeline with a believable sample company.",
    discussion: "EXAMPLE\n  pipeline sample --deals 500 --seed 7")
  @OptionGroup var options: ToolOptions
  @Option(help: "How many deals.") var deals = 500
  @Option(help: "The same seed makes the same company.") var seed: UInt64 = 1

  func validate() throws {
    guard (1...10_000_000).contains(deals) else {
      throw ValidationError(usage: "\("--deals") is from \(1) to \(10_000_000)")
    }
  }

  func run() async throws {
    let bar = ProgressBar("sample")
    try await options.withDesk(for: .writing) { desk in
      if try await desk.findOpportunity(externalID: "S-1") != nil {
        throw ToolError(.sampleExists)
      }
      let company = SampleCompany(desk.setup, today: options.today ?? desk.today, seed: seed)
      let summary = try await company.fill(desk, deals: deals) { bar.update($0, of: $1) }
      bar.finish()
      print(
        try options.language(desk.setup).text(
          ToolPhrase.sampled, ["accounts": .count(summary.accounts), "deals": .count(summary.deals)]))
    }
  }
}
