import PipelinePlugins

/// A dated step in a deal's past: its instant, and the change.
struct PastStep: Sendable {
  let at: Instant
  /// The day of the instant in the configured time zone.
  let day: CivilDate
  /// The closing date, if it is not ``day``.
  var closedOn: CivilDate?
  /// The number of rows of the audit trail; 0 for a step of the deal's own row.
  var rows = 0
  /// Whether the import infers the step: the stages before it are unknown.
  var isInferred = false
  /// Changes the deal, and returns the values that cannot be read.
  let change: @Sendable (inout OpportunityBody) -> [ImportProblem]
  /// Converts a refusal into a problem at its place in the file.
  let problem: @Sendable (Refusal) -> ImportProblem
}

/// The past of one deal.
struct DealPast: Sendable {
  /// The creation of a new deal, if its first step is not the creation.
  var creation: PastStep?
  /// The steps, in order of time.
  var steps: [PastStep]
  /// The imported values of the deal, in stored form.
  var imported: String?
}

/// One write of a deal.
struct DealWrite: Sendable {
  let action: WriteAction
  /// The effective instant; `nil` for the time of the import.
  var at: Instant?
}

/// The counts of a deal's past.
struct PastCount: Sendable {
  /// Past changes that are written.
  var changes = 0
  /// Whether a new deal is created before the import.
  var isBornEarlier = false
  /// Rows of the audit trail that are written, and those that are recorded already.
  var written = 0
  var standing = 0
  /// Steps before the deal's creation in the store, which cannot be recorded, and their rows of the audit trail.
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

/// The latest instant of a past change: before the import.
struct PastLimit: Sendable {
  let today: CivilDate
  /// The time of the import; `nil` if only its day is known.
  let now: Instant?

  /// The error for a change at an instant; `nil` if it is valid.
  func problem(_ at: Instant, _ day: CivilDate, _ text: String) -> ImportValueError? {
    guard day > today || now.map({ at > $0 }) ?? false else { return nil }
    return ImportValueError(.afterImport, text, ["day": .date(today)])
  }
}
