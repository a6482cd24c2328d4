import PipelinePlugins

/// An entry of a section's `changes`, bound to the columns of a file.
struct BoundChange: Sendable {
  let at: BoundSource
  let time: BoundSource?
  /// Blank for rows without the change; `nil` if all rows have it.
  let when: BoundSource?
  /// Whether the change sets the status.
  let namesStatus: Bool
  /// The fields that the change names.
  let names: Set<FieldName>
  /// The sources of the row, with those of the change replaced.
  let sources: [FieldName: BoundSource]
}

extension SourceBinder {
  mutating func bind(_ change: ImportChange, over sources: [FieldName: BoundSource]) -> BoundChange {
    var own = sources
    if change.namesStatus { for field in ImportChange.fieldsOfStatus { own[field] = nil } }
    for spec in ImportKind.pastFields {
      if let source = change.fields[spec.name] { own[spec.name] = bind(source, spec.name) }
    }
    let condition = change.when.map { when in
      var source = ValueSource(SourceStep(.constant("x"), when: when))
      source.mark = when.mark ?? change.mark
      return bind(source, "at")
    }
    return BoundChange(
      at: bind(change.at, "at"), time: change.time.map { bind($0, "time") }, when: condition,
      namesStatus: change.namesStatus, names: Set(change.fields.keys), sources: own)
  }
}

/// Reads the past changes of deals from their rows, without side effects.
struct PastReader: Sendable {
  private let table: ImportTable
  private let changes: [(bound: BoundChange, reader: DealReader)]
  private let days: CivilDays
  private let limit: PastLimit

  init(_ reader: DealReader, limit: PastLimit) {
    table = reader.table
    days = reader.days
    self.limit = limit
    changes = reader.table.changes.map { bound in
      var table = reader.table
      table.sources = bound.sources
      let own = DealReader(table: table, planner: reader.planner, today: reader.today, days: reader.days)
      return (bound, own)
    }
  }

  /// Whether rows contain no past changes.
  var isEmpty: Bool { changes.isEmpty }

  /// The dated steps of a row, in order.
  ///
  /// - Parameters:
  ///   - onlyNamed: Whether a change sets only the fields that it names.
  ///   - place: Applies some or all values of a row to a deal.
  func steps(
    of deal: DealRow, onlyNamed: Bool,
    place: @escaping @Sendable (DealRow, ImportTable, Set<FieldName>?, inout OpportunityBody) -> AppliedRow
  ) -> Result<[PastStep], RowProblems> {
    var steps: [PastStep] = []
    var problems: [ImportProblem] = []
    for (bound, reader) in changes {
      let count = problems.count
      guard !onlyNamed || !bound.names.isEmpty, let moment = moment(bound, deal, after: steps.last, &problems) else {
        continue
      }
      let read: DealRow
      switch reader.read(deal.row) {
      case .success(let row): read = row
      case .failure(let refused):
        problems += refused.all.map { dated($0, moment.day) }
        continue
      }
      guard problems.count == count else { continue }
      let table = reader.table
      let names = onlyNamed ? bound.names : nil
      steps.append(
        PastStep(
          at: moment.at, day: moment.day, closedOn: bound.namesStatus ? nil : read.closedOn,
          change: { body in place(read, table, names, &body).problems.map { dated($0, moment.day) } },
          problem: { refusal in
            dated(table.problem(read, refusal, orAt: bound.at.column), moment.day)
          }))
    }
    return problems.isEmpty ? .success(steps) : .failure(RowProblems(all: problems))
  }

  /// The instant of a change; `nil` if the row has none or it cannot be read.
  private func moment(
    _ bound: BoundChange, _ deal: DealRow, after last: PastStep?, _ problems: inout [ImportProblem]
  ) -> (at: Instant, day: CivilDate)? {
    do {
      if let when = bound.when, try when.text(deal.row, deal.known) == nil { return nil }
      guard let found = try bound.at.text(deal.row, deal.known) else { return nil }
      let moment = try formats(bound.at).moment(found, time: bound.time?.text(deal.row, deal.known))
      if let problem = limit.problem(moment.at, moment.day, found.text) { throw problem }
      if let last, moment.at < last.at {
        throw ImportValueError(.beforeChangeAbove, found.text, ["day": .date(last.day)])
      }
      return moment
    } catch {
      problems.append(table.problem(deal.row, bound.at, error))
      return nil
    }
  }

  private func formats(_ source: BoundSource) -> ValueFormats { table.formats(source, days: days, today: limit.today) }

  /// The problem with the day of its change.
  private func dated(_ problem: ImportProblem, _ day: CivilDate) -> ImportProblem {
    ImportProblem(
      file: problem.file, line: problem.line, column: problem.column, field: problem.field, value: problem.value,
      sentence: LocalizedText(ImportPhrase.ofChange, ["message": .label(problem.sentence), "day": .date(day)]))
  }
}

extension ImportTable {
  /// The value formats of a source.
  func formats(_ source: BoundSource, days: CivilDays, today: CivilDate, currency: Currency = .eur) -> ValueFormats {
    ValueFormats(
      dates: source.dates, numbers: source.numbers, percentages: source.percentages, days: days, fileDays: fileDays,
      today: today, currency: currency)
  }

  /// A refusal at the column of its field, or else at another column.
  func problem(
    _ deal: DealRow, _ refusal: Refusal, orAt other: (header: String, index: Int)? = nil
  ) -> ImportProblem {
    var field = refusal.field
    switch (refusal.field, refusal.code) {
    case ("lines"?, .unknownEntry), ("lines"?, .retiredEntry): field = "product"
    case ("lines"?, _): field = sources["quantity"]?.column == nil ? "unit_price" : "quantity"
    case ("stated_amount"?, _): field = "amount"
    default: break
    }
    guard let other, field.flatMap({ sources[$0]?.column }) == nil else {
      return problem(deal.row, field, refusal.sentence)
    }
    return ImportProblem(
      file: file, line: deal.row.line, column: other.header, field: field, value: try? deal.row.text(other.index),
      sentence: refusal.sentence)
  }

  /// A problem at the column of a source.
  func problem(_ row: CSVRow, _ source: BoundSource, _ error: any Error) -> ImportProblem {
    ImportProblem(
      file: file, line: row.line, column: source.column?.header, field: source.name,
      value: source.column.flatMap { try? row.text($0.index) }, sentence: LocalizedText(explaining: error))
  }
}
