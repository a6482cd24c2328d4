import ArgumentParser
import SalesPipeline
import ToolSupport

/// The options of reports about changes between two days: the waterfall and the stage conversion.
struct ChangeOptions: ParsableArguments {
  @OptionGroup var options: ToolOptions
  @OptionGroup(title: "Filters") var filters: FilterOptions
  @OptionGroup var output: OutputOptions
  @Option(
    help: "The day with which it begins, yyyy-MM-dd. Default: with the month, quarter or year, as configured.")
  var from: CivilDate?
  @Option(help: "The day with which it ends, yyyy-MM-dd. Default: today.") var to: CivilDate?

  func validate() throws {
    if let from, let to, to < from { throw ValidationError.swapped("to", to, "from", from) }
  }

  /// Makes the report and prints or exports it.
  func run(_ make: (Desk) async throws -> (ReportDocument, ReportScope)) async throws {
    try await options.withDesk(for: .reading) { desk in
      let (document, scope) = try await make(desk)
      guard !output.isJSON else { return try output.write(json: DashboardJSON.text(document, scope, desk.setup)) }
      try await output.target.write(document, desk, options)
    }
  }
}
