public import PipelinePlugins

/// A file to import: its name, for error texts, and what it holds.
public struct ImportFile: Sendable {
  /// The name that error texts carry.
  public let name: String
  /// The bytes: CSV in UTF-8.
  public let bytes: [UInt8]

  /// A file.
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}

/// How an import is done.
public struct ImportOptions: Hashable, Sendable {
  /// The day on which the import takes place; `nil` for the mapping's, else the clock's.
  public var today: CivilDate?
  /// Whether rows with problems are left out. Otherwise one of them leaves everything out.
  public var skipsBadRows = false
  /// Whether nothing is written, only planned.
  public var isDryRun = false

  /// Everything or nothing, on the mapping's day.
  public init() {}
}

/// How far an import is.
public struct ImportProgress: Hashable, Sendable {
  /// What is being imported.
  public let kind: ImportKind
  /// How many of its rows are planned.
  public let done: Int
  /// How many rows there are.
  public let total: Int
}

/// Why a row cannot be imported.
public struct ImportProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file.
  public let file: String
  /// The line on which the row starts, from 1.
  public let line: Int
  /// The column's header; `nil` where the problem is in no column.
  public let column: String?
  /// The field that the column fills; `nil` where it is about the row.
  public let field: FieldName?
  /// What the column holds.
  public let value: String?
  /// What is wrong, in one line that any ``Phrasebook`` can say.
  public let sentence: LocalizedText

  /// What is wrong, in English.
  public var message: String { sentence.fallback }

  /// The place and the sentence, as a book says them.
  public func text(_ book: Phrasebook) -> String {
    var values: [String: PhraseValue] = [
      "file": .text(file), "line": .text("\(line)"), "message": .text(sentence.text(book)),
    ]
    values["column"] = column.map { .text($0) }
    values["field"] = field.map { .text("\($0)") }
    return book.text(column != nil ? ImportPhrase.atColumn : field != nil ? .atField : .atLine, values)
  }

  /// `sales.csv:17: column 'close_value': '12abc' is not a number; …`
  public var description: String { text(.english) }
}

/// What an import did, or would have done.
public struct ImportSummary: Hashable, Sendable {
  /// What became of each file's rows, in the order in which they were read.
  public internal(set) var sections: [Section] = []
  /// How many accounts were added because deals name them.
  public internal(set) var accountsAdded = 0
  /// How many accounts turned from prospect to customer.
  public internal(set) var newCustomers = 0
  /// How many dated changes of deals were written, beside what their rows say.
  public internal(set) var datedChanges = 0
  /// How many new deals have a past: they came to be before the import.
  public internal(set) var dealsWithPast = 0
  /// The rows that cannot be imported, by file and line.
  public internal(set) var problems: [ImportProblem] = []
  /// What was taken for granted where rows were silent, a sentence each.
  public internal(set) var notes: [LocalizedText] = []
  /// Whether anything was written.
  public internal(set) var isWritten = false

  /// What became of a file's rows.
  public struct Section: Hashable, Sendable {
    /// What the rows are.
    public let kind: ImportKind
    /// The file.
    public let file: String
    /// Rows that came to be records.
    public internal(set) var created = 0
    /// Rows that changed a record.
    public internal(set) var updated = 0
    /// Rows that say what stands already.
    public internal(set) var unchanged = 0
    /// Rows with problems.
    public internal(set) var refused = 0
    /// Rows without any value, which mean nothing.
    public internal(set) var blank = 0
    /// Rows that the mapping's conditions leave out.
    public internal(set) var filtered = 0
    /// Dated changes from before their deals were known here, which no journal can tell any more.
    public internal(set) var untold = 0
  }

  /// Whether everything stood already as the files say.
  public var changesNothing: Bool {
    accountsAdded == 0 && newCustomers == 0 && sections.allSatisfy { $0.created == 0 && $0.updated == 0 }
  }
}

/// Rows cannot be imported, so nothing was written.
public struct ImportRefused: Error, Hashable, Sendable, CustomStringConvertible {
  /// What would have been done, and all the problems.
  public let summary: ImportSummary

  /// The problems, one a line, as ``ImportSummary/listedProblems(_:)`` lists them.
  public var description: String { summary.listedProblems(.english).joined(separator: "\n") }
}

extension ImportSummary {
  /// How many problems of one kind are listed before they are counted.
  public static let mostOfAKind = 50

  /// The problems as lines of text: of one kind in one column the first ``mostOfAKind``, then how many more there are.
  public func listedProblems(_ book: Phrasebook) -> [String] {
    struct Kind: Hashable {
      let file: String
      let column: String?
      let field: FieldName?
      let phrase: Phrase?
      let text: String?
    }
    var counts: [Kind: (count: Int, example: ImportProblem)] = [:]
    var order: [Kind] = []
    var lines: [String] = []
    for problem in problems {
      let phrase = problem.sentence.phrase
      let kind = Kind(
        file: problem.file, column: problem.column, field: problem.field, phrase: phrase,
        text: phrase == nil ? problem.message : nil)
      if counts[kind] == nil { order.append(kind) }
      let count = (counts[kind]?.count ?? 0) + 1
      counts[kind] = (count, problem)
      if count <= Self.mostOfAKind { lines.append(problem.text(book)) }
    }
    for kind in order {
      guard let (count, example) = counts[kind], count > Self.mostOfAKind else { continue }
      lines.append(
        book.text(
          ImportPhrase.moreLikeIt,
          [
            "file": .text(kind.file), "count": .count(count - Self.mostOfAKind),
            "message": .text(example.sentence.text(book)),
          ]))
    }
    return lines
  }
}

/// A mapping that does not fit the files or the configuration, so nothing was read further.
public struct ImportMappingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// All that is wrong.
  public let diagnostics: [Diagnostic]

  /// All that is wrong, one a line.
  public var description: String { diagnostics.map { "\($0)" }.joined(separator: "\n") }
}
