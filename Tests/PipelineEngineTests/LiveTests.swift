#if SQLite
  import Foundation
  import PipelinePlugins
  import SQLiteStorage
  import Testing

  @testable import PipelineEngine

  @Suite("Live answers")
  struct LiveTests {
    @Test("the answer now, and another after each change of it; equal answers are not repeated", arguments: Backend.all)
    func funnel(_ backend: Backend) async throws {
      try await backend.withDesk { desk in
        let acme = try await desk.addAccount("Acme")
        var funnels = desk.live(.funnel).makeAsyncIterator()
        var grids = desk.live(.salesGrid(by: .quarter)).makeAsyncIterator()
        #expect(try await funnels.next(isolation: nil)?.total.count == 0)
        #expect(try await grids.next(isolation: nil)?.grain == .quarter)
        let deal = try await desk.addOpportunity(in: acme)
        #expect(try await funnels.next(isolation: nil) == (try await desk.funnel()))
        #expect(try await grids.next(isolation: nil)?.total.open.count == 1)
        // Neither is in the funnel.
        _ = try await desk.edit(deal.id) { $0.nextStep = "Call" }
        _ = try await desk.addAccount("Other")
        let next = funnels.later()
        try await Task.sleep(for: .milliseconds(300))
        _ = try await desk.edit(deal.id) { $0.status = "engaging" }
        let funnel = try #require(try await next.value.0)
        #expect(funnel.rows.first { $0.status == "engaging" }?.figures.count == 1)
      }
    }

    @Test("a list is of the filter's deals, and of those that the person sees", arguments: Backend.all)
    func list(_ backend: Backend) async throws {
      try await AccessWorld.with(backend) { world in
        var filter = DealFilter()
        filter.stages = ["engaging"]
        var lists = world.desk("anna").live(.list(filter, limit: 2)).makeAsyncIterator()
        #expect(try await lists.next(isolation: nil)?.items.isEmpty == true)
        let root = world.desk("root")
        for name in ["bob-0", "anna-0"] {
          let id = try #require(world.deals[name]?.id)
          _ = try await root.edit(id) { $0.status = "engaging" }
        }
        let page = try #require(try await lists.next(isolation: nil))
        #expect(page.items.map(\.id) == [world.deals["anna-0"]?.id] && page.total == 1)
      }
    }

    @Test(
      "a report answers again for its deals and for a new definition, and after it was missing", arguments: Backend.all)
    func report(_ backend: Backend) async throws {
      try await backend.withDesk { desk in
        let acme = try await desk.addAccount("Acme")
        try await desk.reports.save(ReportDefinition("mine", period: .all, groupBy: [.stage]))
        var documents = desk.live(.forecast("mine")).makeAsyncIterator()
        #expect(try await documents.next(isolation: nil)?.groupedBy == ["stage"])
        let deal = try await desk.addOpportunity(in: acme)
        #expect(try await documents.next(isolation: nil)?.receipt?.counted == 1)
        // A change that the report does not show.
        _ = try await desk.edit(deal.id) { $0.nextStep = "Call" }
        let next = documents.later()
        try await Task.sleep(for: .milliseconds(300))
        try await desk.reports.save(ReportDefinition("mine", period: .all, groupBy: [.owner]))
        let (document, after) = try await next.value
        #expect(document?.groupedBy == ["owner"])
        documents = after
        try await desk.reports.delete("mine")
        await #expect(throws: NotFound.self) { try await documents.next(isolation: nil) }
        try await desk.reports.save(ReportDefinition("mine", period: .all, groupBy: [.cycle]))
        #expect(try await documents.next(isolation: nil)?.groupedBy == ["cycle"])
      }
    }

    @Test(
      "commits that follow each other quickly are answered together, and the last one always", arguments: Backend.all)
    func coalesced(_ backend: Backend) async throws {
      try await backend.withDesk { desk in
        let acme = try await desk.addAccount("Acme")
        let start = ContinuousClock.now
        let answers = Task {
          var counts: [Int] = []
          for try await funnel in desk.live(.funnel, atMostEvery: .milliseconds(200)) {
            counts.append(Int(funnel.total.count))
            if counts.last == 60 { break }
          }
          return counts
        }
        for _ in 0..<60 { _ = try await desk.addOpportunity(in: acme) }
        let counts = try await answers.value
        let most = Int((ContinuousClock.now - start) / .milliseconds(200)) + 2
        #expect(counts.last == 60 && counts == Set(counts).sorted() && counts.count <= most, "\(counts)")
      }
    }

    @Test("acknowledgements of consumers ask no question anew", arguments: Backend.all)
    func consumers(_ backend: Backend) async throws {
      try await backend.withDesk { desk in
        let asked = Count()
        let question = Desk.Live<Int>.Question { snapshot in
          asked.add()
          return try await snapshot.opportunities().total
        }
        var answers = desk.live(question).makeAsyncIterator()
        #expect(try await answers.next(isolation: nil) == 0)
        let next = answers.later()
        let consumer = desk.pipeline.consumer("one")
        var batches = consumer.batches(limit: 1).makeAsyncIterator()
        for _ in 0..<3 { try await consumer.acknowledge(try #require(try await batches.next(isolation: nil))) }
        try await Task.sleep(for: .milliseconds(300))
        #expect(asked.take() == 1)
        _ = try await desk.addOpportunity(in: try await desk.addAccount("Acme"))
        #expect(try await next.value.0 == 1)
      }
    }

    @Test(
      "a new day is a new answer in the configured zone, without a commit", .timeLimit(.minutes(5)),
      arguments: Backend.all)
    func midnight(_ backend: Backend) async throws {
      // Half past eleven in the evening in Paris.
      let clock = PipelineEnvironment.TestClock(at: "2026-11-23T22:30:00Z")
      try await backend.withDesk(environment: .testing(clock), { $0.calendar.timeZone = "Europe/Paris" }) { desk in
        let asked = Count()
        let question = Desk.Live<CivilDate>.Question { snapshot in
          asked.add()
          return snapshot.today
        }
        var days = desk.live(question).makeAsyncIterator()
        #expect(try await days.next(isolation: nil) == "2026-11-23")
        let next = days.later()
        for _ in 0..<2_000 where clock.waiting == 0 { try await Task.sleep(for: .milliseconds(5)) }
        #expect(clock.waiting == 1)
        clock.advance(by: .seconds(29 * 60))
        try await Task.sleep(for: .milliseconds(200))
        #expect(asked.take() == 1 && clock.waiting == 1)
        clock.advance(by: .seconds(60))
        let (day, after) = try await next.value
        #expect(day == "2026-11-24")
        days = after
        // A clock that was moved between two answers, and one that is set back.
        clock.advance(days: 2)
        #expect(try await days.next(isolation: nil) == "2026-11-26")
        clock.set(to: "2026-11-25T12:00:00Z")
        #expect(try await days.next(isolation: nil) == "2026-11-25")
        // Commits are answered as before.
        let last = days.later()
        _ = try await desk.addAccount("Acme")
        var questions = asked.take()
        for _ in 0..<2_000 where questions < 4 {
          try await Task.sleep(for: .milliseconds(5))
          questions += asked.take()
        }
        #expect(questions == 4)
        last.cancel()
        await #expect(throws: CancellationError.self) { try await last.value }
        #expect(clock.waiting == 0 && desk.pipeline.commits.waiting == 0)
      }
    }

    @Test(
      "at midnight a month's report moves on, and what the day does not change is not repeated", .timeLimit(.minutes(5))
    )
    func month() async throws {
      let clock = PipelineEnvironment.TestClock(at: "2026-11-30T12:00:00Z")
      try await Backend.memory.withDesk(environment: .testing(clock)) { desk in
        let acme = try await desk.addAccount("Acme")
        _ = try await desk.addOpportunity(in: acme) { $0.expectedCloseDate = "2026-12-10" }
        try await desk.reports.save(ReportDefinition("month", period: .relative(.thisMonth), groupBy: [.owner]))
        var months = desk.live(.forecast("month")).makeAsyncIterator()
        var funnels = desk.live(.funnel).makeAsyncIterator()
        #expect(try await months.next(isolation: nil)?.receipt?.counted == 0)
        #expect(try await funnels.next(isolation: nil)?.total.count == 1)
        let funnel = funnels.later()
        clock.set(to: "2026-12-01T00:00:00Z")
        let december = try #require(try await months.next(isolation: nil))
        #expect(december.receipt?.counted == 1 && december.today == "2026-12-01")
        try await Task.sleep(for: .milliseconds(200))
        _ = try await desk.addOpportunity(in: acme)
        #expect(try await funnel.value.0?.total.count == 2)
      }
    }

    @Test(
      "a clock that is no test's is asked when the day is expected to begin", .timeLimit(.minutes(5)),
      arguments: Backend.all)
    func askedClock(_ backend: Backend) async throws {
      let start = ContinuousClock.now
      let identities = PipelineEnvironment.fixed(at: "2026-11-23T23:59:59Z")
      // It shows midnight soon after the first answer.
      let now: @Sendable () -> Instant = {
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        return Instant(startOf: "2026-11-24").adding(
          microseconds: seconds * 1_000_000 + attoseconds / 1_000_000_000_000 - 400_000)
      }
      let environment = PipelineEnvironment(now: now, makeID: identities.makeID)
      try await backend.withDesk(environment: environment) { desk in
        var days: [CivilDate] = []
        for try await day in desk.live(Desk.Live<CivilDate>.Question { $0.today }) {
          days.append(day)
          if day == "2026-11-24" { break }
        }
        #expect(["2026-11-23", "2026-11-24"].suffix(days.count) == days)
      }
    }

    @Test("a reader beside the writer's process is live too, and a cancelled one ends")
    func reader() async throws {
      let folder = NSTemporaryDirectory() + "pipeline-\(UUID().uuidString)"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let writer = try await Pipeline.open(Fixture.setup(SQLiteStorage(path: folder + "/sales.db")))
      let reader = try await Pipeline.open(Fixture.setup(SQLiteStorage(path: folder + "/sales.db")), for: .reading)
      let desk = writer.acting(as: "anna")
      let acme = try await desk.addAccount("Acme")
      let screen = await Screen(desk: reader.acting(as: "anna"))
      let task = Task { try await screen.show() }
      for count in 1...3 {
        _ = try await desk.addOpportunity(in: acme)
        for _ in 0..<1_000 where await screen.count != count { try await Task.sleep(for: .milliseconds(5)) }
        #expect(await screen.count == count)
      }
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
      #expect(reader.commits.waiting == 0)
      await reader.close()
      await writer.close()
    }
  }

  /// What an app's view model does.
  @MainActor
  private final class Screen {
    let desk: Desk
    private(set) var count = 0
    init(desk: Desk) { self.desk = desk }

    func show() async throws {
      for try await funnel in desk.live(.funnel) { count = Int(funnel.total.count) }
    }
  }
#endif
