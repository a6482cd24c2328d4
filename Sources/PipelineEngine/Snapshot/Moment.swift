public import PipelinePlugins

/// The moment of a snapshot.
public enum Moment: Hashable, Sendable {
  /// The current state.
  case now
  /// A past moment, by the effective instants of changes. ``Pipeline/endOfDay(_:)`` returns the instant of a day.
  ///
  /// - Parameter knownAt: Leaves out changes that were recorded later, regardless of when they took effect; `nil` for
  ///   none.
  case asOf(Instant, knownAt: Instant? = nil)

  /// The past moment; `nil` for the current state.
  var past: PastMoment? {
    switch self {
    case .now: nil
    case .asOf(let instant, let knownAt): PastMoment(asOf: instant, knownAt: knownAt)
    }
  }
}

/// A past moment: an effective instant, and the instant up to which changes were recorded.
struct PastMoment: Hashable, Sendable {
  /// Leaves out changes that took effect later.
  let asOf: Instant
  /// Leaves out changes that were recorded later; `nil` for none.
  let knownAt: Instant?

  /// The moment after all changes.
  static let latest = PastMoment(asOf: .distantFuture, knownAt: nil)
}

extension ReportScope {
  /// The moment of the scope.
  ///
  /// - Parameter now: The current instant, for a scope with ``knownAt`` only.
  func moment(_ now: Instant) -> Moment {
    asOf == nil && knownAt == nil ? .now : .asOf(asOf ?? now, knownAt: knownAt)
  }
}
