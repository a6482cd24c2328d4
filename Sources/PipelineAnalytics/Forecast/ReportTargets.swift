import PipelinePlugins

/// An amount that was stated for a salesperson or a team and some days: a target, or a forecast call.
struct HeldAmount {
  let holder: SalesTarget.Holder
  let range: Range<CivilDate>
  let amount: Int64
}

/// The targets, or the forecast calls, of a report's groups.
///
/// A group has one where it is about salespeople, teams and periods alone: nobody set a target for a source or a stage.
struct ReportTargets {
  private let targets: [HeldAmount]
  private let groupings: [DealDimension]
  private let range: Range<CivilDate>?
  private let teams: [String: String]
  private let calendar: FiscalCalendar
  private let isIncluded: (String) -> Bool
  private let isTeamIncluded: (String) -> Bool

  init(_ scope: ForecastScope, _ targets: [HeldAmount]) {
    let (owners, wanted, teams) = (scope.definition.owners, scope.definition.teams, scope.reading.teams)
    self.targets = targets
    groupings = scope.definition.groupBy
    range = scope.range
    calendar = scope.reading.calendar
    self.teams = teams
    isIncluded = { name in
      (owners.isEmpty || owners.contains(name)) && (wanted.isEmpty || teams[name].map(wanted.contains) ?? false)
    }
    isTeamIncluded = { owners.isEmpty && (wanted.isEmpty || wanted.contains($0)) }
  }

  /// The groups that have a target, deals or none. Whom nobody sold anything for is whom one looks for first.
  var paths: [[PivotValue]] {
    var paths: [[PivotValue]] = []
    for target in targets {
      let (owner, team): (String?, String?) =
        switch target.holder {
        case .owner(let name): (name, teams[name])
        case .team(let name): (nil, name)
        }
      guard owner.map(isIncluded) ?? team.map(isTeamIncluded) ?? false else { continue }
      let values = groupings.compactMap { grouping -> PivotValue? in
        switch grouping {
        case .owner: return owner.map { .text($0) }
        case .team: return team.map { .text($0) } ?? PivotValue.none
        default:
          guard let grain = grouping.closePeriod else { return nil }
          return .period(calendar.period(grain, containing: target.range.lowerBound))
        }
      }
      // The group has the target only where its days hold the whole period.
      guard values.count == groupings.count, !values.isEmpty, !paths.contains(values), self.target(values) != nil else {
        continue
      }
      paths.append(values)
    }
    return paths
  }

  /// The target of the group at a path, in minor units; `nil` where none was set for it.
  func target(_ path: [PivotValue]) -> Int128? {
    guard !targets.isEmpty else { return nil }
    var (owner, team): (PivotValue?, PivotValue?) = (nil, nil)
    var days = range
    for (grouping, value) in zip(groupings, path) {
      switch grouping {
      case .owner: owner = value
      case .team: team = value
      case .month, .quarter, .fiscalYear:
        guard case .period(let period) = value else { return nil }
        days = days.map { $0.clamped(to: period.range) } ?? period.range
      default: return nil
      }
    }
    let own = targets.filter { target in
      days.map { $0.lowerBound <= target.range.lowerBound && target.range.upperBound <= $0.upperBound }
        ?? true
    }
    let chosen: [HeldAmount]
    switch (owner, team) {
    case (.some(let owner), _):
      chosen = own.filter { if case .owner(let name) = $0.holder { owner == .text(name) } else { false } }
    case (nil, .some(let team)): chosen = ofTeam(team, own)
    case (nil, nil): chosen = ofAll(own)
    }
    let counted = Self.outermost(chosen)
    return counted.isEmpty ? nil : counted.reduce(0) { $0 + Int128($1.amount) }
  }

  /// A team's own targets, else those of its people.
  private func ofTeam(_ team: PivotValue, _ targets: [HeldAmount]) -> [HeldAmount] {
    guard case .text(let name) = team else { return [] }
    let own = targets.filter { $0.holder == .team(name) }
    return own.isEmpty || !isTeamIncluded(name) ? people(targets) { teams[$0] == name } : own
  }

  /// The teams' targets, and those of the people whose team has none.
  private func ofAll(_ targets: [HeldAmount]) -> [HeldAmount] {
    let ofTeams = targets.filter { if case .team(let name) = $0.holder { isTeamIncluded(name) } else { false } }
    let covered = Set(ofTeams.map(\.holder))
    return ofTeams + people(targets) { teams[$0].map { !covered.contains(.team($0)) } ?? true }
  }

  private func people(_ targets: [HeldAmount], _ belongs: (String) -> Bool) -> [HeldAmount] {
    targets.filter { if case .owner(let name) = $0.holder { isIncluded(name) && belongs(name) } else { false } }
  }

  /// A month's target is part of its quarter's where both are set: of such only the longer counts.
  private static func outermost(_ targets: [HeldAmount]) -> [HeldAmount] {
    targets.filter { target in
      !targets.contains {
        $0.holder == target.holder && $0.range != target.range
          && $0.range.lowerBound <= target.range.lowerBound
          && target.range.upperBound <= $0.range.upperBound
      }
    }
  }
}
