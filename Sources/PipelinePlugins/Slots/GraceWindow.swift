/// Keeps a change when the record is older than a window: what is put right just after creation is no history.
///
/// A change is kept if and only if more time than the window has passed since the record's creation, in absolute time; at
/// exactly the window's end it is not. A record whose creation is unknown is older than any window. This is what the plugin
/// `grace_window` configures, and with its default window the history of a setup that configures none.
public struct GraceWindow: HistoryPolicy, Hashable {
  /// How long after its creation a record's changes stay out of the history.
  public let window: Seconds

  /// Two hours, where nothing else is configured.
  public static let standard = Seconds.hours(2)

  /// A policy.
  public init(after window: Seconds = standard) { self.window = window }

  /// Whether the record is older than the window.
  public func keeps(_ change: FieldChange, of edit: RecordEdit) -> Bool {
    guard let createdAt = edit.createdAt else { return true }
    // Wide, since both moments and the window may be anything.
    let elapsed = Int128(edit.at.microsecondsSince1970) - Int128(createdAt.microsecondsSince1970)
    return elapsed > Int128(window.value) * 1_000_000
  }
}
