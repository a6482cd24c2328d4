package import PipelinePlugins

/// Exchange rates in order, and what one currency is worth in another on a day.
///
/// Of a pair of currencies the newest rate on or before the day holds, and one without a day where no dated one does yet; a
/// rate from after the day is never used. A pair that is quoted the other way round is turned round; one that is not quoted at
/// all is crossed: through the base currency, else through that currency whose older rate of the two is the newest, in order of
/// their codes where several are as new. A chain has two rates, never more.
///
/// Amounts are multiplied and divided by rates as they are quoted, so that however weak a currency is, no digit is lost; what
/// they become is rounded once. ``AppliedRate/rate`` is for people: as quoted where it is used so, else rounded half-even to
/// twelve decimals, or to fewer where the number has more digits than ``ExactDecimal`` keeps.
package struct RateTable: Sendable {
  /// The currency that others are crossed through first.
  package let base: Currency
  private let pairs: [RatePair: RateSeries]
  /// Each currency's partners, in order of their codes.
  private let partners: [Currency: [Currency]]

  /// A table; of two rates for the same pair and day, either way round, the last counts. O(n log n).
  package init(_ rates: [ExchangeRate] = [], base: Currency) {
    self.base = base
    pairs = Dictionary(grouping: rates) { RatePair($0.currency, $0.quote) }.mapValues { RateSeries($0) }
    var partners: [Currency: [Currency]] = [:]
    for pair in pairs.keys {
      partners[pair.first, default: []].append(pair.second)
      partners[pair.second, default: []].append(pair.first)
    }
    self.partners = partners.mapValues { $0.sorted() }
  }

  /// What one unit of a currency is worth in another on a day; 1 for a currency in itself. O(log n) for a pair that is quoted,
  /// and as often as the currency has partners for one that is not.
  package func rate(
    from currency: Currency, to quote: Currency, on day: CivilDate
  ) -> Result<AppliedRate, MissingRate> {
    if currency == quote {
      return .success(
        AppliedRate(
          currency: currency, quote: quote, rate: 1, ratio: ExactRatio(1, over: 1), quotes: [], day: nil, route: .none))
    }
    func missing(_ reason: MissingRate.Reason) -> Result<AppliedRate, MissingRate> {
      .failure(MissingRate(currency: currency, quote: quote, day: day, reason: reason))
    }
    guard let chain = chain(currency, quote, day) else {
      return missing(firstDay(currency, quote).map { .notYet(first: $0) } ?? .none)
    }
    return .success(
      AppliedRate(
        currency: currency, quote: quote, rate: chain.rate, ratio: chain.ratio, quotes: chain.quotes, day: chain.day,
        route: chain.route))
  }

  /// The quoted pair, else the best bridge between the two.
  private func chain(_ currency: Currency, _ quote: Currency, _ day: CivilDate) -> RateChain? {
    if let leg = leg(currency, quote, day) { return RateChain(leg) }
    if let bridge = bridge(currency, base, quote, day) { return bridge }
    return partners[currency, default: []].lazy.compactMap { bridge(currency, $0, quote, day) }
      .reduce(nil as RateChain?) { best, next in
        guard let best else { return next }
        return RateChain.isOlder(best.day, next.day) ? next : best
      }
  }

  private func bridge(_ currency: Currency, _ middle: Currency, _ quote: Currency, _ day: CivilDate) -> RateChain? {
    guard let first = leg(currency, middle, day), let second = leg(middle, quote, day) else { return nil }
    return RateChain(first, through: middle, second)
  }

  private func leg(_ currency: Currency, _ quote: Currency, _ day: CivilDate) -> RateLeg? {
    guard let rate = pairs[RatePair(currency, quote)]?.newest(on: day) else { return nil }
    return RateLeg(rate, isInverse: rate.currency != currency)
  }

  /// The first day on which there is a rate, where there is none before it.
  private func firstDay(_ currency: Currency, _ quote: Currency) -> CivilDate? {
    var days: [CivilDate] = []
    if let day = pairs[RatePair(currency, quote)]?.firstDay { days.append(day) }
    for middle in partners[currency, default: []] {
      guard let first = pairs[RatePair(currency, middle)], let second = pairs[RatePair(middle, quote)] else { continue }
      // Of a rate that holds always, the other one's day counts; both cannot hold always, or there would be a rate.
      if let day = [first.firstDay, second.firstDay].compactMap({ $0 }).max() { days.append(day) }
    }
    return days.min()
  }
}

/// Two currencies, whichever way round.
private struct RatePair: Hashable {
  let first: Currency
  let second: Currency

  init(_ one: Currency, _ other: Currency) {
    first = min(one, other)
    second = max(one, other)
  }
}

/// A pair's rates by day.
private struct RateSeries {
  /// The one without a day.
  private let undated: ExchangeRate?
  /// Ascending, each day once.
  private let dated: [(day: CivilDate, rate: ExchangeRate)]

  init(_ rates: [ExchangeRate]) {
    undated = rates.last { $0.day == nil }
    var byDay: [CivilDate: ExchangeRate] = [:]
    for rate in rates { if let day = rate.day { byDay[day] = rate } }
    dated = byDay.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The day before which there is none; `nil` where one holds always.
  var firstDay: CivilDate? { undated == nil ? dated.first?.day : nil }

  func newest(on day: CivilDate) -> ExchangeRate? {
    var (low, high) = (0, dated.count)
    while low < high {
      let middle = (low + high) / 2
      if dated[middle].day <= day { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? undated : dated[low - 1].rate
  }
}
