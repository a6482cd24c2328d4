import ArgumentParser
import SalesPipeline
import ToolSupport

/// Says what another configuration changes for people.
struct DiffCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Say in words what another configuration changes for people.",
    discussion: """
      With --store, also print the open deals that each change of a stage is about, from the store of the first configuration.

      EXAMPLES
        pipeline diff sales.yaml sales-2027.yaml
        pipeline diff sales.yaml sales-2027.yaml --store
      """)

  @Argument(help: "The configuration as it is.", completion: .file(extensions: ["yaml", "yml"])) var old: String
  @Argument(help: "The configuration as it will be.", completion: .file(extensions: ["yaml", "yml"]))
  var new: String
  @Option(help: "The language of what is printed, such as en or fr. Default: as configured.") var locale: String?
  @Option(
    name: .customLong("as"), help: "Who asks: deals that this person may not see are left out.",
    completion: .names(.people))
  var user: String?
  @Flag(help: "Also print which deals in the store are concerned; nothing is written.") var store = false

  func run() async throws {
    let (before, after) = (try setup(old), try setup(new))
    let language = locale.flatMap(before.language) ?? before.language
    let differences = before.differences(to: after)
    guard !differences.isEmpty else {
      print(language.text(DifferencePhrase.nothing))
      return
    }
    do {
      let pipeline = store ? try await Pipeline.open(before, for: .reading) : nil
      for difference in differences {
        print("- \(DisplayText.safe(difference.explanation.text(language), limit: .max))")
        if let pipeline, let line = try await deals(difference, pipeline, language) { print("  \(line)") }
      }
      await pipeline?.close()
    } catch {
      throw SpokenError(error: error, language: language)
    }
  }

  private func setup(_ path: String) throws -> PipelineSetup {
    let checked = ConfigurationReader(catalog: .tools).check(path: path)
    guard let setup = checked.value else {
      ToolRunner.say(checked.report(Phrasebook.builtIn(locale ?? checked.locale ?? "en")))
      throw ExitCode(1)
    }
    return setup
  }

  private static let mostNames = 5

  /// The deals that a difference is about; `nil` where it is about none.
  private func deals(
    _ difference: PipelineSetup.Difference, _ pipeline: Pipeline, _ language: Phrasebook
  ) async throws -> String? {
    guard let cycle = difference.cycle else { return nil }
    var filter = DealFilter()
    if let status = difference.status { filter.stages = ["\(cycle)/\(status)"] } else { filter.cycles = [cycle] }
    let desk = pipeline.acting(as: user ?? ToolOptions.loggedIn)
    let found = try await desk.opportunities(filter, limit: difference.probability == nil ? Self.mostNames : .max)
    if let share = difference.probability {
      let others = found.items.filter { $0.body.probability != share }
      let kept = others.filter { $0.body.probabilityOrigin != .stage }.count
      return language.text(
        DifferencePhrase.dealsByShare, ["count": .count(others.count - kept), "kept": .count(kept)])
    }
    let names = found.items.map { $0.body.externalID ?? $0.body.name } + (found.next == nil ? [] : ["…"])
    return language.text(
      DifferencePhrase.deals, ["count": .count(found.total), "names": .list(names.isEmpty ? ["–"] : names)])
  }
}
