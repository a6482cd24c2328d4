import Foundation
import SalesPipeline

/// A CSV export of many deals, imported through a mapping: read, checked, planned, written, in one transaction.
enum Importing {
  private static let mapping = """
    version: 1
    today: 2026-11-24
    opportunities:
      accounts: create
      fields:
        external_id: id
        name: name
        account: account
        owner: owner
        status: {column: stage, values: {New: prospecting, Hot: engaging, Sure: committed, Won: won, Lost: lost}}
        product: product
        quantity: quantity
        unit_price: price
        expected_close_date: closes
        actual_close_date: closed
        created_at: created

    """

  /// Fills the pipeline of a configuration and returns the seconds that it took.
  ///
  /// - Parameter first: The number of the first deal.
  static func fill(_ desk: Desk, _ deals: Int, _ folder: String, from first: Int = 0) async throws -> Double {
    let path = folder + "/deals-\(deals).csv"
    try write(first..<first + deals, to: path)
    try mapping.write(toFile: folder + "/mapping.yaml", atomically: true, encoding: .utf8)
    let mapping = try ImportMapping.read(folder + "/mapping.yaml")
    return try await Measure.seconds {
      let summary = try await desk.importFile(path, mapping: mapping)
      precondition(summary.isWritten && summary.problems.isEmpty, "\(summary.problems.prefix(3))")
    }
  }

  /// - Parameter baseline: The seconds that C takes to write the rows alone.
  static func results(_ spent: Double, _ deals: Int, baseline: Double, memory: Double?) -> [Result] {
    let what = "import of a CSV file of \(deals) deals, rules applied, one transaction"
    let rate = Double(deals) / spent
    return [
      Result(
        what: what, ours: String(format: "%.1f s", spent),
        baseline: String(format: "C on sqlite3 writes the rows alone in %.1f s", baseline),
        ratio: String(format: "%d deals/s, %.1f ×", Int(rate), spent / baseline), aim: "≥ 100,000 deals/s",
        isMet: rate >= 100_000),
      Result(
        what: "the same, memory", ours: memory.map { String(format: "%.0f MiB", $0) } ?? "not known",
        aim: "≤ 400 MB at a million", isMet: memory.map { $0 * 1.048576 <= 400 }),
    ]
  }

  private static func write(_ deals: Range<Int>, to path: String) throws {
    let stages = ["New", "Hot", "Sure", "Won", "Won", "Lost"]
    let products = ["gtx-pro", "gtx-basic", "mg-special", "support"]
    var text = "id,name,account,owner,stage,product,quantity,price,closes,closed,created\r\n"
    var state: UInt64 = 42 &+ UInt64(deals.lowerBound)
    func below(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    for index in deals {
      let day = Company.today.adding(days: below(720) - 540) ?? Company.today
      let closed = Company.today.adding(days: -below(500)) ?? Company.today
      text += "X-\(index),Deal \(index),Account \(below(20_000)),Person \(below(40)),\(stages[below(6)]),"
      text +=
        "\(products[below(4)]),\(1 + below(9)),\(1 + below(5000)).\(10 + below(90)),\(day),\(closed),2025-05-01\r\n"
    }
    try text.write(toFile: path, atomically: true, encoding: .utf8)
  }
}
