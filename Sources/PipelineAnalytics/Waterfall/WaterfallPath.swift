import PipelinePlugins

/// The state of a deal at one end of a waterfall.
enum WaterfallPlace: Hashable, Sendable {
  /// It does not exist, or the asking person may not know that it does.
  case absent
  /// It exists, and is none of those that are asked for.
  case elsewhere(Outcome)
  /// It closes outside the period.
  case outside(Outcome)
  /// It is one of those that are asked for.
  case inside(Outcome)

  /// Whether its value may be compared with that at the other end.
  var isComparable: Bool {
    switch self {
    case .absent, .elsewhere: false
    case .outside, .inside: true
    }
  }
}

/// A deal's way through a waterfall.
struct WaterfallPath: Hashable, Sendable {
  /// How it came into the open pipeline; `nil` where it was in it at the first moment.
  let arrival: Waterfall.Step?
  /// How it went; `nil` where it is in it at the last moment.
  let departure: Waterfall.Step?
  /// Whether what it is worth at both ends is compared.
  let isRevalued: Bool

  /// The way between two places; `nil` for a deal that concerns no bar.
  ///
  /// - Parameter isKnownToHaveExisted: Whether a deal that is absent at the first moment existed then all the same.
  init?(from: WaterfallPlace, to: WaterfallPlace, isKnownToHaveExisted: Bool = false) {
    isRevalued = from.isComparable && to.isComparable
    if from == .inside(.open) {
      arrival = nil
    } else {
      guard case .inside(let outcome) = to else { return nil }
      switch from {
      case .absent: arrival = isKnownToHaveExisted ? .recordedLater : .new
      case .elsewhere(let before):
        guard before == .open || before != outcome else { return nil }
        arrival = .movedIn
      case .outside(.open), .inside(.open): arrival = .pulledIn
      case .outside(let before), .inside(let before):
        guard before != outcome else { return nil }
        arrival = .reopened
      }
    }
    switch to {
    case .inside(.open): departure = nil
    case .inside(.won): departure = .won
    case .inside(.lost): departure = .lost
    case .outside: departure = .pushedOut
    case .elsewhere: departure = .movedOut
    case .absent: departure = .removed
    }
  }
}
