import PipelinePlugins

/// The audit trail of deals: a file with one changed field per row, or with several in their own columns.
struct AuditTrail: Sendable {
  /// A change of one field.
  struct Change: Sendable {
    let row: CSVRow
    let at: Instant
    let day: CivilDate
    let field: FieldName
    let value: String?
    let old: String?
    /// The section's field whose column contains the value.
    let source: FieldName
    /// Whether the value is from the mapping.
    var isOurs = false
  }

  let table: ImportTable
  let values: AuditTrailValues
  /// The changes by external id, in order of time.
  private(set) var changes: [String: [Change]] = [:]
  /// Deals with invalid rows, which are left out completely.
  private(set) var refused: Set<String> = []
  private(set) var problems: [ImportProblem] = []
  private(set) var section: ImportSummary.Section
  /// The number of rows of each deal.
  private(set) var rows: [String: Int] = [:]
  /// The fields with columns of their own.
  private let own: [FieldName]

  init(_ table: ImportTable, deals: ImportSection?, planner: Planner, days: CivilDays, limit: PastLimit) {
    self.table = table
    values = AuditTrailValues(table, deals: deals, planner: planner, days: days, today: limit.today)
    own = Self.names.filter { table.sources[$0] != nil }
    section = ImportSummary.Section(kind: .changes, file: table.file)
    var reader = table.reader
    var passed = PassedRows()
    while let next = table.next(&reader, &passed) {
      switch next {
      case .failure(let problem): refuse(nil, [problem])
      case .success(let row): read(row, days, limit)
      }
    }
    section.blank += passed.blank
    section.filtered = passed.filtered
    changes = changes.mapValues { AuditTrailOrder.ordered($0) }
  }

  /// Whether the trail contains changes of a deal's status.
  func tellsStatus(of deal: String) -> Bool {
    changes[deal]?.contains { $0.field == "status" || $0.field == "cycle" } ?? false
  }

  private mutating func read(_ row: CSVRow, _ days: CivilDays, _ limit: PastLimit) {
    var problems: [ImportProblem] = []
    let deal = table.text("external_id", row, &problems)?.text
    var said: [(field: FieldName, value: BoundSource.Found?, old: String?, source: FieldName)] = []
    if let field = table.text("field", row, &problems)?.text {
      if let name = name(field, row, &problems) {
        said.append(
          (name, table.text("value", row, &problems), table.text("old_value", row, &problems)?.text, "value"))
      }
    }
    for name in own {
      let found = table.text(name, row, &problems)
      if found != nil || table.sources[name]?.clears == true { said.append((name, found, nil, name)) }
    }
    guard !said.isEmpty || !problems.isEmpty else {
      section.blank += 1
      return
    }
    if deal == nil, problems.isEmpty {
      problems.append(table.problem(row, "external_id", ImportPhrase.blankDeal))
    }
    let moment = moment(row, days, limit, &problems)
    guard problems.isEmpty, let deal, let moment else { return refuse(deal, problems) }
    rows[deal, default: 0] += 1
    changes[deal, default: []] += said.map { field, value, old, source in
      let isOurs = value?.isOurs ?? false
      return Change(
        row: row, at: moment.at, day: moment.day, field: field,
        value: isOurs ? value?.text : values.word(value?.text, field), old: values.word(old, field), source: source,
        isOurs: isOurs)
    }
  }

  /// The field that a row names.
  private func name(_ field: String, _ row: CSVRow, _ problems: inout [ImportProblem]) -> FieldName? {
    if let name = FieldName(field), Self.names.contains(name) { return name }
    let known = Self.names.map(\.description)
    let near = nearest(field, in: known)
    problems.append(
      table.problem(
        row, "field", near == nil ? .noFieldToChange : .noFieldToChangeButNear,
        ["value": .text(field.clipped()), "known": near.map { .text($0) } ?? .list(known)]))
    return nil
  }

  private func moment(
    _ row: CSVRow, _ days: CivilDays, _ limit: PastLimit, _ problems: inout [ImportProblem]
  ) -> (at: Instant, day: CivilDate)? {
    guard let source = table.sources["at"] else { return nil }
    do {
      guard let found = try source.text(row, KnownOfRow()) else {
        throw ImportValueError(LocalizedText(ImportPhrase.blankMoment))
      }
      let moment = try table.formats(source, days: days, today: limit.today)
        .moment(found, time: table.sources["time"]?.text(row, KnownOfRow()))
      if let problem = limit.problem(moment.at, moment.day, found.text) { throw problem }
      return moment
    } catch {
      problems.append(table.problem(row, source, error))
      return nil
    }
  }

  /// Leaves out a row and its deal.
  private mutating func refuse(_ deal: String?, _ more: [ImportProblem]) {
    problems += more
    section.refused += 1
    if let deal { refused.insert(deal) }
  }

  private static let names = ImportKind.pastFields.map(\.name)
}
