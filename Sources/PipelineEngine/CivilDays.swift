import Foundation
import PipelinePlugins

/// Converts instants to days in a time zone.
struct CivilDays: Sendable {
  /// `nil` for UTC, which needs no time zone data.
  private let zone: TimeZone?

  /// - Parameter zone: An IANA name; an unknown one counts as UTC.
  init(zone: String) { self.zone = zone == "UTC" ? nil : TimeZone(identifier: zone) }

  /// The day of an instant; 1970-01-01 for instants outside the years 1 to 9999.
  func civilDate(of instant: Instant) -> CivilDate {
    instant.civilDate(secondsFromUTC: secondsFromUTC(at: instant)) ?? Self.first
  }

  /// The offset from UTC in seconds.
  func secondsFromUTC(at instant: Instant) -> Int {
    zone?.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.microsecondsSince1970) / 1_000_000)) ?? 0
  }

  private static let first = CivilDate(daysSince1970: 0)!
}
