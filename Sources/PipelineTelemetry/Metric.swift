package import PipelineDomain

/// A measured figure of a pipeline. `Documentation/Reference/observability.md` lists all of them.
package enum Metric: Hashable, Sendable {
  /// Change sets that the store has committed.
  case commits
  /// Records that were written by commits.
  case writes
  /// The time of a commit, up to the disk.
  case commitDuration
  /// Violated rules of refused commands.
  case refusals(Refusal.Code)
  /// Conflicts with another process after which a command ran again.
  case conflictsRetried
  /// The time that a store waited for another process.
  case waits
  /// The time of an answered question.
  case questions(Question)
  /// The time of building a part of the cache from the store.
  case rebuilds(CachePart, RebuildCause)
  /// Entries of the journal that the cache has applied.
  case journalFollowed
  /// The cursor of the cache: how much of the journal it has followed.
  case journalPosition
  /// Rows of imported files.
  case importedRows(RowResult)

  /// How figures add up.
  package enum Kind: String, Sendable {
    /// A sum that only grows.
    case counter
    /// Durations.
    case timer
    /// The present value.
    case meter
  }

  /// All metrics, with all values of their dimensions.
  package static let all: [Metric] =
    [.commits, .writes, .commitDuration] + Refusal.Code.allCases.map { .refusals($0) } + [.conflictsRetried, .waits]
    + Question.allCases.map { .questions($0) }
    + CachePart.allCases.flatMap { part in RebuildCause.allCases.map { .rebuilds(part, $0) } }
    + [.journalFollowed, .journalPosition] + RowResult.allCases.map { .importedRows($0) }

  /// The name of the metric.
  package var label: String {
    switch self {
    case .commits: "sales_pipeline.commits"
    case .writes: "sales_pipeline.commit.writes"
    case .commitDuration: "sales_pipeline.commit.duration"
    case .refusals: "sales_pipeline.refusals"
    case .conflictsRetried: "sales_pipeline.conflicts.retried"
    case .waits: "sales_pipeline.waits"
    case .questions: "sales_pipeline.questions"
    case .rebuilds: "sales_pipeline.cache.rebuilds"
    case .journalFollowed: "sales_pipeline.journal.followed"
    case .journalPosition: "sales_pipeline.journal.position"
    case .importedRows: "sales_pipeline.import.rows"
    }
  }

  /// How its figures add up.
  package var kind: Kind {
    switch self {
    case .commitDuration, .waits, .questions, .rebuilds: .timer
    case .journalPosition: .meter
    default: .counter
    }
  }

  /// Its dimensions, by name.
  package var dimensions: [(String, String)] {
    switch self {
    case .refusals(let code): [("code", code.rawValue)]
    case .questions(let question): [("kind", question.rawValue)]
    case .rebuilds(let part, let cause): [("part", part.rawValue), ("cause", cause.rawValue)]
    case .importedRows(let result): [("result", result.rawValue)]
    default: []
    }
  }
}

/// A kind of question to a desk or a snapshot.
package enum Question: String, CaseIterable, Sendable {
  case funnel
  case salesGrid = "sales_grid"
  case forecast, dashboard, waterfall, conversion
  /// A page of deals or accounts.
  case list
  /// The deals behind a figure.
  case figure
  /// The history of a record.
  case history
  /// A snapshot that a program takes to ask it later.
  case snapshot
}

/// A part of the store's contents in the cache.
package enum CachePart: String, CaseIterable, Sendable {
  case deals, texts, records
  case dealHistory = "deal_history"
  case textHistory = "text_history"
  case recordHistory = "record_history"
  case lastChanges = "last_changes"
}

/// Why a part of the cache was built from the store.
package enum RebuildCause: String, CaseIterable, Sendable {
  /// It was not in the cache.
  case first
  /// The journal had grown by so much that loading the records again was faster.
  case behind
}

/// What became of an imported row.
package enum RowResult: String, CaseIterable, Sendable {
  case created, updated, unchanged, refused
}
