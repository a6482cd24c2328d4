import PipelinePlugins

/// The source of a value, bound to the columns of one file. A class, since it is looked up for every cell.
final class BoundSource: Sendable {
  let name: FieldName
  /// The first column of the source, for error texts.
  let column: (header: String, index: Int)?
  let dates: DateFormat
  let numbers: NumberFormat
  let percentages: PercentageRule
  /// Whether a blank clears the field.
  let clears: Bool
  fileprivate let steps: [Step]

  fileprivate struct Step: Sendable {
    let origin: Origin
    let outcomes: [Outcome]
    let condition: BoundCondition?
    let blanks: Set<String>
    let values: [String: String]
  }

  fileprivate enum Origin: Sendable {
    case column(Int)
    case constant(String)
    case lookup(attribute: String, of: FieldName)
  }

  /// A text, and whether it is from the mapping or from the file.
  struct Found: Sendable {
    let text: String
    let isOurs: Bool
  }

  fileprivate init(
    name: FieldName, column: (header: String, index: Int)?, dates: DateFormat, numbers: NumberFormat,
    percentages: PercentageRule, clears: Bool, steps: [Step]
  ) {
    self.name = name
    self.column = column
    self.dates = dates
    self.numbers = numbers
    self.percentages = percentages
    self.clears = clears
    self.steps = steps
  }

  /// The text of a row; `nil` if all sources are blank.
  func text(_ row: CSVRow, _ known: KnownOfRow) throws -> Found? {
    for step in steps {
      if !step.outcomes.isEmpty {
        guard let outcome = known.outcome, step.outcomes.contains(outcome) else { continue }
      }
      if let condition = step.condition, try !condition.holds(row) { continue }
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

/// A condition on a column of a file.
struct BoundCondition: Sendable {
  let index: Int
  private let texts: Set<String>
  private let otherTexts: Set<String>

  init(_ index: Int, _ condition: RowCondition) {
    self.index = index
    texts = Set(condition.texts)
    otherTexts = Set(condition.otherTexts)
  }

  /// Whether the condition holds for a row.
  /// - Throws: ``PipelineTabular/CSVError`` for a cell that is invalid in the file's encoding.
  func holds(_ row: CSVRow) throws -> Bool {
    let text = try row.text(index).trimmingBlanks
    return (texts.isEmpty || texts.contains(text)) && !otherTexts.contains(text)
  }
}

/// Values of a row that other values depend on.
struct KnownOfRow: Sendable {
  var outcome: Outcome?
  var keys: [FieldName: String] = [:]
  var lookups: LookupTables?

  func attribute(_ attribute: String, _ field: FieldName) -> String? {
    guard let key = keys[field], let table = ImportKind.tableOf(field) else { return nil }
    return lookups?[table][key]?.attributes[attribute]
  }
}

/// Binds the sources of a section to the columns of a file, and collects errors.
struct SourceBinder {
  let section: ImportSection
  let mappingFile: String?
  let file: String
  let reader: CSVReader

  init(section: ImportSection, mappingFile: String?, file: String, reader: CSVReader) {
    self.section = section
    self.mappingFile = mappingFile
    self.file = file
    self.reader = reader
  }

  var diagnostics: [Diagnostic] = []
  /// The columns that are read.
  private(set) var used: Set<Int> = []

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
      var condition: BoundCondition?
      if let when = step.when, when.column != nil {
        guard let bound = bind(when, step.mark ?? source.mark) else { continue }
        condition = bound
      }
      steps.append(
        BoundSource.Step(
          origin: origin, outcomes: step.when?.outcomes ?? [], condition: condition,
          blanks: Set(step.blanks + section.blanks), values: step.values))
    }
    return BoundSource(
      name: name, column: first, dates: source.dates ?? section.dates, numbers: source.numbers ?? section.numbers,
      percentages: source.percentages ?? PercentageRule(), clears: source.clearsBlanks ?? section.clearsBlanks,
      steps: steps)
  }

  /// Binds a condition. Returns `nil` for a condition without a column, and for a missing column, which is reported.
  mutating func bind(_ condition: RowCondition, _ mark: SourceMark?) -> BoundCondition? {
    guard let header = condition.column, let index = column(header, condition.mark ?? mark) else { return nil }
    return BoundCondition(index, condition)
  }

  private mutating func column(_ header: String, _ mark: SourceMark?) -> Int? {
    if let index = reader.column(header) {
      used.insert(index)
      return index
    }
    diagnostics.append(
      Diagnostic(
        .unknownName, "'\(file)' has no column '\(header.clipped())'",
        hint: hint(for: header, among: reader.header.filter { !$0.isEmpty }),
        file: mappingFile, at: mark))
    return nil
  }
}
