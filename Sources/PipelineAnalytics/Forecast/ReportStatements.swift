import PipelinePlugins

/// What people stated for a group: no deal has a part in it.
struct StatedAmounts {
  var target: Int128?
  var calls: [ForecastCallFigure: Int128] = [:]

  /// Nothing was stated.
  static let none = StatedAmounts()
}

/// The targets and the forecast calls of a report's groups, where the report needs them.
struct ReportStatements {
  private let targets: ReportTargets?
  private let calls: [(figure: ForecastCallFigure, amounts: ReportTargets)]

  init(_ scope: ForecastScope) {
    let (definition, input) = (scope.definition, scope.input)
    targets =
      definition.needsTargets
      ? ReportTargets(
        scope, input.targets.map { HeldAmount(holder: $0.holder, range: $0.period.range, amount: $0.amount) }) : nil
    guard definition.needsCalls else {
      calls = []
      return
    }
    calls = ForecastCallFigure.allCases.map { figure in
      let held = input.calls.compactMap { call in
        call.amount(figure).map { HeldAmount(holder: .owner(call.person), range: call.range, amount: $0) }
      }
      return (figure, ReportTargets(scope, held))
    }
  }

  /// The groups that something was stated for, deals or none.
  var paths: [[PivotValue]] {
    (targets?.paths ?? []) + (calls.first { $0.figure == .adjusted }?.amounts.paths ?? [])
  }

  /// What was stated for the group at a path.
  func amounts(_ path: [PivotValue]) -> StatedAmounts {
    var stated = StatedAmounts(target: targets?.target(path))
    for (figure, amounts) in calls { stated.calls[figure] = amounts.target(path) }
    return stated
  }
}
