import Foundation
import PipelinePlugins

/// The civil day of a moment at a place.
struct CivilDays: Sendable {
  /// `nil` for UTC, which needs no table of zones.
  private let zone: TimeZone?

  /// - Parameter zone: An IANA name; one that the system does not know is read as UTC.
  init(zone: String) { self.zone = zone == "UTC" ? nil : TimeZone(identifier: zone) }

  /// The day; the first of 1970 for a moment beyond the years 1 to 9999, which no clock shows.
  func civilDate(of instant: Instant) -> CivilDate {
    instant.civilDate(secondsFromUTC: secondsFromUTC(at: instant)) ?? Self.first
  }

  /// How many seconds east of UTC the place's clock is.
  func secondsFromUTC(at instant: Instant) -> Int {
    zone?.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.microsecondsSince1970) / 1_000_000)) ?? 0
  }

  private static let first = CivilDate(daysSince1970: 0)!
}
