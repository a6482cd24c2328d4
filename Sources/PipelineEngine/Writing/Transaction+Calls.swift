public import PipelinePlugins

extension Transaction {
  /// Makes, changes or takes back the forecast call of the acting user: what the user expects to win in a period.
  ///
  /// - Parameters:
  ///   - amount: The amount, 0 or more; `nil` takes the call back.
  ///   - currency: The currency of the amount; `nil` for the base currency, which it must be.
  ///   - period: A month or a fiscal quarter by its label, such as `2026-Q4`, or by a word, such as `this_quarter`.
  ///   - person: The salesperson; `nil` for the acting user, which it must be.
  /// - Throws: ``Refused`` with all violated rules.
  public nonisolated(nonsending) mutating func call(
    _ amount: ExactDecimal?, currency: Currency? = nil, for period: String, of person: String? = nil
  ) async throws -> Desk.ForecastCall {
    let person = person.map(StoredText.name) ?? permissions.person
    return try await state("call", amount, currency, person, period, refusal: refusal(toCallFor: person)) {
      $0.call = $1
    }
  }

  /// Sets or removes a manager's adjustment of a forecast call: what the manager expects of the salesperson instead. The
  /// call itself stays.
  ///
  /// - Parameters:
  ///   - amount: The amount, 0 or more; `nil` removes the adjustment.
  ///   - currency: The currency of the amount; `nil` for the base currency, which it must be.
  ///   - period: A month or a fiscal quarter, as in ``call(_:currency:for:of:)``.
  /// - Throws: ``Refused`` with all violated rules; also unless the acting user is a manager of the salesperson, directly
  ///   or not, and may see the salesperson's deals.
  public nonisolated(nonsending) mutating func adjustCall(
    of person: String, to amount: ExactDecimal?, currency: Currency? = nil, for period: String
  ) async throws -> Desk.ForecastCall {
    let person = StoredText.name(person)
    let author = permissions.person
    return try await state("adjustment", amount, currency, person, period, refusal: refusal(toAdjustCallOf: person)) {
      $0.adjustment = $1
      $0.adjustedBy = $1 == nil ? nil : author
    }
  }

  /// Writes a figure of a call.
  private nonisolated(nonsending) mutating func state(
    _ field: FieldName, _ amount: ExactDecimal?, _ currency: Currency?, _ person: String, _ label: String,
    refusal: Refusal?, _ change: (inout ForecastCallBody, Money?) -> Void
  ) async throws -> Desk.ForecastCall {
    var refusals = [refusal].compactMap { $0 }
    let period = pipeline.callPeriod(label, today: moment.today)
    if period == nil { refusals.append(pipeline.noCallPeriod(label, today: moment.today)) }
    let (money, problem) = callAmount(field, amount, currency)
    if let problem { refusals.append(problem) }
    guard refusals.isEmpty, let period else { throw naming(Refused(refusals), calls, nil, nil) }
    if let replay {
      let written = try await replay.records(ForecastCallBody.fields)
      let known = written.first { $0.body.person == person && $0.body.days == period.inclusive }
      if let known { return Desk.ForecastCall(known) }
    }
    let base = pipeline.setup.baseCurrency
    let standing = try await standing(person, period)
    var body = standing?.body ?? ForecastCallBody(person, period, at: moment.at)
    if body.currency != base {
      // A figure in a former base currency cannot be beside one in the present currency; the history keeps them.
      (body.currency, body.call, body.adjustment, body.adjustedBy) = (base, nil, nil, nil)
    }
    change(&body, money)
    guard let standing else {
      return Desk.ForecastCall(calls.add(pipeline.environment.makeID(), body, at: moment.at))
    }
    return Desk.ForecastCall(calls.change(standing, to: body, at: moment.at))
  }

  /// The amount in the base currency, or the refusal of it.
  private func callAmount(
    _ field: FieldName, _ amount: ExactDecimal?, _ currency: Currency?
  ) -> (Money?, Refusal?) {
    guard let amount else { return (nil, nil) }
    let base = pipeline.setup.baseCurrency
    if let currency, currency != base {
      return (
        nil, Refusal(.currencyMismatch, field, .callCurrency, ["amount": currency.code, "base": base.code])
      )
    }
    guard amount >= .zero else { return (nil, Refusal(.invalid, field, .callBelowZero, ["value": "\(amount)"])) }
    do { return (try Money(parsing: amount.description, currency: base), nil) } catch {
      let code: Refusal.Code = if case MoneyError.overflow = error { .overflow } else { .invalid }
      let sentence = (error as? any ExplainedError)?.explanation ?? LocalizedText("\(error)")
      return (nil, Refusal(code, field, sentence: sentence, ["value": "\(amount)"]))
    }
  }

  /// The call of a person for a period, as changed by this transaction, else as stored.
  private func standing(_ person: String, _ period: Period) async throws -> Record<ForecastCallBody>? {
    func isWanted(_ body: ForecastCallBody) -> Bool { body.person == person && body.days == period.inclusive }
    if let (id, _) = calls.all.first(where: { $1.body.map(isWanted) ?? false }) { return calls.current(id) }
    for stored in try await settledStore().find(.forecastCall, "person", in: StoredText.keys(person)) {
      let body = try ForecastCallBody.fields.decode(stored.cells)
      if isWanted(body) { return Record(id: stored.id, version: stored.version, body: body) }
    }
    return nil
  }

  /// The writes of calls. All changes are in their history, whatever the policies for deals keep.
  func callWrites() -> [RecordWrite] {
    calls.all.flatMap { id, draft in
      draft.writes(RecordKey(.forecastCall, id), ForecastCallBody.fields, present: effectiveAt) { old, new, _ in
        ForecastCallBody.fields.diff(old, new).map {
          CellChange($0.field, old: $0.old, new: $0.new, inHistory: true)
        }
      }
    }
  }
}

extension Transaction {
  /// The refusal of a call by the acting user; `nil` if it is allowed.
  func refusal(toCallFor person: String) -> Refusal? {
    guard person == permissions.person else {
      return Refusal(.notAllowed, "person", .callOfOthers, ["person": permissions.person, "value": person])
    }
    guard permissions.changes.includes(person) else {
      return Refusal(.notAllowed, "person", .callOfReader, ["person": person])
    }
    return nil
  }

  /// The refusal of an adjustment by the acting user; `nil` if it is allowed. It is the same for a person whose deals the
  /// user may not see, and for one who does not exist.
  func refusal(toAdjustCallOf person: String) async throws -> Refusal? {
    if permissions.changes == .owners([]) {
      return Refusal(.notAllowed, "person", .callOfReader, ["person": permissions.person])
    }
    if permissions.sees.includes(person), try await managers(of: person).contains(permissions.person) { return nil }
    return Refusal(.notAllowed, "person", .callOfNoManager, ["person": permissions.person, "value": person])
  }

  /// The managers of a salesperson, directly or not: those of the access policy, else those of the salespeople's records.
  private func managers(of person: String) async throws -> Set<String> {
    if let known = try await pipeline.setup.access.managers(of: person) { return Set(known) }
    var (managers, next): (Set<String>, String?) = ([], person)
    while let name = next {
      next = try await self.person(name)?.body.manager.map(StoredText.name)
      guard let manager = next, manager != person, managers.insert(manager).inserted else { break }
    }
    return managers
  }
}

extension ForecastCallBody {
  fileprivate init(_ person: String, _ period: Period, at instant: Instant) {
    self.init()
    self.person = person
    self.period = period.label
    (firstDay, lastDay) = (period.inclusive.lowerBound, period.inclusive.upperBound)
    createdAt = instant
  }

  /// The days of the period.
  var days: ClosedRange<CivilDate>? {
    guard let firstDay, let lastDay, firstDay <= lastDay else { return nil }
    return firstDay...lastDay
  }
}

extension Period {
  /// Its days, both ends included.
  var inclusive: ClosedRange<CivilDate> {
    let last = range.upperBound.adding(days: -1) ?? range.upperBound
    return range.lowerBound...max(last, range.lowerBound)
  }
}
