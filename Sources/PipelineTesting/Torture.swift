import Foundation

/// How far tests under faults go: a short form with all other tests, and a long one with `make torture`.
package enum Torture {
  private static let environment = ProcessInfo.processInfo.environment

  /// Whether the long form runs.
  package static let isLong = environment["TORTURE"] != nil

  /// What random choices are made from: `TORTURE_SEED`, else a new seed.
  package static let seed = environment["TORTURE_SEED"].flatMap { UInt64($0) } ?? .random(in: 1...999_999_999)

  /// The part of the long form that is done, as a divisor: `TORTURE_PART`, else all.
  private static let part = environment["TORTURE_PART"].flatMap { Int($0) }.map { max(1, $0) } ?? 1

  /// How often to do something: `short` times, or `long` times in the long form, or a part of that.
  package static func count(_ short: Int, long: Int) -> Int { isLong ? max(short, long / part) : short }

  /// Prints a figure, as `Documentation/Reference/reliability.md` lists it.
  package static func report(_ promise: String, _ figure: String) {
    print("TORTURE | \(promise) | \(figure) | \(seed) |")
  }
}
