import KernelBaseline
import PipelineAnalytics

/// Answers the three dashboard queries on a million deals with the generic pivot and with C written for each, in one run; then
/// whole reports about today and about past days.
///
///     kernel-benchmark [DEALS] [past]
@main
struct KernelBenchmark {
  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst()
    let rows = arguments.first.flatMap { Int($0) } ?? 1_000_000
    if arguments.last != "past" { try await present(rows) }
    var past = Past(deals: rows)
    try await past.report()
  }

  static func present(_ rows: Int) async throws {
    for order in Deals.Order.allCases {
      let deals = Deals(rows: rows, order: order, seed: 20_171_231)
      print("\(rows) deals \(order.rawValue); the least of 41 rounds, in ms")
      try await compare(deals)
    }
    let deals = Deals(rows: rows, order: .byCreation, seed: 20_171_231)
    print("\nwhole reports over deals in order of creation, in ms, one core")
    for (name, milliseconds) in try await Reports(deals).measure() {
      print("\(name)\(String(repeating: " ", count: max(1, 36 - name.count)))\(hundredths(milliseconds))")
    }
  }

  /// The three queries over some deals.
  static func compare(_ deals: Deals) async throws {
    print("query      C      pivot  ratio  two tasks  ratio")
    var totals: (c: Double, pivot: Double, two: Double) = (0, 0, 0)
    for query in Query.allCases {
      let plan = try query.plan(deals)
      guard query.answers(plan.run()) == query.baseline(deals) else {
        print("\(query.rawValue): the pivot and C do not agree")
        throw Disagreement()
      }
      var best = (c: Double.infinity, pivot: Double.infinity, two: Double.infinity)
      let clock = ContinuousClock()
      for _ in 0..<41 {
        best.c = min(best.c, milliseconds(clock.measure { keep(query.baseline(deals)) }))
        best.pivot = min(
          best.pivot, milliseconds(try clock.measure { keep(query.answers(try query.plan(deals).run())) }))
        best.two = min(
          best.two,
          milliseconds(try await clock.measure { keep(query.answers(await (try query.plan(deals)).run(tasks: 2))) }))
      }
      report(query.rawValue, best)
      totals = (totals.c + best.c, totals.pivot + best.pivot, totals.two + best.two)
    }
    report("sum", totals)
  }

  static func report(_ name: String, _ times: (c: Double, pivot: Double, two: Double)) {
    let name = name + String(repeating: " ", count: max(1, 11 - name.utf8.count))
    print(
      "\(name)\(hundredths(times.c))   \(hundredths(times.pivot))   \(hundredths(times.pivot / times.c))   \(hundredths(times.two))"
        + "       \(hundredths(times.two / times.c))")
  }

  static func hundredths(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let digits = String(hundredths % 100)
    return "\(hundredths / 100).\(digits.utf8.count < 2 ? "0" : "")\(digits)"
  }

  static func milliseconds(_ duration: Duration) -> Double {
    Double(duration.components.attoseconds) / 1e15 + Double(duration.components.seconds) * 1e3
  }

  /// Holds on to a result, so that the work for it cannot be optimised away.
  @inline(never)
  static func keep(_ value: [[Int64]]) { if value.isEmpty { print("no groups") } }
}

struct Disagreement: Error {}
