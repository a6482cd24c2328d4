import PipelinePlugins

/// One dated step in a deal's past: when it took effect, and what it makes of the deal before it.
struct PastStep: Sendable {
  let at: Instant
  /// The day of that moment at the configured place.
  let day: CivilDate
  /// The day that the deal closed, where that is not ``day``.
  var closedOn: CivilDate?
  /// Rows of a file of changes that tell it; 0 where the deal's own row does.
  var rows = 0
  /// Whether the import infers it: nothing tells by which stages the deal came there.
  var isInferred = false
  /// What it makes of the deal; all that cannot be read.
  let change: @Sendable (inout OpportunityBody) -> [ImportProblem]
  /// Why the rules refuse it, at its place in the file.
  let problem: @Sendable (Refusal) -> ImportProblem
}

/// What an import knows of one deal's past.
struct DealPast: Sendable {
  /// How a new deal came to be, where its first step does not tell.
  var creation: PastStep?
  /// In order of time.
  var steps: [PastStep]
  /// What imports remember of the deal.
  var imported: String?
}

/// One write of a deal.
struct DealWrite: Sendable {
  let action: WriteAction
  /// `nil` for the import's own moment.
  var at: Instant?
}

/// What became of a deal's past.
struct PastCount: Sendable {
  /// Dated changes that are written.
  var changes = 0
  /// Whether a new deal comes to be before the import.
  var isBornEarlier = false
  /// Rows of a file of changes that are written, and that stand already.
  var written = 0
  var standing = 0
  /// Steps from before the deal was known here, which no journal can tell, and the rows of a file of changes among them.
  var untold = 0
  var untoldRows = 0

  static func += (left: inout Self, right: Self) {
    left.changes += right.changes
    left.written += right.written
    left.standing += right.standing
    left.untold += right.untold
    left.untoldRows += right.untoldRows
  }
}

/// How late a change may be: a past lies before the import.
struct PastLimit: Sendable {
  let today: CivilDate
  /// The import's moment; `nil` where only its day is known.
  let now: Instant?

  /// What is wrong with a change that took effect at a moment; `nil` where nothing is.
  func problem(_ at: Instant, _ day: CivilDate, _ text: String) -> ImportValueError? {
    guard day > today || now.map({ at > $0 }) ?? false else { return nil }
    return ImportValueError(.afterImport, text, ["day": .date(today)])
  }
}
