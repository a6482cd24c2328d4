/// Keeps changes that were made after a time window from the creation of the record, so that corrections of new records
/// are not in the history.
///
/// A change is kept if the elapsed time since the creation is greater than the window. A record with an unknown
/// creation counts as older than any window. The plugin `grace_window` configures this policy, and it is the default
/// history policy.
public struct GraceWindow: HistoryPolicy, Hashable {
  /// The length of the window.
  public let window: Seconds

  /// The default: two hours.
  public static let standard = Seconds.hours(2)

  /// Creates a policy.
  public init(after window: Seconds = standard) { self.window = window }

  /// Returns whether the record is older than the window.
  public func keeps(_ change: FieldChange, of edit: RecordEdit) -> Bool {
    guard let createdAt = edit.createdAt else { return true }
    // In 128 bits, since both instants and the window may have any value.
    let elapsed = Int128(edit.at.microsecondsSince1970) - Int128(createdAt.microsecondsSince1970)
    return elapsed > Int128(window.value) * 1_000_000
  }
}
