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
    dimensions = DimensionID.allCases.filter(all.contains)
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

  /// What an open deal weighs for each code of the one column that every dimension is read from.
  func factors(_ fields: DealFields, _ column: DealColumns.Column) -> [UInt32] {
    (0..<fields.columns[column].codeCount).map { code in
      UInt32(weight { fields.value($0, code) }.partsPerMillion)
    }
  }
}
