import PipelineAnalytics
import PipelinePlugins

extension Snapshot {
  /// How close dates were moved out up to the moment: as the snapshot was taken with, else from the journal up to its cursor. O(journal)
  /// in that case.
  func dealSlips() async throws -> DealSlips {
    if extent.contains(.slips) { return reading.slips }
    let asked = DealMoment(setup, moment.past ?? .latest)
    var parts = try await StoreCache([.dealHistory(asked.key)], from: pipeline.store, upTo: cursor, asked.empty)
    parts.answer([asked])
    return parts.slips(asked)
  }

  /// The reading of a query, with slips if it needs them.
  func reading(for needed: Extent) async throws -> DealReading {
    guard needed.contains(.slips), !extent.contains(.slips) else { return reading }
    var reading = reading
    reading.slips = try await dealSlips()
    return reading
  }
}
