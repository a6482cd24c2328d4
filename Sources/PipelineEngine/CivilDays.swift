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
    let offset = zone.map {
      $0.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.microsecondsSince1970) / 1_000_000))
    }
    return instant.civilDate(secondsFromUTC: offset ?? 0) ?? Self.first
  }

  private static let first = CivilDate(daysSince1970: 0)!
}
