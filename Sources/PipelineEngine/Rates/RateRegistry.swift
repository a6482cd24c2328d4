import PipelineAnalytics
import PipelinePlugins

/// The exchange rates: those of now as their source supplies them, those of a past moment as the journal tells.
actor RateRegistry {
  private let source: (any RateSource)?
  private let base: Currency
  private let past: PastKeeper
  private var known: (rates: [ExchangeRate], table: RateTable)?
  /// The tables of the moments asked for last, since a dashboard asks for the same one several times.
  private var recent: [(moment: PastMoment, base: Currency, cursor: Cursor, table: RateTable)] = []
  private static let kept = 4

  init(setup: PipelineSetup, past: PastKeeper) {
    source = setup.rates
    base = setup.baseCurrency
    self.past = past
  }

  /// The rates of now; `nil` where none are configured.
  /// - Throws: ``RateSourceError``.
  func supplied() async throws -> [ExchangeRate]? { try await read()?.rates }

  /// The table of now; `nil` where none is configured.
  func table() async throws -> RateTable? { try await read()?.table }

  /// Forgets what was read, so that the next use asks the source.
  func invalidate() { known = nil }

  private func read() async throws -> (rates: [ExchangeRate], table: RateTable)? {
    if let known { return known }
    guard let source else { return nil }
    let rates = try await source.rates()
    let fresh = (rates, RateTable(rates, base: base))
    known = fresh
    return fresh
  }

  /// The table of a moment.
  func table(at moment: PastMoment, base: Currency) async throws -> RateTable {
    let (records, cursor) = try await past.recordsAndCursor(RateBody.fields, at: moment)
    if let known = recent.first(where: { $0.moment == moment && $0.base == base && $0.cursor == cursor }) {
      return known.table
    }
    let table = RateTable(try records().compactMap(\.body.exchangeRate), base: base)
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

extension Pipeline {

  /// How deals in other currencies are priced at a moment; `nil` where no rates were configured.
  func pricing(_ setup: PipelineSetup, at moment: PastMoment?) async throws -> DealPricing? {
    guard setup.rates != nil else { return nil }
    let table: RateTable? =
      if let moment { try await rates.table(at: moment, base: setup.baseCurrency) } else { try await rates.table() }
    return table.map { DealPricing($0, open: setup.ratesOfOpenDeals, closed: setup.ratesOfClosedDeals) }
  }
}
