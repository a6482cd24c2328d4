extension DealColumns {
  /// Keeps answers from now on, and keeps them up to date as the journal is applied.
  package mutating func keepStandingPivots() {
    if standing == nil { standing = StandingPivots(version) }
  }

  /// These columns without kept answers: every question is answered from the rows.
  package var withoutStandingPivots: DealColumns {
    var own = self
    own.standing = nil
    return own
  }

  /// The number of questions that were answered from kept answers.
  package var answeredWithoutRows: Int { standing?.answered ?? 0 }

  /// The answer to a plan: the kept one, if the question was asked before.
  ///
  /// - Parameter question: The question of the plan; `nil` if it is about other columns than those of the deals.
  func answer(_ plan: PivotPlan, _ question: PivotQuestion?, tasks: Int = 1) async -> PivotResult {
    if let weights { return plan.run(weights) }
    if let known = kept(question) { return known }
    return keeping(tasks > 1 ? await plan.run(tasks: tasks) : plan.run(), question)
  }

  /// The answer to a plan: the kept one, if the question was asked before.
  func answer(_ plan: PivotPlan, _ question: PivotQuestion?) -> PivotResult {
    if let weights { return plan.run(weights) }
    return kept(question) ?? keeping(plan.run(), question)
  }

  private func kept(_ question: PivotQuestion?) -> PivotResult? {
    guard let standing, let question else { return nil }
    return standing.result(of: question, at: version)
  }

  private func keeping(_ result: PivotResult, _ question: PivotQuestion?) -> PivotResult {
    if let standing, let question, question.canStand { standing.keep(result, of: question, at: version) }
    return result
  }

  /// Changes the columns, and the kept answers with them.
  ///
  /// - Parameter changes: The number of changes. Many are cheaper to answer from the rows again.
  mutating func standing(through changes: Int, _ body: (inout DealColumns) -> Void) {
    guard let standing else { return body(&self) }
    let taken = standing.take(version)
    followed = changes > 64 + rowCount / 64 ? [] : taken
    body(&self)
    version = StandingPivots.Version()
    standing.put(followed, at: version, after: changes)
    followed = []
  }

  /// Takes a row out of the kept answers that depend on some columns, or adds it.
  ///
  /// - Parameter sign: -1 before the columns change, 1 afterwards.
  mutating func count(_ row: Int, _ sign: Int, changing changed: ColumnSet) {
    for place in followed.indices where !followed[place].columns.isDisjoint(with: changed) {
      followed[place].count(row, sign, in: columns, amounts, foreign)
    }
  }
}
