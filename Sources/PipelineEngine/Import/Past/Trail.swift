import PipelinePlugins

/// The past of deals as a file of changes tells it: one field a row.
struct Trail: Sendable {
  /// A row.
  struct Change: Sendable {
    let row: CSVRow
    let at: Instant
    let day: CivilDate
    let field: FieldName
    let value: String?
    let old: String?
  }

  let table: ImportTable
  let values: TrailValues
  /// By the deal's external id, in order of time; of one moment in the file's order.
  private(set) var changes: [String: [Change]] = [:]
  /// Deals that have rows which cannot be read: they are left out whole.
  private(set) var refused: Set<String> = []
  private(set) var problems: [ImportProblem] = []
  private(set) var section: ImportSummary.Section
  /// How many rows each deal has.
  private(set) var rows: [String: Int] = [:]

  init(_ table: ImportTable, deals: ImportSection?, days: CivilDays, limit: PastLimit) {
    self.table = table
    values = TrailValues(table.section, deals: deals)
    section = ImportSummary.Section(kind: .changes, file: table.file)
    var reader = table.reader
    while let next = table.next(&reader, blank: &section.blank) {
      switch next {
      case .failure(let problem): refuse(nil, [problem])
      case .success(let row): read(row, days, limit)
      }
    }
    // A stable sort: rows of one moment keep the file's order.
    changes = changes.mapValues { rows in
      rows.indices.sorted { (rows[$0].at, $0) < (rows[$1].at, $1) }.map { rows[$0] }
    }
  }

  private mutating func read(_ row: CSVRow, _ days: CivilDays, _ limit: PastLimit) {
    var problems: [ImportProblem] = []
    func text(_ name: FieldName) -> String? { table.text(name, row, KnownOfRow(), &problems)?.text }
    let deal = text("external_id")
    guard let field = text("field") else {
      if problems.isEmpty { section.blank += 1 } else { refuse(deal, problems) }
      return
    }
    if deal == nil, problems.isEmpty {
      problems.append(table.problem(row, "external_id", ImportPhrase.blankDeal))
    }
    let name = FieldName(field).flatMap { name in Self.names.contains(name) ? name : nil }
    if name == nil {
      let known = Self.names.map(\.description)
      let near = nearest(field, in: known)
      problems.append(
        table.problem(
          row, "field", near == nil ? .noFieldToChange : .noFieldToChangeButNear,
          ["value": .text(field.clipped()), "known": near.map { .text($0) } ?? .list(known)]))
    }
    let moment = moment(row, days, limit, &problems)
    let (value, old) = (text("value"), text("old_value"))
    guard problems.isEmpty, let deal, let name, let moment else { return refuse(deal, problems) }
    rows[deal, default: 0] += 1
    changes[deal, default: []].append(
      Change(
        row: row, at: moment.at, day: moment.day, field: name, value: values.word(value, name),
        old: values.word(old, name)))
  }

  private func moment(
    _ row: CSVRow, _ days: CivilDays, _ limit: PastLimit, _ problems: inout [ImportProblem]
  ) -> (at: Instant, day: CivilDate)? {
    guard let source = table.sources["at"] else { return nil }
    do {
      guard let found = try source.text(row, KnownOfRow()) else {
        throw ImportValueError(LocalizedText(ImportPhrase.blankMoment))
      }
      let moment = try days.moment(source, found, time: table.sources["time"]?.text(row, KnownOfRow()))
      if let problem = limit.problem(moment.at, moment.day, found.text) { throw problem }
      return moment
    } catch {
      problems.append(table.problem(row, source, error))
      return nil
    }
  }

  /// Leaves a row out, and the whole deal with it.
  private mutating func refuse(_ deal: String?, _ more: [ImportProblem]) {
    problems += more
    section.refused += 1
    if let deal { refused.insert(deal) }
  }

  private static let names = ImportKind.pastFields.map(\.name)
}

extension Trail {
  /// The dated steps of a deal: changes of one moment are one step.
  ///
  /// - Parameter closedOn: The day that the deal closed as its row says, for the step that brought it to its last status.
  func steps(of deal: String, closedOn: CivilDate? = nil) -> [PastStep] {
    let changes = changes[deal] ?? []
    let closing = changes.last { $0.field == "status" }?.at
    var steps: [PastStep] = []
    var start = 0
    while start < changes.count {
      let at = changes[start].at
      let end = changes[start...].firstIndex { $0.at > at } ?? changes.count
      let group = Array(changes[start..<end])
      start = end
      steps.append(
        PastStep(
          at: at, day: group[0].day, closedOn: at == closing ? closedOn : nil, rows: group.count,
          change: { body in group.compactMap { set($0.value, $0, &body, column: "value") } },
          problem: { problem($0, among: group) }))
    }
    return steps
  }

  /// Puts what fields were before their first change into a new deal.
  func rewind(_ deal: String, _ body: inout OpportunityBody) -> [ImportProblem] {
    var problems: [ImportProblem] = []
    var seen: Set<FieldName> = []
    let changes = changes[deal] ?? []
    if changes.contains(where: { $0.field == "status" || $0.field == "cycle" }) {
      // They belong to the status that the deal has at last.
      (body.probability, body.forecast, body.lossReason, body.winLossReport) = (nil, nil, nil, nil)
    }
    for change in changes where seen.insert(change.field).inserted {
      guard change.old != nil || !Self.neverBlank.contains(change.field) else { continue }
      if change.old == nil, change.field == "status" {
        body.status = ""
      } else if let problem = set(change.old, change, &body, column: "old_value") {
        problems.append(problem)
      }
    }
    return problems
  }

  /// Fields that no deal is without: where nothing is said of them before their first change, what the row says.
  private static let neverBlank: Set<FieldName> = [
    "name", "cycle", "owner", "currency", "product", "quantity", "unit_price",
  ]

  private func set(
    _ value: String?, _ change: Change, _ body: inout OpportunityBody, column: FieldName
  ) -> ImportProblem? {
    do {
      try values.set(value, change.field, &body)
      return nil
    } catch {
      return table.problem(
        change.row, column, .ofField,
        ["field": .text("\(change.field)"), "message": .label(LocalizedText(explaining: error))])
    }
  }

  /// A refusal at the row whose field it is about, else at the first.
  private func problem(_ refusal: Refusal, among group: [Change]) -> ImportProblem {
    let fields: [FieldName] =
      switch refusal.field {
      case "lines"?: ["product", "quantity", "unit_price"]
      case "stated_amount"?: ["amount"]
      default: refusal.field.map { [$0] } ?? []
      }
    let change = group.first { fields.contains($0.field) } ?? group[0]
    return table.problem(change.row, "value", refusal.sentence)
  }
}
