import PipelinePlugins

extension AuditTrail {
  /// The dated steps of a deal. Changes at one instant are one step, unless one field changes more than once.
  ///
  /// - Parameter closedOn: The closing date in the row, for the step that closed the deal.
  func steps(of deal: String, closedOn: CivilDate? = nil) -> [PastStep] {
    let changes = changes[deal] ?? []
    let closing = changes.last { $0.field == "status" }.map { ($0.at, $0.row.line) }
    var counted: Set<Int> = []
    let steps = AuditTrailOrder.rounds(changes).reversed().map { group in
      let rows = Set(group.map(\.row.line)).subtracting(counted)
      counted.formUnion(rows)
      let closes = closing.map { closing in group.contains { ($0.at, $0.row.line) == closing && $0.field == "status" } }
      let ordered =
        group.filter { Self.readFirst.contains($0.field) } + group.filter { !Self.readFirst.contains($0.field) }
      return PastStep(
        at: group[0].at, day: group[0].day, closedOn: closes == true ? closedOn : nil, rows: rows.count,
        change: { body in ordered.compactMap { set($0.value, $0, &body, column: $0.source) } },
        problem: { problem($0, among: group) })
    }
    return steps.reversed()
  }

  /// Sets the fields of a new deal to their values before the first change.
  func rewind(_ deal: String, _ body: inout OpportunityBody) -> [ImportProblem] {
    var problems: [ImportProblem] = []
    var seen: Set<FieldName> = []
    let changes = changes[deal] ?? []
    if tellsStatus(of: deal) {
      // They belong to the deal's last status.
      (body.probability, body.forecast, body.lossReason, body.winLossReport) = (nil, nil, nil, nil)
    }
    for change in changes where seen.insert(change.field).inserted {
      guard change.old != nil || !Self.neverBlank.contains(change.field) else { continue }
      if change.old == nil, change.field == "status" {
        body.status = ""
      } else if change.old == nil, change.field == "probability" {
        // A new deal has no origin yet that says whose the row's probability is.
        body.probability = nil
      } else if let problem = set(change.old, change, &body, column: "old_value") {
        problems.append(problem)
      }
    }
    return problems
  }

  /// Sets a new deal of a closed row to its state before closing: the first stage, without the fields that closing
  /// sets.
  func open(_ body: inout OpportunityBody) {
    body.status = ""
    (body.probability, body.forecast, body.lossReason, body.winLossReport) = (nil, nil, nil, nil)
  }

  /// Fields that others at the same instant depend on: 100 % belongs to a won deal.
  private static let readFirst: Set<FieldName> = ["cycle", "status"]

  /// Required fields: without an old value, they have the value of the row before their first change.
  private static let neverBlank: Set<FieldName> = [
    "name", "cycle", "owner", "currency", "product", "quantity", "unit_price",
  ]

  private func set(
    _ value: String?, _ change: Change, _ body: inout OpportunityBody, column: FieldName
  ) -> ImportProblem? {
    do {
      let found = value.map { BoundSource.Found(text: $0, isOurs: change.isOurs) }
      try values.set(found, change.field, from: change.source, &body)
      return nil
    } catch {
      return table.problem(
        change.row, column, .ofField,
        ["field": .text("\(change.field)"), "message": .label(LocalizedText(explaining: error))])
    }
  }

  /// A refusal at the row of its field, or else at the first row.
  private func problem(_ refusal: Refusal, among group: [Change]) -> ImportProblem {
    let fields: [FieldName] =
      switch refusal.field {
      case "lines"?: ["product", "quantity", "unit_price"]
      case "stated_amount"?: ["amount"]
      default: refusal.field.map { [$0] } ?? []
      }
    let change = group.first { fields.contains($0.field) } ?? group[0]
    return table.problem(change.row, change.source, refusal.sentence)
  }
}

/// The order of a deal's changes.
enum AuditTrailOrder {
  /// The changes in order of time. Changes of one field at one instant are ordered by their old values, or else by the
  /// order of the file, which is reversed if it begins with the newest.
  static func ordered(_ changes: [AuditTrail.Change]) -> [AuditTrail.Change] {
    let isNewestFirst =
      zip(changes, changes.dropFirst()).reduce(0) { $0 + ($1.0.at > $1.1.at ? 1 : $1.0.at < $1.1.at ? -1 : 0) } > 0
    let given = isNewestFirst ? changes.reversed() : changes
    let sorted = given.indices.sorted { (given[$0].at, $0) < (given[$1].at, $1) }.map { given[$0] }
    var ordered = sorted
    var last: [FieldName: String?] = [:]
    var start = 0
    while start < sorted.count {
      let end = sorted[start...].firstIndex { $0.at > sorted[start].at } ?? sorted.count
      let places = Dictionary(grouping: start..<end) { sorted[$0].field }
      for (field, places) in places {
        let chain = places.count == 1 ? places.map { sorted[$0] } : chain(places.map { sorted[$0] }, after: last[field])
        for (place, change) in zip(places, chain) { ordered[place] = change }
        last[field] = chain.last?.value
      }
      start = end
    }
    return ordered
  }

  /// Orders changes of one field at one instant, so that each old value is the previous new value.
  ///
  /// - Parameter before: The value before that instant, if known.
  private static func chain(_ changes: [AuditTrail.Change], after before: String??) -> [AuditTrail.Change] {
    guard changes.contains(where: { $0.old != nil }) else { return changes }
    var left: [String?: [Int]] = [:]
    for (index, change) in changes.enumerated() { left[change.old, default: []].append(index) }
    // An Eulerian path starts at the value before, or at a value that is left more often than it is reached.
    let reached = Dictionary(grouping: changes, by: \.value).mapValues(\.count)
    let unmatched = changes.first { (left[$0.old]?.count ?? 0) > (reached[$0.old] ?? 0) }?.old
    let start: String? = unmatched ?? (before.flatMap { left[$0] == nil ? nil : $0 } ?? changes[0].old)
    var path: [Int] = []
    var stack: [(value: String?, change: Int?)] = [(start, nil)]
    while let top = stack.last {
      if let next = left[top.value]?.first {
        left[top.value]?.removeFirst()
        stack.append((changes[next].value, next))
      } else {
        stack.removeLast()
        if let change = top.change { path.append(change) }
      }
    }
    // Inconsistent old values are ignored.
    return path.count == changes.count ? path.reversed().map { changes[$0] } : changes
  }

  /// Groups changes into steps: those at one instant together, unless a field changes twice. The last change of such a
  /// field is in a step with the last changes of the others.
  static func rounds(_ changes: [AuditTrail.Change]) -> [[AuditTrail.Change]] {
    var rounds: [[AuditTrail.Change]] = []
    var start = 0
    while start < changes.count {
      let end = changes[start...].firstIndex { $0.at > changes[start].at } ?? changes.count
      var groups: [[AuditTrail.Change]] = []
      var seen: [FieldName: Int] = [:]
      for change in changes[start..<end].reversed() {
        let round = seen[change.field, default: 0]
        seen[change.field] = round + 1
        if round == groups.count { groups.append([]) }
        groups[round].insert(change, at: 0)
      }
      rounds += groups.reversed()
      start = end
    }
    return rounds
  }
}
