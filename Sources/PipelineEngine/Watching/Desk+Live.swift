public import PipelinePlugins

extension Desk {
  /// Returns an answer now, and again after each change of it.
  ///
  ///     for try await funnel in desk.live(.funnel) { self.funnel = funnel }
  ///
  /// Each answer is computed from a snapshot of its own, with the current permissions of the acting user. Commits of this
  /// pipeline and of other processes lead to a new answer, and so does the beginning of a day in the configured time zone,
  /// unless the answer equals the last one. The sequence never ends.
  ///
  /// - Parameter interval: The minimum time between two answers. Commits in between are answered together.
  public func live<Value>(
    _ question: Live<Value>.Question, atMostEvery interval: Duration = .milliseconds(100)
  ) -> Live<Value> {
    Live(desk: self, question: question, interval: interval)
  }

  /// The answers to a question, as the pipeline changes.
  ///
  /// The iterator throws the errors of the question, such as ``StoreError``, and `CancellationError` if its task is
  /// cancelled. After an error, its next call answers again.
  public struct Live<Value: Sendable>: AsyncSequence, Sendable {
    let desk: Desk
    let question: Question
    let interval: Duration

    /// A question that is answered from a snapshot.
    public struct Question: Sendable {
      let answer: @Sendable (Desk) async throws -> (value: Value, cursor: Cursor)
      let isSame: @Sendable (Value, Value) -> Bool

      /// A question of a program's own.
      ///
      ///     desk.live(.init { try await $0.dashboard() })
      public init(_ answer: @escaping @Sendable (Snapshot) async throws -> Value) where Value: Equatable {
        self.init(isSame: { $0 == $1 }) { desk in
          let snapshot = try await desk.snapshot()
          return (try await answer(snapshot), snapshot.cursor)
        }
      }

      init(
        isSame: @escaping @Sendable (Value, Value) -> Bool,
        _ answer: @escaping @Sendable (Desk) async throws -> (value: Value, cursor: Cursor)
      ) {
        self.answer = answer
        self.isSame = isSame
      }
    }

    /// Returns an iterator.
    public func makeAsyncIterator() -> Iterator { Iterator(live: self) }

    /// Answers again and again.
    public struct Iterator: AsyncIteratorProtocol, Sendable {
      private let live: Live
      private var last: (value: Value, cursor: Cursor, day: CivilDate, at: ContinuousClock.Instant)?

      fileprivate init(live: Live) { self.live = live }

      /// Returns the next answer that differs from the last one, and waits for it if necessary. It is never `nil`.
      public mutating func next(isolation actor: isolated (any Actor)?) async throws -> Value? {
        while true {
          try Task.checkCancellation()
          let pipeline = live.desk.pipeline
          if let last { try await pipeline.waitForNews(after: last.cursor, last.day, from: last.at + live.interval) }
          // Before the question: the day may end while it is answered.
          let day = pipeline.today
          let (value, cursor) = try await live.question.answer(live.desk)
          let isNews = last.map { !live.question.isSame($0.value, value) } ?? true
          last = (value, cursor, day, .now)
          if isNews { return value }
        }
      }
    }
  }
}

extension Pipeline {
  /// Waits for a commit that answers can depend on, or for another day, and until an instant.
  fileprivate func waitForNews(
    after cursor: Cursor, _ day: CivilDate, from start: ContinuousClock.Instant
  ) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        var reader = ChangeReader(after: cursor, viewer: nil)
        // Places of consumers are in no answer.
        while try await reader.page(of: self).allSatisfy({ $0.kind == .consumer }) {}
      }
      group.addTask { [days] in
        try await self.environment.wait(
          ClockCondition(estimate: self.endOfDay(day).adding(microseconds: 1)) { days.civilDate(of: $0) != day })
      }
      defer { group.cancelAll() }
      try await group.next()
    }
    let rest = start - .now
    if rest > .zero { try await Task.sleep(for: rest) }
  }
}

extension Desk.Live.Question where Value == FunnelReport {
  /// The open deals by stage.
  public static var funnel: Self { funnel(ReportScope()) }

  /// The open deals by stage, of a scope.
  public static func funnel(_ scope: ReportScope) -> Self {
    Self(isSame: { $0 == $1 }) { desk in
      try await desk.telemetry.question(.funnel) {
        let snapshot = try await desk.snapshot(scope)
        return (try await snapshot.funnel(scope), snapshot.cursor)
      }
    }
  }
}

extension Desk.Live.Question where Value == SalesGrid {
  /// The won and open deals by salesperson and period.
  /// - Parameter grain: The periods; `nil` for those of the configured dashboard.
  public static func salesGrid(by grain: PeriodGrain? = nil, _ scope: ReportScope = ReportScope()) -> Self {
    Self(isSame: { $0 == $1 }) { desk in
      try await desk.telemetry.question(.salesGrid) {
        let snapshot = try await desk.snapshot(scope)
        return (try await snapshot.salesGrid(by: grain, scope), snapshot.cursor)
      }
    }
  }
}

extension Desk.Live.Question where Value == ReportDocument {
  /// The dashboard, with the parameters of ``Desk/dashboard(_:widgets:grain:dealsPerStage:since:)``.
  public static func dashboard(
    _ scope: ReportScope = ReportScope(), widgets: [DashboardWidget]? = nil, grain: PeriodGrain? = nil,
    dealsPerStage: Int = 50, since: Instant? = nil
  ) -> Self {
    Self(isSame: { $0.withoutMoment == $1.withoutMoment }) { desk in
      try await desk.telemetry.question(.dashboard) {
        let snapshot = try await desk.snapshot(
          ofDashboard: scope, widgets: widgets, dealsPerStage: dealsPerStage, since: since)
        let document = try await snapshot.dashboard(
          scope, widgets: widgets, grain: grain, dealsPerStage: dealsPerStage)
        return (document, snapshot.cursor)
      }
    }
  }

  /// A report of the configuration or a saved report. A change of the saved report is a new answer too.
  public static func forecast(_ name: String, _ scope: ReportScope = ReportScope()) -> Self {
    Self(isSame: { $0.withoutMoment == $1.withoutMoment }) { desk in
      try await desk.telemetry.question(.forecast) {
        let (snapshot, report) = try await desk.snapshot(ofReport: name, scope)
        return (try await snapshot.forecast(report.definition, scope), snapshot.cursor)
      }
    }
  }
}

extension Desk.Live.Question where Value == Page<Opportunity> {
  /// A page of the deals that match a filter, as ``Desk/opportunities(_:by:in:offset:limit:)`` returns it.
  public static func list(
    _ filter: DealFilter = DealFilter(), by order: DealFilter.Order = .oldest, in account: RecordID? = nil,
    offset: Int = 0, limit: Int = 50
  ) -> Self {
    Self(isSame: { $0 == $1 }) { desk in
      try await desk.telemetry.question(.list) {
        let snapshot = try await desk.snapshot(ReportScope(), filter.extent.union(order.extent))
        let page = try await snapshot.opportunities(filter, by: order, in: account, offset: offset, limit: limit)
        return (page, snapshot.cursor)
      }
    }
  }
}

extension ReportDocument {
  /// The document without the instant and the place of its making, which every answer has of its own.
  fileprivate var withoutMoment: ReportDocument {
    var document = self
    document.receipt?.madeAt = Instant(microsecondsSince1970: 0)
    document.receipt?.sequence = 0
    document.parameters.removeAll { $0.key == "made_at" }
    return document
  }
}
