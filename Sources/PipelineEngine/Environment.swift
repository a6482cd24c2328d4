import Foundation
public import PipelinePlugins
import Synchronization

/// What the engine takes from outside beside its setup: time, identities. Tests inject their own.
public struct PipelineEnvironment: Sendable {
  /// The present moment.
  public let now: @Sendable () -> Instant
  /// A new identity, later than all before.
  public let makeID: @Sendable () -> RecordID

  /// An environment.
  public init(now: @escaping @Sendable () -> Instant, makeID: @escaping @Sendable () -> RecordID) {
    self.now = now
    self.makeID = makeID
  }

  /// The system's clock and random identities in time order.
  public static func system() -> PipelineEnvironment {
    let now: @Sendable () -> Instant = {
      Instant(microsecondsSince1970: Int64(Date().timeIntervalSince1970 * 1_000_000))
    }
    let maker = IdentityMaker { UInt64.random(in: .min ... .max) }
    return PipelineEnvironment(now: now, makeID: { maker.next(at: now()) })
  }

  /// A clock that stands still, and identities that are the same in every run: for tests and reproducible samples.
  public static func fixed(at instant: Instant, seed: UInt64 = 1) -> PipelineEnvironment {
    let random = SplitMix64(seed: seed)
    let maker = IdentityMaker { random.next() }
    return PipelineEnvironment(now: { instant }, makeID: { maker.next(at: instant) })
  }
}

/// Makes identities that ascend even within a millisecond and when the clock steps back (RFC 9562 section 6.2, method 1).
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

/// Random numbers from a seed, safe to share (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
final class SplitMix64: Sendable {
  private let state: Mutex<UInt64>

  init(seed: UInt64) { state = Mutex(seed) }

  func next() -> UInt64 {
    var mixed = state.withLock { state in
      state &+= 0x9E37_79B9_7F4A_7C15
      return state
    }
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
