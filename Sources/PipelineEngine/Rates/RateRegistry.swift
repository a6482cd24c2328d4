import PipelineAnalytics
import PipelinePlugins

/// The exchange rates: those of now as their source supplies them, read again when the journal shows that they changed; those of
/// a past moment as the journal has them.
actor RateRegistry {
  private let source: (any RateSource)?
  private let base: Currency
  private var known: Known?
  /// The tables of the moments asked for last.
  private var recent: [(moment: PastMoment, base: Currency, cursor: Cursor, table: RateTable)] = []
  private static let kept = 4

  private struct Known {
    let rates: [ExchangeRate]
    let table: RateTable
    /// The place of the last change of a mirrored rate when the source was read; `nil` where nobody has looked yet.
    var revision: Cursor?
  }

  init(setup: PipelineSetup) {
    source = setup.rates
    base = setup.baseCurrency
  }

  /// The rates of now; `nil` where none are configured.
  /// - Throws: ``RateSourceError``.
  func supplied() async throws -> [ExchangeRate]? {
    if let known { return known.rates }
    return try await read(revision: nil)?.rates
  }

  /// The table of now, given the mirrored rates; `nil` where none is configured.
  func table(_ mirrored: KeptRecords?) async throws -> RateTable? {
    let revision = mirrored?.revision ?? .start
    if let known {
      // The first look shows what the source was read beside.
      if known.revision == nil { self.known?.revision = revision }
      if known.revision == nil || known.revision == revision { return known.table }
    }
    return try await read(revision: revision)?.table
  }

  /// Forgets what was read, so that the next use asks the source.
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
  /// Asks the source of exchange rates again, and mirrors what has changed: for a program that runs for days, when new rates are
  /// there. Opening a pipeline does it too.
  /// - Throws: ``RateSourceError``, ``StoreError``.
  public func refreshRates() async throws {
    await pipeline.rates.invalidate()
    guard pipeline.mode == .writing else { return _ = try await pipeline.rates.supplied() }
    try await RateMirror(pipeline: pipeline).refresh()
  }
}
