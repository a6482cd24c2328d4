import PipelinePlugins

/// Values that dimensions take: ordinary ones, the ends of their ranges, and unknown ones.
enum DimensionSamples {
  /// Values worth trying, of a dimension.
  static func values(of dimension: DimensionID) -> [DimensionValue] {
    switch (dimension.form, dimension.dimension) {
    case (.monthNumber, _): [.none] + [12, 24_213, 24_216, 119_999].map { .number($0) }
    case (.daysSince, _): [.none] + [0, 1, 29, 30, 31, 37, 44, 90, 365, 3_652_058].map { .number($0) }
    case (.daysUntil, _): [.none] + [-3_652_058, -366, -90, -31, -8, -7, -1, 0, 1, 7, 30, 365].map { .number($0) }
    case (.same, .probability): [0, 1, 500, 2_499, 4_000, 5_000, 6_250, 9_999, 10_000].map { .number($0) }
    case (.same, .probabilityOrigin): ProbabilityOrigin.allCases.map { .text($0.rawValue) }
    case (.same, .category): ForecastCategory.allCases.map { .text($0.rawValue) }
    case (.same, .stage): ["prospecting", "engaging", "Étape 3", ""].map { .text($0) }
    case (.same, .cycle): ["direct", "partners"].map { .text($0) }
    case (.same, _): ["anna", "Bjørn Ångström", ""].map { .text($0) }
    }
  }

  /// Values that no dimension should take, but a strategy must survive: unknown, of the wrong type, at the ends of the range.
  static let hostile: [DimensionValue] = [.none, .number(.min), .number(.max), .number(-1), .text(""), .text("?")]

  /// So many groups: a value for each dimension.
  static func groups(of dimensions: [DimensionID], count: Int, seed: UInt64) -> [[DimensionValue]] {
    var random = SeededNumbers(seed: seed)
    return (0..<count).map { _ in dimensions.map { values(of: $0).randomElement(using: &random) ?? .none } }
  }

  /// Groups that are alike but for one dimension, which takes these values in turn; empty where it is not declared.
  static func sweeps(
    of dimensions: [DimensionID], along swept: DimensionID, over values: [DimensionValue], count: Int, seed: UInt64
  ) -> [[[DimensionValue]]] {
    guard let place = dimensions.firstIndex(of: swept) else { return [] }
    return groups(of: dimensions, count: count, seed: seed).map { group in
      values.map { value in
        var changed = group
        changed[place] = value
        return changed
      }
    }
  }

  /// Every group that has one or all values replaced by hostile ones, and groups that are too short or too long.
  static func hostileGroups(of dimensions: [DimensionID], seed: UInt64) -> [[DimensionValue]] {
    var found: [[DimensionValue]] = hostile.map { Array(repeating: $0, count: dimensions.count) }
    for group in groups(of: dimensions, count: 20, seed: seed) {
      for place in group.indices {
        found += hostile.map { value in
          var changed = group
          changed[place] = value
          return changed
        }
        found.append(Array(group[..<place]))
      }
      found.append(group + [.number(1)])
    }
    return found
  }
}

extension Derivation {
  /// Where the answers for these groups differ between two ways of asking; `nil` where they never do.
  func firstDifference<Answer: Equatable>(
    _ groups: [[DimensionValue]], _ other: Derivation<Output>, _ answer: (Output) -> Answer
  ) -> [DimensionValue]? {
    let first = groups.map { answer(self($0)) }
    // The second time in reverse, so that an answer that hangs on the one before is seen.
    for (group, before) in zip(groups, first).reversed() where answer(other(group)) != before { return group }
    return nil
  }
}

/// A group as people read it.
func shown(_ dimensions: [DimensionID], _ group: [DimensionValue]) -> String {
  zip(dimensions, group).map { dimension, value in
    switch value {
    case .none: "\(dimension.dimension.rawValue) unknown"
    case .number(let number): "\(dimension.dimension.rawValue) \(number)"
    case .text(let text): "\(dimension.dimension.rawValue) '\(text)'"
    }
  }.joined(separator: ", ")
}
