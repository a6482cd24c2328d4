import PipelinePlugins

/// A value's source bound to the columns of one file.
struct BoundSource: Sendable {
  let name: FieldName
  /// The first column that is read, for error texts.
  let column: (header: String, index: Int)?
  let dates: DateFormat
  let numbers: NumberFormat
  let percentages: PercentageRule
  fileprivate let steps: [Step]

  fileprivate struct Step: Sendable {
    let origin: Origin
    let outcomes: [Outcome]
    let condition: (index: Int, texts: Set<String>)?
    let blanks: Set<String>
    let values: [String: String]
  }

  fileprivate enum Origin: Sendable {
    case column(Int)
    case constant(String)
    case lookup(attribute: String, of: FieldName)
  }

  /// A text that was found, and whether the mapping wrote it or the file.
  struct Found: Sendable {
    let text: String
    let isOurs: Bool
  }

  /// The text for a row; `nil` where every step is blank.
  func text(_ row: CSVRow, _ known: KnownOfRow) throws -> Found? {
    for step in steps {
      if !step.outcomes.isEmpty {
        guard let outcome = known.outcome, step.outcomes.contains(outcome) else { continue }
      }
      if let (index, texts) = step.condition, try !texts.contains(row.text(index).trimmingBlanks) { continue }
      guard var found = try read(step.origin, row, known), !found.text.isEmpty, !step.blanks.contains(found.text) else {
        continue
      }
      if let value = step.values[found.text] {
        guard !value.isEmpty else { continue }
        found = Found(text: value, isOurs: found.isOurs)
      }
      return found
    }
    return nil
  }

  private func read(_ origin: Origin, _ row: CSVRow, _ known: KnownOfRow) throws -> Found? {
    switch origin {
    case .column(let index): Found(text: try row.text(index).trimmingBlanks, isOurs: false)
    case .constant(let text): Found(text: text, isOurs: true)
    case .lookup(let attribute, let field):
      known.attribute(attribute, field).map { Found(text: $0, isOurs: true) }
    }
  }
}

/// What is known of a row before its other values are read.
struct KnownOfRow: Sendable {
  var outcome: Outcome?
  var keys: [FieldName: String] = [:]
  var lookups: LookupTables?

  func attribute(_ attribute: String, _ field: FieldName) -> String? {
    guard let key = keys[field], let table = ImportKind.tableOf(field) else { return nil }
    return lookups?[table][key]?.attributes[attribute]
  }
}

/// Binds a section's sources to a file's columns; collects what does not fit.
struct SourceBinder {
  let section: ImportSection
  let mappingFile: String?
  let file: String
  let reader: CSVReader
  var diagnostics: [Diagnostic] = []

  mutating func bind(_ source: ValueSource, _ name: FieldName) -> BoundSource {
    var steps: [BoundSource.Step] = []
    var first: (header: String, index: Int)?
    for step in source.steps {
      let origin: BoundSource.Origin
      switch step.origin {
      case .column(let header):
        guard let index = column(header, step.mark ?? source.mark) else { continue }
        if first == nil { first = (header, index) }
        origin = .column(index)
      case .constant(let text): origin = .constant(text)
      case .lookup(let attribute, let field): origin = .lookup(attribute: attribute, of: field)
      }
      var condition: (index: Int, texts: Set<String>)?
      if let header = step.when?.column {
        guard let index = column(header, step.when?.mark ?? step.mark ?? source.mark) else { continue }
        condition = (index, Set(step.when?.texts ?? []))
      }
      steps.append(
        BoundSource.Step(
          origin: origin, outcomes: step.when?.outcomes ?? [], condition: condition,
          blanks: Set(step.blanks + section.blanks), values: step.values))
    }
    return BoundSource(
      name: name, column: first, dates: source.dates ?? section.dates, numbers: source.numbers ?? section.numbers,
      percentages: source.percentages ?? PercentageRule(), steps: steps)
  }

  private mutating func column(_ header: String, _ mark: SourceMark?) -> Int? {
    if let index = reader.column(header) { return index }
    diagnostics.append(
      Diagnostic(
        .unknownName, "'\(file)' has no column '\(header.clipped())'", hint: hint(for: header, among: reader.header),
        file: mappingFile, at: mark))
    return nil
  }
}
