public import PipelinePlugins

/// Keeps a change when the record is older than a window: what is put right just after creation is no history.
///
/// A change is kept if and only if more time than the window has passed since the record's creation, in absolute time; at
/// exactly the window's end it is not.
public struct GraceWindow: HistoryPolicy, Hashable {
  /// How long after its creation a record's changes stay out of the history.
  public let window: Seconds

  /// Two hours, where nothing else is said.
  public static let standard = Seconds.hours(2)

  /// A policy.
  public init(after window: Seconds = standard) { self.window = window }

  /// Whether the record is older than the window.
  public func keeps(_ change: FieldChange, of edit: RecordEdit) -> Bool {
    // Wide, since both moments and the window may be anything.
    let elapsed = Int128(edit.at.microsecondsSince1970) - Int128(edit.createdAt.microsecondsSince1970)
    return elapsed > Int128(window.value) * 1_000_000
  }
}
