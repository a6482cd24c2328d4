public import PipelinePlugins
import Synchronization

/// What somebody waits for a clock to show.
struct ClockCondition: Sendable {
  /// When it is expected to hold.
  let estimate: Instant
  /// Whether it holds at an instant.
  let holds: @Sendable (Instant) -> Bool

  /// Waits by asking a clock: at the estimate, and once a minute, since a clock can be set.
  func wait(asking now: @Sendable () -> Instant) async throws {
    while true {
      let instant = now()
      if holds(instant) { return }
      let (rest, overflow) = estimate.microsecondsSince1970.subtractingReportingOverflow(
        instant.microsecondsSince1970)
      try await Task.sleep(for: overflow ? .seconds(60) : max(.milliseconds(5), min(.microseconds(rest), .seconds(60))))
    }
  }
}

extension PipelineEnvironment {
  /// A clock for tests. Copies of a reference show the same instant; any thread may move it.
  public final class TestClock: Sendable {
    private struct Waiter {
      let condition: ClockCondition
      let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
      var now: Instant
      var waiters: [UInt64: Waiter] = [:]
      /// Tickets that were cancelled before they waited.
      var givenUp: Set<UInt64> = []
      var nextTicket: UInt64 = 0
    }

    private let state: Mutex<State>

    /// A clock that shows an instant.
    public init(at instant: Instant) { state = Mutex(State(now: instant)) }

    /// The instant that the clock shows.
    public var now: Instant { state.withLock { $0.now } }

    /// Sets the clock, forwards or back. What waits for a day to begin, such as ``Desk/live(_:atMostEvery:)``, goes on.
    public func set(to instant: Instant) { move { _ in instant } }

    /// Moves the clock; back for a negative duration. Parts of a microsecond are left out.
    public func advance(by duration: Duration) {
      let (seconds, attoseconds) = duration.components
      let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
      let microseconds = overflow ? (seconds < 0 ? -Int64.max : .max) : whole
      move {
        $0.adding(microseconds: microseconds).adding(microseconds: attoseconds / 1_000_000_000_000)
      }
    }

    /// Moves the clock by days of 24 hours; back for a negative number.
    public func advance(days: Int) { advance(by: .seconds(86_400) * days) }

    private func move(_ change: (Instant) -> Instant) {
      let woken = state.withLock { state in
        state.now = change(state.now)
        let now = state.now
        let woken = state.waiters.filter { $0.value.condition.holds(now) }
        for ticket in woken.keys { state.waiters[ticket] = nil }
        return Array(woken.values)
      }
      for waiter in woken { waiter.continuation.resume() }
    }

    /// Waits until the clock shows an instant for which a condition holds.
    /// - Throws: `CancellationError` if the task is cancelled.
    func wait(for condition: ClockCondition) async throws {
      let ticket = state.withLock { state in
        state.nextTicket += 1
        return state.nextTicket
      }
      defer { state.withLock { _ = $0.givenUp.remove(ticket) } }
      try await withTaskCancellationHandler {
        try await withCheckedThrowingContinuation { begin(ticket, Waiter(condition: condition, continuation: $0)) }
      } onCancel: {
        giveUp(ticket)
      }
    }

    /// The number of waiting tasks.
    var waiting: Int { state.withLock { $0.waiters.count } }

    private func begin(_ ticket: UInt64, _ waiter: Waiter) {
      let answer: Result<Void, any Error>? = state.withLock { state in
        if state.givenUp.contains(ticket) { return .failure(CancellationError()) }
        if waiter.condition.holds(state.now) { return .success(()) }
        state.waiters[ticket] = waiter
        return nil
      }
      if let answer { waiter.continuation.resume(with: answer) }
    }

    private func giveUp(_ ticket: UInt64) {
      let waiter: Waiter? = state.withLock { state in
        guard let waiter = state.waiters.removeValue(forKey: ticket) else {
          state.givenUp.insert(ticket)
          return nil
        }
        return waiter
      }
      waiter?.continuation.resume(throwing: CancellationError())
    }
  }
}
