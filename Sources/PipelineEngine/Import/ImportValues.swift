public import PipelinePlugins

/// A file to import, with its name for error texts.
public struct ImportFile: Sendable {
  /// The name in error texts.
  public let name: String
  /// The bytes: CSV in the encoding that the mapping declares, by default UTF-8.
  public let bytes: [UInt8]

  /// A file.
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}

/// The options of an import.
public struct ImportOptions: Hashable, Sendable {
  /// The date of the import; `nil` for the mapping's, else the current day.
  public var today: CivilDate?
  /// Whether invalid rows are skipped. Otherwise a single one rejects the whole import.
  public var skipsBadRows = false
  /// Whether the import is only planned, and nothing is written.
  public var isDryRun = false
  /// How many bytes of planned new deals are kept in memory; a temporary file has the rest. 48 MiB.
  package var mostBytesPlanned = 48 << 20

  /// The defaults: all rows, the mapping's date, not a dry run.
  public init() {}
}

/// The progress of an import.
public struct ImportProgress: Hashable, Sendable {
  /// The kind of the current file.
  public let kind: ImportKind
  /// The number of planned rows.
  public let done: Int
  /// The number of rows.
  public let total: Int
}

/// An error for a row that cannot be imported.
public struct ImportProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file.
  public let file: String
  /// The line on which the row starts, from 1.
  public let line: Int
  /// The header of the column; `nil` for a problem of the whole row.
  public let column: String?
  /// The field of the column; `nil` for a problem of the whole row.
  public let field: FieldName?
  /// The value of the column.
  public let value: String?
  /// The error in one line, in any language.
  public let sentence: LocalizedText

  /// The error in English.
  public var message: String { sentence.fallback }

  /// The place and the error, in a language.
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

/// The result of an import, or of its dry run.
public struct ImportSummary: Hashable, Sendable {
  /// The results by file, in the order of reading.
  public internal(set) var sections: [Section] = []
  /// The number of accounts that were added for deals.
  public internal(set) var accountsAdded = 0
  /// The number of accounts that became customers.
  public internal(set) var newCustomers = 0
  /// The number of past changes of deals that were written.
  public internal(set) var datedChanges = 0
  /// The number of new deals that were created before the import.
  public internal(set) var dealsWithPast = 0
  /// The invalid rows, by file and line.
  public internal(set) var problems: [ImportProblem] = []
  /// Notes on defaults that were used, one sentence each.
  public internal(set) var notes: [LocalizedText] = []
  /// Whether anything was written.
  public internal(set) var isWritten = false
  /// Whether the import was carried out before, under the same operation id: nothing was written again, and of the rows only
  /// those are counted that made or changed records.
  public internal(set) var isRepeated = false

  /// The results of a file's rows.
  public struct Section: Hashable, Sendable {
    /// The kind of the rows.
    public let kind: ImportKind
    /// The name of the file.
    public let file: String
    /// Rows that created a record.
    public internal(set) var created = 0
    /// Rows that changed a record.
    public internal(set) var updated = 0
    /// Rows without changes.
    public internal(set) var unchanged = 0
    /// Invalid rows.
    public internal(set) var refused = 0
    /// Rows without values.
    public internal(set) var blank = 0
    /// Rows that the mapping's conditions exclude.
    public internal(set) var filtered = 0
    /// Past changes before the creation of their deals in the store, which cannot be recorded.
    public internal(set) var untold = 0
  }

  /// Whether no row changed anything.
  public var changesNothing: Bool {
    accountsAdded == 0 && newCustomers == 0 && sections.allSatisfy { $0.created == 0 && $0.updated == 0 }
  }
}

/// An error for an import with invalid rows: nothing was written.
public struct ImportRefused: Error, Hashable, Sendable, CustomStringConvertible {
  /// The planned result, with all problems.
  public let summary: ImportSummary

  /// The problems, one per line, as listed by ``ImportSummary/listedProblems(_:)``.
  public var description: String { summary.listedProblems(.english).joined(separator: "\n") }
}

extension ImportSummary {
  /// The maximum number of problems listed per kind.
  public static let mostOfAKind = 50

  /// The problems as lines of text: for each kind and column the first ``mostOfAKind``, then the number of others.
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

/// An error for a mapping that does not match the files or the configuration.
public struct ImportMappingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// All errors.
  public let diagnostics: [Diagnostic]

  /// All that is wrong, one a line, in English.
  public var description: String { text(.english) }

  /// All that is wrong, one a line, as a book says it.
  public func text(_ book: Phrasebook) -> String { diagnostics.map { $0.text(book) }.joined(separator: "\n") }
}
