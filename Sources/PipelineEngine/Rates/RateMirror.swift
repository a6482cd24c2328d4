import PipelinePlugins

/// Updates the store's copy of the exchange rates from their source.
///
/// A rate takes effect on its day, and an undated rate at the beginning of time, regardless of when they were loaded: a
/// report about a past day uses the rates of that day, and "as known then" leaves out rates that were loaded later.
/// Corrected and removed rates take effect when they are loaded.
struct RateMirror {
  let pipeline: Pipeline

  /// There is one record per pair of currencies and day.
  private struct Key: Hashable {
    let currency: String
    let quote: String
    let day: CivilDate?

    init(_ body: RateBody) {
      currency = body.currency
      quote = body.quote
      day = body.day
    }
  }

  /// The number of records read at once.
  private static let pageSize = 10_000

  /// Writes the differences, if any.
  func refresh() async throws {
    guard let rates = try await pipeline.rates.supplied() else { return }
    // Of several rates for the same pair and day, the last is used.
    var wanted: [Key: RateBody] = [:]
    var order: [Key] = []
    for rate in rates {
      let body = RateBody(rate)
      if wanted.updateValue(body, forKey: Key(body)) == nil { order.append(Key(body)) }
    }
    try await pipeline.transact(by: Pipeline.configurator, granted: .everything) { transaction in
      var mirrored = try await mirrored()
      for key in order {
        guard let body = wanted[key] else { continue }
        if let known = mirrored.removeValue(forKey: key) {
          _ = transaction.update(RateBody.fields, known, to: body)
        } else {
          _ = transaction.create(RateBody.fields, body, at: beginning(of: body))
        }
      }
      for gone in mirrored.values.sorted(by: { $0.id < $1.id }) { transaction.delete(RateBody.fields, gone) }
    }
  }

  private func beginning(of body: RateBody) -> Instant? {
    let day = body.day ?? CivilDate(year: 1, month: 1, day: 1)
    return day.map { min(pipeline.startOfDay($0), pipeline.environment.now()) }
  }

  private func mirrored() async throws -> [Key: Record<RateBody>] {
    var ids: [RecordID] = []
    try await pipeline.eachPage(of: .rate, fields: ["currency"]) { ids += $0.ids }
    var records: [Key: Record<RateBody>] = [:]
    for start in stride(from: 0, to: ids.count, by: Self.pageSize) {
      let keys = ids[start..<min(ids.count, start + Self.pageSize)].map { RecordKey(.rate, $0) }
      for case .some(let stored) in try await pipeline.store.read(keys) {
        let body = try RateBody.fields.decode(stored.cells)
        records[Key(body)] = Record(id: stored.id, version: stored.version, body: body)
      }
    }
    return records
  }
}

extension RateBody {
  init(_ rate: ExchangeRate) {
    self.init(currency: rate.currency.code, quote: rate.quote.code, day: rate.day, rate: rate.rate)
  }

  /// The rate; `nil` for an invalid record.
  var exchangeRate: ExchangeRate? {
    guard let currency = Currency(currency), let quote = Currency(quote) else { return nil }
    return ExchangeRate(currency, in: quote, rate, from: day)
  }
}
