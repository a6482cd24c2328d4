import Foundation

/// How far tests under faults go: a short form with all other tests, and a long one with `make torture`.
package enum Torture {
  private static let environment = ProcessInfo.processInfo.environment

  /// Whether the long form runs.
  package static let isLong = environment["TORTURE"] != nil

  /// What random choices are made from: `TORTURE_SEED`, else a new seed.
  package static let seed = environment["TORTURE_SEED"].flatMap { UInt64($0) } ?? .random(in: 1...999_999_999)

  /// How often to do something: `short` times, or `long` times in the long form.
  package static func count(_ short: Int, long: Int) -> Int { isLong ? long : short }

  /// Prints a figure, as `Documentation/Reference/reliability.md` lists it.
  package static func report(_ promise: String, _ figure: String) {
    print("TORTURE | \(promise) | \(figure) | \(seed) |")
  }
}

/// Random numbers that a seed determines (SplitMix64).
package struct TortureDice: RandomNumberGenerator {
  private var state: UInt64

  /// - Parameter seed: Equal seeds give equal numbers.
  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
