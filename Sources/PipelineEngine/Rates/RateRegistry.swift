import PipelineAnalytics
import PipelinePlugins

/// The exchange rates: the current ones from their source, read again after the journal shows a change; past ones from
/// the journal.
actor RateRegistry {
  private let source: (any RateSource)?
  private let base: Currency
  private var known: Known?
  /// The tables of the most recently queried moments.
  private var recent: [(moment: PastMoment, base: Currency, cursor: Cursor, table: RateTable)] = []
  private static let kept = 4

  private struct Known {
    let rates: [ExchangeRate]
    let table: RateTable
    /// The cursor of the last change of the stored rates when the source was read; `nil` if it is not known yet.
    var revision: Cursor?
  }

  init(setup: PipelineSetup) {
    source = setup.rates
    base = setup.baseCurrency
  }

  /// The current rates; `nil` if none are configured.
  /// - Throws: ``SourceError``.
  func supplied() async throws -> [ExchangeRate]? {
    if let known { return known.rates }
    return try await read(revision: nil)?.rates
  }

  /// The table of the current rates, given the stored ones; `nil` if none are configured.
  func table(_ mirrored: RecordCache?) async throws -> RateTable? {
    let revision = mirrored?.revision ?? .start
    if let known {
      // The first read of the journal shows the revision that the source was read at.
      if known.revision == nil { self.known?.revision = revision }
      if known.revision == nil || known.revision == revision { return known.table }
    }
    return try await read(revision: revision)?.table
  }

  /// Discards the rates, so that the next use reads the source again.
  func invalidate() { known = nil }

  private func read(revision: Cursor?) async throws -> Known? {
    guard let source else { return nil }
    let rates = try await source.rates()
    let fresh = Known(rates: rates, table: RateTable(rates, base: base), revision: revision)
    if (known?.revision ?? .start) <= (revision ?? .start) { known = fresh }
    return fresh
  }

  /// The table of a moment.
  func table(at moment: PastMoment, base: Currency, _ history: RecordHistory) throws -> RateTable {
    let cursor = history.cursor
    if let known = recent.first(where: { $0.moment == moment && $0.base == base && $0.cursor == cursor }) {
      return known.table
    }
    let table = RateTable(try history.records(RateBody.fields, at: moment).compactMap(\.body.exchangeRate), base: base)
    recent.insert((moment, base, cursor, table), at: 0)
    if recent.count > Self.kept { recent.removeLast() }
    return table
  }
}

extension Desk {
  /// Reads the source of exchange rates again, and stores the differences, for a program that stays open. Opening a
  /// pipeline does the same.
  /// - Throws: ``SourceError``, ``StoreError``.
  public func refreshRates() async throws {
    await pipeline.rates.invalidate()
    guard pipeline.mode == .writing else { return _ = try await pipeline.rates.supplied() }
    try await RateMirror(pipeline: pipeline).refresh()
  }
}
