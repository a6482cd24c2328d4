/// A traced piece of work. `Documentation/Reference/observability.md` lists all of them.
package enum TracedSpan: String, CaseIterable, Sendable {
  /// Opening a pipeline.
  case open = "sales_pipeline.open"
  /// A commit, from the planned change set to the disk.
  case commit = "sales_pipeline.commit"
  /// An import of files.
  case importing = "sales_pipeline.import"
  /// A question, and the snapshot that it needs.
  case question = "sales_pipeline.question"
  /// Writing a report in a format.
  case export = "sales_pipeline.export"

  /// What it says about the work.
  package enum Attribute: String, CaseIterable, Sendable {
    case mode = "sales_pipeline.mode"
    case writes = "sales_pipeline.writes"
    case rows = "sales_pipeline.rows"
    case kind = "sales_pipeline.kind"
    case format = "sales_pipeline.format"
    /// The type of the error that ended the work.
    case error = "error.type"
    /// The codes of violated rules.
    case refusals = "sales_pipeline.refusals"
  }

  /// The attributes that the span can have. Each can fail.
  package var attributes: [Attribute] {
    let own: [Attribute] =
      switch self {
      case .open: [.mode]
      case .commit: [.writes]
      case .importing: [.mode, .rows]
      case .question: [.kind]
      case .export: [.format, .rows]
      }
    return own + [.error, .refusals]
  }

  /// An attribute with its value.
  package enum Fact: Sendable {
    case text(Attribute, String)
    case count(Attribute, Int)
  }
}
