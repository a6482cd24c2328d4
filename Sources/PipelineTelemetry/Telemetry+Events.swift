package import PipelineDomain

extension Telemetry {
  /// The pipeline was closed.
  package func closed() { logger.debug("closed the pipeline") }

  /// Deals were moved to the current keys of their stages, since the configuration has renamed them.
  package func movedDeals(_ count: Int) {
    logger.info("moved deals to the present keys of their stages", metadata: ["deals": "\(count)"])
  }

  /// A store has waited for another process.
  package func waited(_ duration: Duration) { observed?.time(.waits, duration) }

  /// A command was refused.
  package func refused(_ refused: Refused) {
    if let observed { for refusal in refused.refusals { observed.count(.refusals(refusal.code)) } }
    // Without the sentences, which have values.
    logger.debug(
      "refused a command",
      metadata: [
        "codes": .array(refused.refusals.map { "\($0.code.rawValue)" }),
        "fields": .array(refused.refusals.compactMap { refusal in refusal.field.map { "\($0)" } }),
      ])
  }

  /// A command runs again after a conflict with another process.
  package func retrying(_ record: String, attempt: Int) {
    observed?.count(.conflictsRetried)
    logger.debug(
      "running a command again after a conflict", metadata: ["record": "\(record)", "attempt": "\(attempt)"])
  }

  /// The cache has applied entries of the journal.
  ///
  /// - Parameter position: The sequence number of its cursor.
  package func followed(_ entries: Int, to position: Int64) {
    observed?.set(.journalPosition, to: position)
    guard entries > 0 else { return }
    observed?.count(.journalFollowed, by: entries)
    logger.trace("followed the journal", metadata: ["entries": "\(entries)", "position": "\(position)"])
  }
}

extension Telemetry {
  /// The columns of the deals were read from the file beside the store.
  package func readColumns(_ deals: Int) { logger.debug("read the column file", metadata: ["deals": "\(deals)"]) }

  /// The file beside the store is damaged or was made for something else.
  package func ignoredColumns() { logger.debug("ignored the column file, which is made anew") }

  /// The file beside the store was replaced.
  package func wroteColumns(_ deals: Int) { logger.debug("wrote the column file", metadata: ["deals": "\(deals)"]) }

  /// The file beside the store could not be written.
  package func leftColumnsOut() { logger.debug("the column file cannot be written") }
}

/// The rows of an import, by result.
package struct RowCounts: Sendable {
  private let counts: [RowResult: Int]

  package init(_ counts: [RowResult: Int]) { self.counts = counts }

  /// The number of all rows.
  var total: Int { counts.values.reduce(0, +) }

  subscript(_ result: RowResult) -> Int { counts[result] ?? 0 }
}

extension Telemetry {
  /// Runs an import.
  ///
  /// - Parameters:
  ///   - isDryRun: Whether nothing is written; then no rows are counted.
  ///   - rows: The rows of a result; `nil` if it was written before.
  ///   - refused: The rows of an error, if it is about rows.
  package nonisolated(nonsending) func importing<Result>(
    isDryRun: Bool, rows: (Result) -> RowCounts?, refused: (any Error) -> RowCounts?,
    _ work: nonisolated(nonsending) () async throws -> Result
  ) async throws -> Result {
    let mode = isDryRun ? "dry_run" : "writing"
    do {
      let result = try await span(
        .importing, [.text(.mode, mode)], adding: { [.count(.rows, rows($0)?.total ?? 0)] }, work)
      imported(rows(result), mode)
      return result
    } catch {
      if let rows = refused(error) { imported(rows, isDryRun ? mode : "refused") }
      throw error
    }
  }

  private func imported(_ rows: RowCounts?, _ outcome: String) {
    guard let rows else {
      logger.debug("an import was repeated")
      return
    }
    if let observed, outcome != "dry_run" {
      for result in RowResult.allCases where rows[result] > 0 {
        // Of a refused import only the refused rows are counted: the others may come again.
        if outcome == "writing" || result == .refused { observed.count(.importedRows(result), by: rows[result]) }
      }
    }
    logger.debug(
      "read the files of an import",
      metadata: [
        "outcome": "\(outcome)", "created": "\(rows[.created])", "updated": "\(rows[.updated])",
        "unchanged": "\(rows[.unchanged])", "refused": "\(rows[.refused])",
      ])
  }
}
