import ArgumentParser
import SalesPipeline
import ToolSupport

extension DealsCommand {
  struct Revalue: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Give open deals the probability that their stage has now.",
      discussion: """
        After a stage has another default: what a person stated stays.

        EXAMPLES
          pipeline deals revalue --dry-run
          pipeline deals revalue --stage negotiation
        """)
    @OptionGroup var options: ToolOptions
    @Option(help: "Only deals in this stage, or CYCLE/STAGE; may be given several times.", completion: .names(.stages))
    var stage: [String] = []
    @Flag(help: "Say what would change, and write nothing.") var dryRun = false

    func run() async throws {
      try await options.withDesk(forDryRun: dryRun) { desk in
        try await Output.bulk(
          try await desk.revalue(stages: stage, isDryRun: dryRun), isDryRun: dryRun, desk, options)
      }
    }
  }
}
