package import PipelinePlugins

/// A query's answer.
package struct DealPivot: Hashable, Sendable {
  /// A group of deals.
  package struct Group: Hashable, Sendable {
    /// The value of each field that was grouped by.
    package let values: [PivotValue]
    /// What the deals are worth.
    package let figures: DealFigures
  }

  /// The groups that have a deal, in the order that reports show them in: by the first field, then the next.
  package let groups: [Group]
  /// All deals that pass the filters. Its weighted value is rounded from its own exact value.
  package let total: DealFigures
  /// The deals among them that are counted but not priced, by reason.
  package let gaps: [ReportGap]
  /// The rates that amounts were converted at, by currency, then day.
  package let rates: [RateUse]
}

extension DealColumns {
  /// Answers a query.
  ///
  /// - Parameter tasks: How many tasks may share the work; the answer is the same for any number.
  /// - Throws: ``PivotError/tooManyCombinations``, ``PivotError/tooManyGroups``.
  package func pivot(_ query: PivotQuery, _ reading: DealReading, tasks: Int = 1) async throws -> DealPivot {
    let compiled = try DealQuery(query, self, reading)
    let result = await answer(compiled.plan, compiled.question, tasks: tasks)
    var groups = try compiled.groups(result) { result.counts[$0] > 0 ? compiled.figures(result, $0) : nil }
    var total = groups.reduce(into: DealFigures()) { $0 += $1.figures }
    guard total.pricedCount < total.count else { return DealPivot(groups: groups, total: total, gaps: [], rates: []) }
    var gaps = try gaps(query.filters, reading)
    guard let pricing = reading.pricing, gaps.contains(where: { $0.reason == .otherCurrency }) else {
      return DealPivot(groups: groups, total: total, gaps: gaps, rates: [])
    }
    let priced = try await foreignCurrency(query, reading, pricing, tasks: tasks)
    let converted = Dictionary(uniqueKeysWithValues: priced.groups.map { ($0.values, $0.figures) })
    groups = groups.map { group in
      converted[group.values].map { DealPivot.Group(values: group.values, figures: group.figures + $0) } ?? group
    }
    for group in priced.groups { total += group.figures }
    gaps = gaps.filter { $0.reason != .otherCurrency } + priced.gaps
    return DealPivot(groups: groups, total: total, gaps: gaps, rates: priced.rates)
  }

  /// The deals that pass some filters and have no value, by reason.
  private func gaps(_ filters: [PivotFilter], _ reading: DealReading) throws -> [ReportGap] {
    let codes = self[.pricing].codeCount
    // Priced deals, whose code is 0, are left out.
    let pricing = PivotDimension(
      column: 0, buckets: (0..<codes).map { Int32($0) - 1 }, bucketCount: max(codes - 1, 1))
    let (plan, question) = try plan(.pricing, [pricing], filters, reading)
    let result = answer(plan, question)
    let gaps = (0..<result.groupCount).filter { result.counts[$0] > 0 }.map { group -> ReportGap in
      let code = result.bucket(group, 0) + 1
      let count = Int64(result.counts[group])
      if code == 1 { return ReportGap(reason: .noAmount, count: count) }
      return ReportGap(reason: .otherCurrency, detail: texts[.currency]?.value(code - 2) ?? "", count: count)
    }
    return gaps.sorted { ($0.reason, $0.detail) < ($1.reason, $1.detail) }
  }
}

extension DealColumns {
  /// A plan over the deals that pass some filters, regardless of their weights; its column 0 is `first`, which dimensions
  /// are about. The question is `nil` if it is about other columns than those of the deals.
  func plan(
    _ first: Column, _ dimensions: [PivotDimension], _ filters: [PivotFilter], _ reading: DealReading
  ) throws -> (plan: PivotPlan, question: PivotQuestion?) {
    let columns = prepared(for: PivotQuery([], where: filters).allDimensions, reading)
    let passes = DealFields(columns, reading).passes(filters)
    let plan = try PivotPlan(
      columns: [self[first]] + passes.map { $0.codes(columns) }, dimensions: dimensions,
      filters: passes.enumerated().map { PivotPass(column: $0.offset + 1, passes: $0.element.passes) },
      amounts: amounts)
    let question = PivotQuestion.passes(passes).map { passes in
      PivotQuestion(
        dimensions: dimensions.map {
          PivotQuestion.Dimension(column: first, buckets: $0.buckets, bucketCount: $0.bucketCount)
        }, passes: passes)
    }
    return (plan, question)
  }

  /// How many deals pass some filters.
  package func count(_ reading: DealReading, where filters: [PivotFilter]) throws -> Int {
    let (plan, question) = try plan(.stage, [], filters, reading)
    return answer(plan, question).counts.reduce(0, +)
  }
}

extension DealQuery {
  /// The plan's groups put together by the fields that are grouped by alone, in the order of their values.
  func groups(_ result: PivotResult, _ figures: (Int) -> DealFigures?) throws -> [DealPivot.Group] {
    let places = (0..<groupedCount).map { place(of: $0) }
    var combinations: UInt128 = 1
    for place in places {
      let (product, overflow) = combinations.multipliedReportingOverflow(by: UInt128(place.values.count))
      guard !overflow else { throw PivotError.tooManyCombinations }
      combinations = product
    }
    var known: [DealFigures] = []
    known.reserveCapacity(result.groupCount)
    var parts: [(key: UInt128, group: Int, place: Int)] = []
    parts.reserveCapacity(result.groupCount)
    for group in 0..<result.groupCount {
      guard let own = figures(group) else { continue }
      var key: UInt128 = 0
      for place in places {
        key = key * UInt128(place.values.count) + UInt128(place.order[result.bucket(group, place.joint)])
      }
      parts.append((key, group, known.count))
      known.append(own)
    }
    parts.sort { $0.key < $1.key }
    var groups: [DealPivot.Group] = []
    var first = 0
    while first < parts.count {
      let part = parts[first]
      var sum = known[part.place]
      first += 1
      while first < parts.count, parts[first].key == part.key {
        sum += known[parts[first].place]
        first += 1
      }
      guard groups.count < PivotError.mostGroups else { throw PivotError.tooManyGroups }
      groups.append(
        DealPivot.Group(
          values: places.map { $0.values[$0.order[result.bucket(part.group, $0.joint)]] }, figures: sum))
    }
    return groups
  }

  /// Where a field of the query is found in the plan: its values in order, and the place among them of each bucket's.
  private func place(of index: Int) -> (joint: Int, values: [PivotValue], order: [Int]) {
    let field = query.dimensions[index]
    let joint = joints.firstIndex { $0.fields.contains(index) } ?? 0
    let own = joints[joint].representatives.map { fields.value(field, $0) }
    let values = fields.ordered(field, Set(own))
    let places = Dictionary(uniqueKeysWithValues: zip(values, 0...))
    return (joint, values, own.map { places[$0] ?? 0 })
  }
}
