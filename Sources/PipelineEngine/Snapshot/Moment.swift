public import PipelinePlugins

/// The moment that a question is about.
public enum Moment: Hashable, Sendable {
  /// The present.
  case now
  /// A past moment, by the instants at which changes took effect. ``Pipeline/endOfDay(_:)`` makes one of a day.
  ///
  /// - Parameter knownAt: Changes that were recorded later do not count, whenever they took effect; `nil` where all do.
  case asOf(Instant, knownAt: Instant? = nil)

  /// The past moment; `nil` for the present.
  var past: PastMoment? {
    switch self {
    case .now: nil
    case .asOf(let instant, let knownAt): PastMoment(asOf: instant, knownAt: knownAt)
    }
  }
}

/// A moment of the past: by the instants at which changes took effect, and as far as they were known.
struct PastMoment: Hashable, Sendable {
  /// Changes that took effect later do not count.
  let asOf: Instant
  /// Changes that were made known later do not count; `nil` where all do.
  let knownAt: Instant?

  /// After all changes.
  static let latest = PastMoment(asOf: .distantFuture, knownAt: nil)
}

extension ReportScope {
  /// The moment that it names.
  ///
  /// - Parameter now: The present, for a scope that says only what was known then.
  func moment(_ now: Instant) -> Moment {
    asOf == nil && knownAt == nil ? .now : .asOf(asOf ?? now, knownAt: knownAt)
  }
}
