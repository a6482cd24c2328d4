import PipelinePlugins

/// What deals weigh, from declared dimensions alone.
struct Valuation {
  let reading: DealReading
  /// Every dimension that the weighting strategy or a rule declares.
  let dimensions: [DimensionID]

  init(_ reading: DealReading) {
    self.reading = reading
    var all = reading.weight.dimensions
    // Rules matter only to a weight that asks for the probability.
    if all.contains(.probability) { all += reading.probability.flatMap(\.dimensions) }
    var seen: Set<DimensionID> = []
    dimensions = all.filter { seen.insert($0).inserted }
  }

  /// How likely an open deal is on the day that is read for.
  func probability(_ value: (DimensionID) -> DimensionValue) -> BasisPoints {
    for rule in reading.probability {
      if let answer = rule(rule.dimensions.map(value)) { return answer }
    }
    guard case .number(let number) = value(.probability), let narrow = Int(exactly: number) else { return .zero }
    return BasisPoints(narrow) ?? .zero
  }

  /// What an open deal weighs.
  func weight(_ value: (DimensionID) -> DimensionValue) -> Weight {
    reading.weight(
      reading.weight.dimensions.map { $0 == .probability ? .number(Int64(probability(value).value)) : value($0) })
  }
}

/// What each deal weighs if it is open, as a column: where a strategy's dimensions beside the asked fields would make too
/// many groups. The strategy is still asked once for each combination of its own dimensions, never for a deal.
struct DealWeights {
  /// The deals' codes.
  let column: CodedColumn
  /// The column of the deals that has these codes; `nil` if they were made for the question.
  let source: DealColumns.Column?
  /// The weight of each code, in parts per million.
  let factors: [UInt32]

  /// The weights of all deals; `nil` where there are more combinations than 62 bits can count.
  ///
  /// - Parameter joints: The columns that hold the strategy's dimensions.
  init?(_ valuation: Valuation, _ fields: DealFields, _ joints: [DealQuery.Joint]) throws {
    if joints.count == 1, let joint = joints.first {
      // The column's own codes will do.
      column = fields.columns[joint.column]
      source = joint.column
      factors = joint.buckets.map { Self.weight(valuation, fields, [(joint, Int($0))]) }
      return
    }
    let dimensions = joints.enumerated().map {
      PivotDimension(column: $0.offset, buckets: $0.element.buckets, bucketCount: $0.element.representatives.count)
    }
    let plan = try PivotPlan(
      columns: joints.map { fields.columns[$0.column] }, dimensions: dimensions, amounts: fields.columns.amounts)
    guard let count = plan.cellCount else { return nil }
    var combinations = Combinations(count)
    var codes: [UInt32] = []
    codes.reserveCapacity(fields.columns.rowCount)
    var factors: [UInt32] = []
    var codeOfWeight: [UInt32: UInt32] = [:]
    plan.forEachCell { _, key in
      codes.append(
        combinations.code(key) {
          let buckets = plan.buckets(of: key) ?? []
          let weight = Self.weight(valuation, fields, zip(joints, buckets).map { ($0, Int($1)) })
          if let known = codeOfWeight[weight] { return known }
          factors.append(weight)
          codeOfWeight[weight] = UInt32(factors.count - 1)
          return UInt32(factors.count - 1)
        })
    }
    column = CodedColumn(codes)
    source = nil
    self.factors = factors
  }

  private static func weight(
    _ valuation: Valuation, _ fields: DealFields, _ parts: [(joint: DealQuery.Joint, bucket: Int)]
  ) -> UInt32 {
    let weight = valuation.weight { dimension in
      guard let part = parts.first(where: { $0.joint.dimensions.contains(dimension) }) else { return .none }
      return fields.value(dimension, part.joint.representatives[part.bucket])
    }
    return UInt32(weight.partsPerMillion)
  }

  /// The code of each combination seen: in a table while there are few, else by hashing.
  private struct Combinations {
    private var table: [UInt32]
    private var hashed: [UInt64: UInt32] = [:]

    init(_ count: UInt64) {
      table = count <= 1 << 20 ? [UInt32](repeating: .max, count: Int(count)) : []
    }

    mutating func code(_ key: UInt64, _ make: () -> UInt32) -> UInt32 {
      if key < table.count {
        if table[Int(key)] == .max { table[Int(key)] = make() }
        return table[Int(key)]
      }
      if let known = hashed[key] { return known }
      let code = make()
      hashed[key] = code
      return code
    }
  }
}
