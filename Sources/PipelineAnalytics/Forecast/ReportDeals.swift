import PipelinePlugins

/// The deals that a report is made of, and what is read from them.
struct ReportDeals {
  let scope: ForecastScope
  /// A row for each deal.
  let whole: DealColumns
  /// A row for each product of a deal; `nil` where the report does not group by product.
  let parts: DealColumns?
  /// Whether the filter on amounts is about the parts: it has then been applied.
  private let isNarrowed: Bool

  init(_ scope: ForecastScope) {
    self.scope = scope
    guard scope.isDivided else {
      (whole, parts, isNarrowed) = (scope.columns, nil, false)
      return
    }
    let divided = scope.columns.divided(by: scope.input.lines)
    let ranges = scope.deals.compactMap { if case .amount(let range) = $0 { range } else { nil } }
    guard let least = ranges.map(\.lowerBound).max(), let most = ranges.map(\.upperBound).min() else {
      (whole, parts, isNarrowed) = (scope.columns, divided, false)
      return
    }
    let narrowed = divided.narrowed(to: { least <= $0 && $0 <= most }, scope.reading)
    (whole, parts, isNarrowed) = (narrowed.whole, narrowed.parts, true)
  }

  /// What deals must be that close on some days.
  func filters(_ range: Range<CivilDate>?) -> [PivotFilter] { own(scope.dated(range)) }

  /// What deals must be, whenever they close.
  var undatedFilters: [PivotFilter] { own(scope.deals) }

  private func own(_ filters: [PivotFilter]) -> [PivotFilter] {
    isNarrowed ? filters.filter { if case .amount = $0 { false } else { true } } : filters
  }

  /// Puts the figures of the deals of some days into the tree; the deals among them without a value, by reason, and the rates
  /// used.
  func fill(
    _ tree: inout ReportTree, _ range: Range<CivilDate>?, _ tasks: Int, shifted: ReportShift? = nil,
    _ put: (inout ReportTree.Node, ReportFigures) -> Void
  ) async throws -> (gaps: [ReportGap], rates: [RateUse]) {
    let (fields, filters) = (scope.fields(shifted: shifted), filters(range))
    var gathered = try await gather(parts ?? whole, fields, filters, tasks)
    // The first groups come in the order of the report.
    let isFirst = shifted == nil
    for (values, figures) in zip(gathered.groups.paths, gathered.groups.figures) {
      if isFirst {
        tree.append(values) { put(&$0, figures) }
      } else {
        tree.change(scope.path(values, shifted)) { put(&$0, figures) }
      }
    }
    if parts != nil {
      // What a deal with two products is worth and how often it counts depends on the deal, not on its parts.
      gathered = try await gather(whole, Array(fields.prefix(scope.productLevel)), filters, tasks)
      for (values, figures) in zip(gathered.groups.paths, gathered.groups.figures) {
        tree.change(scope.path(values, shifted)) { put(&$0, figures) }
      }
    }
    return (gathered.gaps, gathered.rates)
  }

  /// The deals left out, by reason.
  ///
  /// - Parameter all: The figures of all deals that the report is about.
  func leftOut(of all: ReportFigures) throws -> [ReportGap] {
    var gaps: [ReportGap] = []
    if scope.leavesOutOmitted, scope.sumsForecast {
      let omitted = all.count(.omitted)
      if omitted > 0 { gaps.append(ReportGap(reason: .omitted, count: Int64(omitted))) }
    }
    let undated =
      scope.range == nil || scope.definition.datedBy != .close
      ? 0 : try whole.count(scope.reading, where: undatedFilters + [.values(.closeDay, [.none])])
    if undated > 0 { gaps.append(ReportGap(reason: .undated, count: Int64(undated))) }
    return gaps
  }
}

extension ReportDeals {
  /// Reads all that the report's figures are made of, by the values of some dimensions.
  func gather(
    _ source: DealColumns, _ fields: [DealDimension], _ filters: [PivotFilter], _ tasks: Int
  ) async throws -> (groups: ReportGroups, gaps: [ReportGap], rates: [RateUse]) {
    precondition(source.weights == nil || scope.isOfSums, "rows that are groups answer only counts and sums")
    let kinds: [DealDimension] = scope.leavesOutOmitted ? [.outcome, .omission] : [.outcome]
    let query = PivotQuery(fields + kinds, where: filters)
    var groups = ReportGroups()
    let leavesOutOmitted = scope.leavesOutOmitted
    func kind(_ values: [PivotValue]) -> DealSubject {
      DealSubject(outcome: values[fields.count], omission: leavesOutOmitted ? values[fields.count + 1] : .none)
    }
    func change(_ values: [PivotValue], _ change: (inout ReportFigures, DealSubject) -> Void) {
      groups.change(values.prefix(fields.count)) { change(&$0, kind(values)) }
    }
    let pivot = try await source.pivot(query, scope.reading, tasks: tasks)
    for group in pivot.groups { groups.append(group.values.prefix(fields.count), group.figures, kind(group.values)) }
    for quantity in scope.summed {
      let amounts = source.amounts(source.values(quantity, scope.reading))
      let compiled = try DealQuery(query, source, scope.reading, amounts: amounts)
      let result = compiled.plan.run()
      for group in try compiled.groups(result, { compiled.figures(result, $0) }) {
        let sum = ReportFigures.QuantitySum(sum: group.figures.unweighted, count: group.figures.pricedCount)
        change(group.values) { $0.add(sum, of: quantity, $1) }
      }
    }
    for quantity in scope.distinguished {
      let some = PivotQuery(query.dimensions, where: filters + [.known(quantity)])
      for group in try await source.pivot(some, scope.reading, tasks: tasks).groups {
        change(group.values) { $0.add(group.figures, having: quantity, $1) }
      }
    }
    if !scope.listed.isEmpty {
      let compiled = try DealQuery(query, source, scope.reading)
      for quantity in scope.listed {
        for (values, listed) in try compiled.values(source.values(quantity, scope.reading)) {
          change(values) { $0.add(listed, of: quantity, $1) }
        }
      }
    }
    if scope.countsProducts {
      let divided = parts ?? whole.divided(by: scope.input.lines)
      let sold = try await divided.pivot(
        PivotQuery(fields + kinds + [.product], where: filters), scope.reading, tasks: tasks)
      for group in sold.groups {
        guard case .text(let product)? = group.values.last else { continue }
        change(group.values) { $0.add(product: product, $1) }
      }
    }
    return (groups, pivot.gaps, pivot.rates)
  }
}

extension DealQuery {
  /// The known ones among some rows' values, one by one, by the values of the query's dimensions.
  /// - Throws: ``PivotError/tooManyCombinations``, ``PivotError/tooManyGroups``.
  fileprivate func values(_ values: [Int128?]) throws -> [[PivotValue]: [Int128]] {
    guard plan.cellCount != nil || plan.isEmpty else { throw PivotError.tooManyCombinations }
    var byCell: [UInt64: [Int128]] = [:]
    plan.forEachCell { row, cell in
      if let value = values[row] { byCell[cell, default: []].append(value) }
    }
    var byValues: [[PivotValue]: [Int128]] = [:]
    for (cell, own) in byCell {
      guard let buckets = plan.buckets(of: cell) else { continue }
      let key = query.dimensions.indices.map { index -> PivotValue in
        let joint = joints.firstIndex { $0.fields.contains(index) } ?? 0
        return fields.value(query.dimensions[index], joints[joint].representatives[Int(buckets[joint])])
      }
      byValues[key, default: []] += own
      guard byValues.count <= PivotError.mostGroups else { throw PivotError.tooManyGroups }
    }
    return byValues
  }
}
