import Foundation
public import PipelinePlugins
import Synchronization

/// The clock and the source of identities that the engine uses. Tests inject their own.
public struct PipelineEnvironment: Sendable {
  /// The current instant.
  public let now: @Sendable () -> Instant
  /// Returns a new identity that is greater than all previous ones.
  public let makeID: @Sendable () -> RecordID
  /// Waits until a condition holds for the clock's instant.
  let wait: @Sendable (ClockCondition) async throws -> Void

  /// An environment. What waits for a day to begin asks the clock again at least once a minute.
  public init(now: @escaping @Sendable () -> Instant, makeID: @escaping @Sendable () -> RecordID) {
    self.init(now: now, makeID: makeID) { try await $0.wait(asking: now) }
  }

  private init(
    now: @escaping @Sendable () -> Instant, makeID: @escaping @Sendable () -> RecordID,
    wait: @escaping @Sendable (ClockCondition) async throws -> Void
  ) {
    self.now = now
    self.makeID = makeID
    self.wait = wait
  }

  /// The system's clock, and random identities in time order.
  public static func system() -> PipelineEnvironment {
    let now: @Sendable () -> Instant = {
      Instant(microsecondsSince1970: Int64(Date().timeIntervalSince1970 * 1_000_000))
    }
    let maker = IdentityMaker { UInt64.random(in: .min ... .max) }
    return PipelineEnvironment(now: now, makeID: { maker.next(at: now()) })
  }

  /// A constant clock and reproducible identities, for tests and sample data.
  public static func fixed(at instant: Instant, seed: UInt64 = 1) -> PipelineEnvironment {
    let random = SplitMix64(seed: seed)
    let maker = IdentityMaker { random.next() }
    return PipelineEnvironment(now: { instant }, makeID: { maker.next(at: instant) })
  }
}

extension PipelineEnvironment {
  /// A clock that moves only when the test moves it, and reproducible identities, for tests.
  ///
  ///     let clock = PipelineEnvironment.TestClock(at: "2026-03-02T09:00:00Z")
  ///     let pipeline = try await Pipeline.open(setup, environment: .testing(clock))
  ///     clock.advance(by: .seconds(3 * 3600))
  ///
  /// - Parameter seed: Determines the identities.
  public static func testing(_ clock: TestClock, seed: UInt64 = 1) -> PipelineEnvironment {
    let random = SplitMix64(seed: seed)
    let maker = IdentityMaker { random.next() }
    return PipelineEnvironment(
      now: { clock.now }, makeID: { maker.next(at: clock.now) }, wait: { try await clock.wait(for: $0) })
  }
}

/// Creates identities that increase even within a millisecond and when the clock is set back (RFC 9562 section 6.2,
/// method 1).
final class IdentityMaker: Sendable {
  private let last = Mutex<(milliseconds: UInt64, counter: UInt16)>((0, 0))
  private let random: @Sendable () -> UInt64

  init(random: @escaping @Sendable () -> UInt64) { self.random = random }

  func next(at instant: Instant) -> RecordID {
    let milliseconds = UInt64(max(0, instant.microsecondsSince1970 / 1000))
    let (time, counter) = last.withLock { last in
      if milliseconds > last.milliseconds {
        last = (milliseconds, 0)
      } else if last.counter < 0x0FFF {
        last.counter += 1
      } else {
        last = (last.milliseconds + 1, 0)
      }
      return last
    }
    return RecordID(milliseconds: time, counter: counter, random: random())
  }
}

/// A thread-safe generator of random numbers from a seed.
final class SplitMix64: Sendable {
  private let numbers: Mutex<SeededNumbers>

  init(seed: UInt64) { numbers = Mutex(SeededNumbers(seed: seed)) }

  func next() -> UInt64 { numbers.withLock { $0.next() } }
}
