import PipelinePlugins

/// Exact proportions for drawing: whole parts of a length, so that the same figures give the same bytes everywhere.
struct ChartScale {
  let low: Int128
  let high: Int128

  /// A scale that holds zero and all values, with room for a mark above the highest.
  init(_ values: some Sequence<Int128>) {
    var (low, high) = (Int128(0), Int128(0))
    for value in values {
      low = min(low, value)
      high = max(high, value)
    }
    // Beyond this a bar's length could not be multiplied any more; no chart of true amounts comes near.
    let limit = Int128(1) << 100
    self.low = max(low, -limit)
    self.high = min(max(high, low == 0 ? 1 : 0), limit)
  }

  /// How far down a value lies in so many parts from the top.
  func fromTop(_ value: Int128, of parts: Int) -> Int {
    let held = min(max(value, low), high)
    return Int(dividedHalfEven((high - held) * Int128(parts), by: high - low))
  }

  /// Two to six round values, or one more across zero, between the ends, zero included.
  var ticks: [Int128] {
    var step: Int128 = 1
    search: while true {
      for factor in [1, 2, 5] as [Int128] where (high - low) / (step * factor) <= 5 {
        step *= factor
        break search
      }
      step *= 10
    }
    return (Int(low / step)...Int(high / step)).map { Int128($0) * step }
  }

  /// Parts of ten thousand as a percentage.
  static func percent(_ parts: Int) -> String {
    let digits = String(parts % 100)
    return "\(parts / 100).\(digits.utf8.count < 2 ? "0" + digits : digits)%"
  }
}

extension ReportChart {
  /// The chart's columns in a table; `nil` where it has them not, and nothing can be drawn.
  func places(in table: ReportTable) -> (category: Int, series: [Int])? {
    guard let category = table.column(category), !series.isEmpty, !table.rows.isEmpty else { return nil }
    let places = series.compactMap { table.column($0) }
    return places.count == series.count ? (category, places) : nil
  }
}
