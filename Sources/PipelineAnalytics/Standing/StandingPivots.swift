import Synchronization

/// The answers to the questions that were asked last, at one state of the columns of the deals.
///
/// A question that is asked again is answered from here. The follower of the journal takes the answers, applies each change
/// to the columns and to the answers, and puts them back for the new state. Readers of an older state compute their answers
/// from the rows.
final class StandingPivots: Sendable {
  /// A state of the columns; each change makes a new one.
  final class Version: Sendable {}

  /// The number of answers that are kept.
  private static let limit = 24
  /// The number of groups of an answer that is kept.
  static let groupLimit = 65_536
  /// An answer that nobody read for so many changes is dropped.
  private static let patience = 100_000

  private struct State {
    var version: Version
    /// The answer that was read last comes first.
    var pivots: [StandingPivot] = []
    /// The number of questions that were answered from here.
    var answered = 0
  }

  private let state: Mutex<State>

  /// The number of questions that were answered without the rows.
  var answered: Int { state.withLock { $0.answered } }

  init(_ version: Version) { state = Mutex(State(version: version)) }

  /// The answer to a question at a state; `nil` if it is not kept.
  func result(of question: PivotQuestion, at version: Version) -> PivotResult? {
    state.withLock { state in
      guard state.version === version, let place = state.pivots.firstIndex(where: { $0.question == question }) else {
        return nil
      }
      state.pivots[place].idle = 0
      state.answered += 1
      if place > 0 { state.pivots.insert(state.pivots.remove(at: place), at: 0) }
      return state.pivots[0].result
    }
  }

  /// Keeps an answer, unless it is of another state.
  func keep(_ result: PivotResult, of question: PivotQuestion, at version: Version) {
    guard result.groupCount <= Self.groupLimit else { return }
    state.withLock { state in
      guard state.version === version, !state.pivots.contains(where: { $0.question == question }) else { return }
      state.pivots.insert(StandingPivot(question, result), at: 0)
      if state.pivots.count > Self.limit { state.pivots.removeLast() }
    }
  }

  /// Takes the answers of a state, in order to change them. Until others are put back, no answer is kept.
  func take(_ version: Version) -> [StandingPivot] {
    state.withLock { state in
      guard state.version === version else { return [] }
      defer { (state.version, state.pivots) = (Version(), []) }
      return state.pivots
    }
  }

  /// Puts answers back, at another state.
  ///
  /// - Parameter changes: The number of changes in between.
  func put(_ pivots: [StandingPivot], at version: Version, after changes: Int) {
    var kept = pivots.filter { !$0.isOutdated && $0.idle + changes <= Self.patience }
    for place in kept.indices { kept[place].idle += changes }
    state.withLock { [kept] in ($0.version, $0.pivots) = (version, kept) }
  }
}
