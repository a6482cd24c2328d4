public import PipelinePlugins

extension Desk {
  /// A forecast call: what a salesperson expects to win in a month or a fiscal quarter, and what a manager expects instead.
  ///
  /// Calls are beside the figures that deals add up to, and never part of them. They are visible to those who may see the
  /// salesperson's deals.
  public struct ForecastCall: Hashable, Sendable, Identifiable {
    /// The identity of the record.
    public let id: RecordID
    /// The salesperson.
    public let person: String
    /// The label of the period, such as `2026-Q4`.
    public let period: String
    /// The days of the period; `nil` if the record has none.
    public let days: ClosedRange<CivilDate>?
    /// What the salesperson expects; `nil` if there is no call, or it was taken back.
    public let amount: Money?
    /// What a manager expects instead; `nil` if the call is not adjusted.
    public let adjustment: Money?
    /// The manager who stated the adjustment.
    public let adjustedBy: String?

    /// The adjustment where there is one, else the call.
    public var adjusted: Money? { adjustment ?? amount }

    init(_ record: Record<ForecastCallBody>) {
      id = record.id
      (person, period, days) = (record.body.person, record.body.period, record.body.days)
      (amount, adjustment, adjustedBy) = (record.body.call, record.body.adjustment, record.body.adjustedBy)
    }
  }

  /// Makes, changes or takes back the forecast call of the acting user.
  ///
  ///     try await desk.call("250000", for: "2026-Q4")
  ///
  /// - Parameters:
  ///   - amount: What the user expects to win, in the base currency, 0 or more; `nil` takes the call back.
  ///   - currency: The currency of the amount; `nil` for the base currency, which it must be.
  ///   - period: A month or a fiscal quarter by its label, such as `2026-11` or `2026-Q4`, or by a word, such as
  ///     `this_quarter` or `next_month`.
  ///   - person: The salesperson; `nil` for the acting user, which it must be.
  ///   - operation: An id that makes the command idempotent.
  /// - Throws: ``Refused`` with all violated rules, ``OperationTaken``, or ``StoreError``.
  @discardableResult
  public func call(
    _ amount: ExactDecimal?, currency: Currency? = nil, for period: String, of person: String? = nil,
    operation: RecordID? = nil
  ) async throws -> ForecastCall {
    try await pipeline.retrying(by: user, operation: operation, overlaps: true) {
      try await $0.call(amount, currency: currency, for: period, of: person)
    }
  }

  /// Sets or removes a manager's adjustment of a salesperson's forecast call; the call itself stays.
  ///
  ///     try await desk.acting(as: "eva").adjustCall(of: "anna", to: "230000", for: "2026-Q4")
  ///
  /// The access policy says who manages whom, else the manager in the salesperson's record: see
  /// ``Transaction/setSalesperson(_:_:)``.
  ///
  /// - Parameters:
  ///   - amount: What the manager expects, in the base currency, 0 or more; `nil` removes the adjustment.
  ///   - currency: The currency of the amount; `nil` for the base currency, which it must be.
  ///   - period: A month or a fiscal quarter, as in ``call(_:currency:for:of:operation:)``.
  ///   - operation: An id that makes the command idempotent.
  /// - Throws: ``Refused`` with all violated rules, also unless the acting user is a manager of the salesperson;
  ///   ``OperationTaken``, or ``StoreError``.
  @discardableResult
  public func adjustCall(
    of person: String, to amount: ExactDecimal?, currency: Currency? = nil, for period: String,
    operation: RecordID? = nil
  ) async throws -> ForecastCall {
    try await pipeline.retrying(by: user, operation: operation, overlaps: true) {
      try await $0.adjustCall(of: person, to: amount, currency: currency, for: period)
    }
  }

  /// Returns the forecast calls that the acting user may see, by period, then by salesperson. Calls that were taken back
  /// and are not adjusted are left out.
  ///
  /// - Parameters:
  ///   - period: Only calls for this period; `nil` for all.
  ///   - asOf: The moment, by the effective instants of changes; `nil` for now.
  /// - Throws: ``Refused`` for an unknown period, or ``StoreError``.
  public func calls(for period: String? = nil, asOf: Instant? = nil) async throws -> [ForecastCall] {
    let wanted: ClosedRange<CivilDate>? = try period.map { try callPeriod($0).inclusive }
    let all = try await snapshot(ReportScope(asOf: asOf), .calls).calls
    let shown = all.filter { call in
      guard call.adjusted != nil else { return false }
      guard let wanted else { return true }
      return call.days == wanted
    }
    return shown.sorted { (left: ForecastCall, right: ForecastCall) -> Bool in
      let first = left.days?.lowerBound.daysSince1970 ?? .min
      let second = right.days?.lowerBound.daysSince1970 ?? .min
      if first != second { return first < second }
      return left.period == right.period ? left.person < right.person : left.period < right.period
    }
  }

  /// Returns a report of forecast calls: a row for each salesperson with what is won, in commit, in best case and
  /// weighted in the period, and beside it the call and the adjustment.
  ///
  /// - Parameters:
  ///   - period: A month or a fiscal quarter; as of a past day, words such as `this_quarter` count from that day.
  ///   - scope: The salespeople, teams and the moment.
  /// - Throws: ``Refused`` for an unknown period, ``UnknownName``, or ``StoreError``.
  public func callReport(
    for period: String = RelativePeriod.thisQuarter.rawValue, _ scope: ReportScope = ReportScope()
  ) async throws -> ReportDocument {
    let today = scope.today ?? scope.asOf.map { pipeline.civilDate(of: $0) } ?? pipeline.today
    guard let found = pipeline.callPeriod(period, today: today) else {
      throw pipeline.refused(Refused([pipeline.noCallPeriod(period, today: today)]))
    }
    return try await forecast(.forecastCall(found), scope)
  }

  /// The period with a label or a word.
  func callPeriod(_ label: String) throws -> Period {
    guard let period = pipeline.callPeriod(label, today: pipeline.today) else {
      throw pipeline.refused(Refused([pipeline.noCallPeriod(label, today: pipeline.today)]))
    }
    return period
  }
}

extension ReportDefinition {
  /// The report of the forecast calls of a period.
  static func forecastCall(_ period: Period) -> ReportDefinition {
    ReportDefinition(
      "forecast-call", title: LocalizedText(ReportPhrase.forecastCall, ["period": .label(period.text)]),
      period: .days(from: period.inclusive.lowerBound, to: period.inclusive.upperBound), groupBy: [.owner],
      measures: [.won, .commit, .bestCase, .weighted, .call, .adjustment, .adjustedCall])
  }
}

extension Pipeline {
  /// The month or quarter that a label (`2026-Q4`) or a name (`this_quarter`) denotes; `nil` for any other text.
  func callPeriod(_ text: String, today: CivilDate) -> Period? {
    let calendar = setup.calendar.fiscal
    var period = calendar.period(labelled: StoredText.name(text))
    if let word = RelativePeriod(rawValue: StoredText.name(text)) {
      let present = calendar.period(word.distance.grain, containing: today)
      period = calendar.period(present, advancedBy: word.distance.offset)
    }
    return period.flatMap { $0.grain == .year ? nil : $0 }
  }

  /// The refusal of a period that does not exist.
  func noCallPeriod(_ text: String, today: CivilDate) -> Refusal {
    let calendar = setup.calendar.fiscal
    return Refusal(
      .invalid, "period", .callPeriod,
      [
        "value": text, "month": calendar.period(.month, containing: today).label,
        "quarter": calendar.period(.quarter, containing: today).label,
      ])
  }
}
