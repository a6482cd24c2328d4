import PipelinePlugins
import Synchronization

/// A cache of parsed saved reports: each version of a definition is parsed once.
final class ReportCache: Sendable {
  private let known = Mutex<(revision: Cursor, reports: [RecordID: SavedReport?])>((.start, [:]))

  /// The reports of records, by name and author, without those that this version cannot parse.
  func all(_ cached: RecordCache) throws -> [SavedReport] {
    var reports = known.withLock { $0.reports }
    var fresh: [RecordID: SavedReport?] = [:]
    for record in try cached.records(ReportBody.fields) {
      if let read = reports.removeValue(forKey: record.id), read?.record == record {
        fresh[record.id] = read
      } else {
        fresh[record.id] = SavedReport(record)
      }
    }
    known.withLock { [fresh] known in
      if known.revision <= cached.revision { known = (cached.revision, fresh) }
    }
    return fresh.values.compactMap(\.self).sorted { left, right in
      (left.definition.name, left.author ?? "") < (right.definition.name, right.author ?? "")
    }
  }
}
