import Foundation
import OverduePlugin
import SalesPipeline

// Adds the plugin to the bundled ones; the YAML file selects and configures it.
let plugins = Catalog.bundled.adding(Catalog.entry(Overdue.self))

do {
  let pipeline = try await Pipeline.open(CommandLine.arguments.dropFirst().first ?? "overdue.yaml", plugins: plugins)
  let desk = pipeline.acting(as: "anna")
  let today = pipeline.today

  // Two deals of 1,000.00 at 80 %: one is due next month, one was due last month.
  let acme = try await desk.addAccount("Acme")
  for days in [30, -30] {
    _ = try await desk.addOpportunity(in: acme) {
      $0.status = "negotiation"
      $0.expectedCloseDate = today.adding(days: days)
      $0.statedAmount = Money(minorUnits: Int64(100_000), currency: .eur)
    }
  }

  print("stage: deals, unweighted, weighted")
  for row in try await desk.funnel().rows {
    let (unweighted, weighted) = (row.figures.unweighted, row.figures.weighted)
    guard let unweighted = Money(minorUnits: unweighted, currency: .eur),
      let weighted = Money(minorUnits: weighted, currency: .eur)
    else { continue }
    print("\(row.status): \(row.figures.count), \(unweighted), \(weighted)")
  }
  await pipeline.close()
} catch {
  // All errors of a configuration are thrown together, each with its place and a hint.
  print(error)
  exit(1)
}
