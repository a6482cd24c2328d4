#if Observability
  import InMemoryTracing
  import PipelinePlugins
  import SalesPipeline
  import Testing
  import Tracing

  @Suite("Spans")
  struct SpanTests {
    @Test("opening, importing, asking, committing and exporting are spans, within that of the caller")
    func day() async throws {
      try await Company.use { company in
        let collected = Collected()
        var opened: Pipeline?
        let opening = try await collected.spans {
          opened = try await collected.opening { try await company.open() }
        }
        let pipeline = try #require(opened)
        #expect(opening.last?.text == "open mode=writing")
        #expect(opening.dropLast().allSatisfy { $0.parentSpanID == opening.last?.spanID })
        let desk = pipeline.acting(as: "anna")
        let importing = try await collected.spans { try await company.importing("deals.csv", desk) }
        #expect(importing.map(\.text) == ["commit writes=5", "import mode=writing rows=3"])
        #expect(importing[0].parentSpanID == importing[1].spanID)
        let deal = try await desk.opportunity(externalID: "D-1")
        let request = collected.tracer.startSpan("request")
        let within = try await collected.spans {
          try await InstrumentationContext.$current.withValue(request.context) {
            _ = try await desk.edit(deal.id) { $0.nextStep = "Call Zephyr" }
            _ = try await desk.dashboard()
            let report = try await desk.forecast("all")
            _ = try await desk.export(report, as: .json)
            try await desk.export(report, to: company.path("report.csv"))
          }
        }
        #expect(
          within.map(\.text) == [
            "commit writes=1", "question kind=dashboard", "question kind=forecast", "export format=json rows=1",
            "export format=csv rows=1",
          ])
        #expect(within.allSatisfy { $0.parentSpanID == request.spanID && $0.status == nil })
        await pipeline.close()
      }
    }

    @Test("what fails says which error it was, and nothing of what the error says")
    func failing() async throws {
      try await Company.use { company in
        let collected = Collected()
        let pipeline = try await collected.opening { try await company.open() }
        let desk = pipeline.acting(as: "anna")
        let acme = try await desk.addAccount("Zephyr") { $0.externalID = "98765" }
        try company.write("bad.csv", "id,account,amount\nD-8,Borealis,98765 euros\n")
        let spans = try await collected.spans {
          await #expect(throws: Refused.self) { try await desk.addAccount("Borealis") { $0.externalID = "98765" } }
          await #expect(throws: NotFound.self) { try await desk.forecast("Zephyr") }
          await #expect(throws: ImportRefused.self) { try await company.importing("bad.csv", desk) }
          await #expect(throws: StoreError.self) {
            let stale = try await desk.edit(acme) { $0.name = "Borealis" }
            _ = try await desk.edit(acme) { $0.name = "\(stale.version)" }
          }
        }
        #expect(
          spans.map(\.text) == [
            "commit error.type=Refused refusals=duplicate writes=1", "question error.type=NotFound kind=forecast",
            "import error.type=ImportRefused mode=writing", "commit writes=1",
          ])
        for span in spans.prefix(3) { #expect(span.status?.code == .error && span.status?.message == nil) }
        for span in spans {
          #expect(span.errors.isEmpty && span.events.isEmpty)
          #expect(!Company.privateTexts.contains { span.text.contains($0) }, "\(span.text)")
        }
        await pipeline.close()
      }
    }
  }
#endif
