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

  /// The local date and time of an instant to the minute, as people read it: `2026-11-27 20:35`.
  func minuteText(of instant: Instant) -> String {
    let local = instant.adding(microseconds: Int64(secondsFromUTC(at: instant)) * 1_000_000)
    return String("\(local)".prefix(16)).replacing("T", with: " ")
  }

  private static let first = CivilDate(daysSince1970: 0)!
}
