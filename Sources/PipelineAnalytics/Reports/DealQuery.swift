import PipelinePlugins

/// A query over deals made into a pivot: one dimension for each column that it needs, whose buckets distinguish what the
/// asked fields and the strategies' dimensions say of its codes, and no more.
struct DealQuery {
  let fields: DealFields
  let query: PivotQuery
  let valuation: Valuation
  /// The plan's dimensions, in its order.
  let joints: [Joint]
  let plan: PivotPlan
  /// The plan by columns and codes; `nil` if it is about others than those of the deals.
  let question: PivotQuestion?
  /// Whether the weighted value comes from the plan's moment, not from each group's own dimensions.
  let usesMoment: Bool
  /// The number of the query's fields that distinguish groups; those after them serve pricing alone.
  let groupedCount: Int

  /// A column and what is asked of it.
  struct Joint {
    let column: DealColumns.Column
    /// The places of the query's fields that are read from it.
    var fields: [Int] = []
    var dimensions: [DimensionID] = []
    /// A code for each bucket, which represents all of the bucket's codes.
    var representatives: [Int] = []
    var buckets: [Int32] = []
  }

  /// Cells beyond the nearest caches cost more than the multiplications of a moment.
  private static let fewCells = 4096.0

  /// - Parameters:
  ///   - amounts: What is summed; by default the amounts in the base currency.
  ///   - summed: What these amounts are; `nil` if they were made for the question.
  ///   - pricedBy: Further fields that divide the sums.
  init(
    _ query: PivotQuery, _ columns: DealColumns, _ reading: DealReading, amounts: AmountColumn? = nil,
    _ summed: PivotQuestion.Amounts? = nil, pricedBy: [DealDimension] = []
  ) throws {
    groupedCount = query.dimensions.count
    var query = query
    query.dimensions += pricedBy
    self.query = query
    let valuation = Valuation(reading)
    self.valuation = valuation
    let needsDays =
      query.dimensions.contains(.closeDay) || valuation.dimensions.contains { $0.dimension == .closeDay }
    let columns = columns.prepared(for: query.allDimensions, reading)
    let fields = DealFields(columns, reading, monthsFromDays: needsDays)
    self.fields = fields
    var joints: [Joint] = []
    func joint(_ column: DealColumns.Column) -> Int {
      if let known = joints.firstIndex(where: { $0.column == column }) { return known }
      joints.append(Joint(column: column))
      return joints.count - 1
    }
    for (place, field) in query.dimensions.enumerated() { joints[joint(fields.column(field))].fields.append(place) }
    // The outcome decides what a deal weighs.
    _ = joint(.stage)
    let asked = Set(joints.map(\.column))
    for dimension in valuation.dimensions { joints[joint(fields.column(dimension))].dimensions.append(dimension) }
    for index in joints.indices { joints[index].compile(fields, query) }
    let own = Set(valuation.dimensions.map { fields.column($0) })
    let cells = joints.reduce(1.0) { $0 * Double($1.representatives.count) }
    let isWorthIt = cells > Self.fewCells && !own.isSubset(of: asked)
    let weights = isWorthIt ? try DealWeights(valuation, fields, joints.filter { own.contains($0.column) }) : nil
    usesMoment = weights != nil
    if usesMoment { joints.removeAll { !asked.contains($0.column) } }
    self.joints = joints
    let passes = fields.passes(query.filters)
    plan = try Self.plan(joints, passes, fields, weights, amounts ?? columns.amounts)
    question = Self.question(joints, passes, weights, amounts == nil ? .inBaseCurrency : summed)
  }

  private static func question(
    _ joints: [Joint], _ passes: [DealPass], _ weights: DealWeights?, _ amounts: PivotQuestion.Amounts?
  ) -> PivotQuestion? {
    guard let amounts, let passes = PivotQuestion.passes(passes), weights == nil || weights?.source != nil else {
      return nil
    }
    return PivotQuestion(
      dimensions: joints.map {
        PivotQuestion.Dimension(column: $0.column, buckets: $0.buckets, bucketCount: $0.representatives.count)
      },
      passes: passes,
      factors: weights.flatMap { weights in
        weights.source.map { PivotQuestion.Factors(column: $0, table: weights.factors) }
      }, amounts: amounts)
  }

  private static func plan(
    _ joints: [Joint], _ passes: [DealPass], _ fields: DealFields, _ weights: DealWeights?, _ amounts: AmountColumn
  ) throws -> PivotPlan {
    var used: [DealColumns.Column] = []
    func place(_ column: DealColumns.Column) -> Int {
      if let known = used.firstIndex(of: column) { return known }
      used.append(column)
      return used.count - 1
    }
    let dimensions = joints.map {
      PivotDimension(column: place($0.column), buckets: $0.buckets, bucketCount: $0.representatives.count)
    }
    let known = passes.compactMap { pass in
      pass.column.map { PivotPass(column: place($0), passes: pass.passes) }
    }
    let made = passes.filter { $0.column == nil }
    let filters = known + made.enumerated().map { PivotPass(column: used.count + $0.offset, passes: $0.element.passes) }
    return try PivotPlan(
      columns: used.map { fields.columns[$0] } + made.map { $0.codes(fields.columns) }
        + (weights.map { [$0.column] } ?? []), dimensions: dimensions,
      filters: filters, amounts: amounts,
      moment: weights.map { PivotMoment(column: used.count + made.count, factors: $0.factors) })
  }

  /// The exact figures of a group of the plan's result.
  func figures(_ result: PivotResult, _ group: Int) -> DealFigures {
    var figures = DealFigures()
    figures.count = result.counts[group]
    figures.pricedCount = result.pricedCounts[group]
    figures.unweightedSum = ExactSum(minorUnits: result.sums[group])
    figures.weightedSum = ExactSum(millionths: weightedMillionths(result, group))
    return figures
  }

  /// A code that represents a group in a column of the plan.
  private func code(_ column: DealColumns.Column, _ result: PivotResult, _ group: Int) -> Int? {
    joints.firstIndex { $0.column == column }.map { joints[$0].representatives[result.bucket(group, $0)] }
  }

  /// What has become of a group's deals.
  func outcome(_ result: PivotResult, _ group: Int) -> Outcome {
    code(.stage, result, group).flatMap { fields.columns.stages.entries.at($0)?.outcome } ?? .open
  }

  /// The value of a field that distinguishes a group.
  func value(_ field: DealDimension, _ result: PivotResult, _ group: Int) -> PivotValue {
    code(fields.column(field), result, group).map { fields.value(field, $0) } ?? .none
  }

  /// A group's weighted sum, in millionths of a minor unit.
  func weightedMillionths(_ result: PivotResult, _ group: Int) -> Int128 {
    switch outcome(result, group) {
    case .won: return result.sums[group] * 1_000_000
    case .lost: return 0
    case .open where usesMoment: return result.moments[group]
    case .open:
      let weight = valuation.weight { dimension in
        code(fields.column(dimension), result, group).map { fields.value(dimension, $0) } ?? .none
      }
      return result.sums[group] * Int128(weight.partsPerMillion)
    }
  }
}

extension DealQuery.Joint {
  /// What a code says to everyone who asks.
  private struct Meaning: Hashable {
    var values: [PivotValue]
    var dimensions: [DimensionValue]
    var outcome: Outcome?
  }

  /// Gives codes that nothing distinguishes one bucket; codes that no row holds take none of their own.
  fileprivate mutating func compile(_ fields: DealFields, _ query: PivotQuery) {
    let counts = fields.columns[column].counts
    buckets = [Int32](repeating: 0, count: counts.count)
    var known: [Meaning: Int32] = [:]
    for code in counts.indices where counts[code] > 0 {
      let meaning = Meaning(
        values: self.fields.map { fields.value(query.dimensions[$0], code) },
        dimensions: dimensions.map { fields.value($0, code) },
        outcome: column == .stage ? fields.columns.stages.entries.at(code)?.outcome : nil)
      if let bucket = known[meaning] {
        buckets[code] = bucket
      } else {
        buckets[code] = Int32(truncatingIfNeeded: representatives.count)
        known[meaning] = buckets[code]
        representatives.append(code)
      }
    }
    // A table names only buckets that there are, even where there is no row.
    if representatives.isEmpty { representatives = [0] }
  }
}
