import Testing

@testable import PipelineAnalytics

/// A question and the data it is about, made from a seed.
private struct RandomQuestion {
  var columns: [CodedColumn] = []
  var dimensions: [PivotDimension] = []
  var filters: [PivotPass] = []
  var amounts = AmountColumn()
  var moment: PivotMoment?

  init(_ random: inout SeededGenerator) {
    let rows = [0, 1, 5, 2047, 2048, 2049, 9000, 40_000].randomElement(using: &random)!
    for _ in 0..<Int.random(in: 1...5, using: &random) {
      let codes: UInt32 = [1, 3, 40, 256, 257, 3000, 70_000].randomElement(using: &random)!
      let isSorted = Bool.random(using: &random)
      var values = (0..<rows).map { _ in UInt32.random(in: 0..<codes, using: &random) }
      if isSorted { values.sort() }
      // A column of one code has no array.
      if let same = values.first, Int.random(in: 0..<4, using: &random) == 0 {
        values = values.map { _ in same }
      }
      columns.append(CodedColumn(values))
    }
    let limit = [100, 1_000_000_00, Int64.max / 100_000, .max].randomElement(using: &random)!
    let missing = [0, 0, 2, 50].randomElement(using: &random)!
    amounts = AmountColumn(
      (0..<rows).map { _ in
        Int.random(in: 0..<100, using: &random) < missing
          ? AmountColumn.missing : Int64.random(in: (-limit)...limit, using: &random)
      })
    for _ in 0..<Int.random(in: 0...5, using: &random) {
      let column = Int.random(in: 0..<columns.count, using: &random)
      let buckets = Int32.random(in: 1...Int32([2, 12, 300, 90_000].randomElement(using: &random)!), using: &random)
      let least: Int32 = [-1, 0, 0].randomElement(using: &random)!
      let table = (0..<columns[column].codeCount).map { _ in Int32.random(in: least..<buckets, using: &random) }
      dimensions.append(PivotDimension(column: column, buckets: table, bucketCount: Int(buckets)))
    }
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      let column = Int.random(in: 0..<columns.count, using: &random)
      let share = Int.random(in: 0...100, using: &random)
      let passes = (0..<columns[column].codeCount).map { _ in Int.random(in: 0..<100, using: &random) < share }
      filters.append(PivotPass(column: column, passes: passes))
    }
    if Bool.random(using: &random) {
      let column = Int.random(in: 0..<columns.count, using: &random)
      let greatest: UInt32 = [1, 100, 1_000_000, .max].randomElement(using: &random)!
      moment = PivotMoment(
        column: column, factors: columns[column].counts.map { _ in UInt32.random(in: 0...greatest, using: &random) })
    }
  }

  /// The answer in the plainest way there is.
  func bruteForce() -> PivotResult {
    var groups: [[Int32]: (count: Int, priced: Int, sum: Int128, moment: Int128)] = [:]
    for row in 0..<amounts.rowCount {
      guard filters.allSatisfy({ $0.passes[Int(columns[$0.column][row])] }) else { continue }
      let key = dimensions.map { $0.buckets[Int(columns[$0.column][row])] }
      guard !key.contains(where: { $0 < 0 }) else { continue }
      var group = groups[key] ?? (0, 0, 0, 0)
      group.count += 1
      if amounts.values[row] != AmountColumn.missing {
        group.priced += 1
        group.sum += Int128(amounts.values[row])
        if let moment {
          group.moment += Int128(amounts.values[row]) * Int128(moment.factors[Int(columns[moment.column][row])])
        }
      }
      groups[key] = group
    }
    var result = PivotResult(dimensionCount: dimensions.count)
    for key in groups.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      let group = groups[key]!
      result.append(
        buckets: key, last: key.last ?? 0, count: group.count, priced: group.priced, sum: group.sum,
        moment: group.moment)
    }
    return result
  }
}

@Suite("Pivot against brute force")
struct PivotOracleTests {
  @Test("random questions, any number of tasks", arguments: [UInt64(20_171_231), 7, 4242])
  func randomQuestions(seed: UInt64) async throws {
    print("PivotOracleTests seed \(seed)")
    var random = SeededGenerator(seed)
    var methods: Set<PivotPlan.Method> = []
    for round in 0..<80 {
      let question = RandomQuestion(&random)
      let plan = try PivotPlan(
        columns: question.columns, dimensions: question.dimensions, filters: question.filters,
        amounts: question.amounts, moment: question.moment)
      methods.insert(plan.method)
      let expected = question.bruteForce()
      for tasks in [1, 2, 3, 8] {
        let answer = await plan.run(tasks: tasks)
        #expect(answer == expected, "seed \(seed), round \(round), \(tasks) tasks")
        if answer != expected { return }
      }
    }
    #expect(methods.isSuperset(of: [.dense, .hashed]), "the questions reach both methods")
  }

  @Test("the greatest amounts do not overflow")
  func greatestAmounts() throws {
    let rows = 5000
    let amounts = AmountColumn([Int64](repeating: .max, count: rows) + [Int64](repeating: -.max, count: rows + 3))
    let plan = try PivotPlan(columns: [], dimensions: [], amounts: amounts)
    #expect(plan.run().sums == [-3 * Int128(Int64.max)])
  }

  @Test("more combinations than a number can count")
  func folded() throws {
    var random = SeededGenerator(99)
    let codes: [CodedColumn] = (0..<5).map { _ in
      CodedColumn((0..<4000).map { _ in UInt32.random(in: 0..<50_000, using: &random) / 25_000 * 25_000 })
    }
    let dimensions = codes.indices.map { column in
      PivotDimension(column: column, buckets: (0..<50_001).map { $0 * 40_000 % 65_536 }, bucketCount: 1 << 16)
    }
    let amounts = AmountColumn((0..<4000).map { Int64($0) })
    let filter = PivotPass(column: 1, passes: (0..<50_001).map { $0 < 1 })
    let plan = try PivotPlan(columns: codes, dimensions: dimensions, filters: [filter], amounts: amounts)
    #expect(plan.method == .folded)
    var expected: [[Int]: Int128] = [:]
    for row in 0..<4000 where codes[1][row] == 0 {
      expected[dimensions.map { Int($0.buckets[Int(codes[$0.column][row])]) }, default: 0] += Int128(row)
    }
    let answer = plan.run()
    #expect(answer.groupCount == expected.count)
    for group in 0..<answer.groupCount {
      #expect(expected[(0..<5).map { answer.bucket(group, $0) }] == answer.sums[group])
    }
  }

  @Test("a table that names no bucket, or is too short, is refused")
  func refusals() {
    let columns = [CodedColumn([0, 1, 2])]
    let amounts = AmountColumn([1, 2, 3])
    func plan(_ buckets: [Int32], _ count: Int, column: Int = 0) throws {
      let dimension = PivotDimension(column: column, buckets: buckets, bucketCount: count)
      _ = try PivotPlan(columns: columns, dimensions: [dimension], amounts: amounts)
    }
    #expect(throws: PivotError.noSuchBucket(2, column: 0, buckets: 2)) { try plan([0, 1, 2], 2) }
    #expect(throws: PivotError.shortTable(column: 0, entries: 2, codes: 3)) { try plan([0, 1], 2) }
    #expect(throws: PivotError.noSuchColumn(1)) { try plan([0, 0, 0], 1, column: 1) }
    #expect(throws: PivotError.differentLengths(column: 0, rows: 3, expected: 2)) {
      try PivotPlan(columns: columns, dimensions: [], amounts: AmountColumn([1, 2]))
    }
  }
}

@Suite("Columns after edits")
struct ColumnEditTests {
  @Test("random edits leave what a rebuild makes", arguments: [UInt64(1), 2, 3])
  func edits(seed: UInt64) throws {
    print("ColumnEditTests seed \(seed)")
    var random = SeededGenerator(seed)
    var (codes, amounts): ([UInt32], [Int64]) = ([], [])
    var (column, sums) = (CodedColumn(), AmountColumn())
    for step in 0..<12_000 {
      let limit: UInt32 = step < 4000 ? 200 : step < 8000 ? 5000 : 80_000
      let code = UInt32.random(in: 0..<limit, using: &random)
      let amount = Int.random(in: 0..<4, using: &random) == 0 ? AmountColumn.missing : Int64(code) - 900
      switch Int.random(in: 0..<10, using: &random) {
      case 0...5:
        codes.append(code)
        amounts.append(amount)
        column.append(code)
        sums.append(contentsOf: [amount])
      case 6...7 where !codes.isEmpty:
        let row = Int.random(in: 0..<codes.count, using: &random)
        codes[row] = code
        amounts[row] = amount
        column.set(row, code)
        sums.set(row, amount)
      case 8... where !codes.isEmpty:
        let row = Int.random(in: 0..<codes.count, using: &random)
        codes.swapAt(row, codes.count - 1)
        amounts.swapAt(row, amounts.count - 1)
        codes.removeLast()
        amounts.removeLast()
        column.remove(row)
        sums.remove(row)
      default: break
      }
    }
    #expect((0..<column.rowCount).map { column[$0] } == codes)
    #expect(sums.values == amounts)
    #expect(sums.missingCount == amounts.count { $0 == AmountColumn.missing })
    let rebuilt = CodedColumn(codes)
    #expect(Array(column.counts.prefix(rebuilt.codeCount)) == rebuilt.counts)
    for (zone, least) in zip(column.zones, rebuilt.zones) {
      #expect(zone.least <= least.least && zone.greatest >= least.greatest)
    }
    #expect(column.zones.count == rebuilt.zones.count && column.width == .four)
  }

  @Test("a column of one code takes no memory until a row has another one", arguments: [UInt32(0), 7, 300, 70_000])
  func sameCode(code: UInt32) {
    var column = CodedColumn()
    column.reserve(5000)
    for _ in 0..<3000 { column.append(code) }
    column.append(contentsOf: [UInt32](repeating: code, count: 1500))
    column.set(17, code)
    column.remove(4)
    #expect(column.width == .none && column.rowCount == 4499 && column.counts.last == 4499)
    #expect((0..<4499).allSatisfy { column[$0] == code })
    var (other, appended) = (column, column)
    other.set(4498, code + 1)
    appended.append(contentsOf: [code, code + 1, 2])
    #expect(column.width == .none)
    for (changed, end) in [(other, [code, code + 1]), (appended, [code, code + 1, 2])] {
      let codes = [UInt32](repeating: code, count: changed.rowCount - end.count) + end
      #expect((0..<changed.rowCount).map { changed[$0] } == codes)
      let rebuilt = CodedColumn(codes)
      #expect(changed.counts == rebuilt.counts && changed.width == rebuilt.width)
      #expect(zip(changed.zones, rebuilt.zones).allSatisfy { $0.least <= $1.least && $0.greatest >= $1.greatest })
    }
    // Emptied and filled again, it holds what it is given.
    while column.rowCount > 0 { column.remove(0) }
    column.append(contentsOf: [3, 3])
    #expect(column[0] == 3 && column[1] == 3 && column.counts[3] == 2)
  }
}
