#if SQLite
  import PipelineEngine
  import PipelinePlugins
  import SalesPipeline
  import Testing

  @Suite("An operation has one effect, however often it is sent", .serialized)
  struct OperationTests {
    @Test("each command gives the same record again, and writes once", arguments: Backend.all)
    func commands(_ backend: Backend) async throws {
      try await backend.withDesk { desk in
        func twice<Value: Equatable & Sendable>(
          _ what: Comment, _ command: (RecordID) async throws -> Value
        ) async throws -> Value {
          let operation = desk.makeID()
          let first = try await command(operation)
          let again = try await command(operation)
          #expect(again == first, what)
          return first
        }
        let acme = try await twice("add an account") { try await desk.addAccount("Acme", operation: $0) }
        let edited = try await twice("edit an account") { operation in
          try await desk.edit(acme, operation: operation) { $0.owner = "ben" }
        }
        var deal = try await twice("add a deal") { operation in
          try await desk.addOpportunity(in: edited, operation: operation) { $0.externalID = "D-1" }
        }
        deal = try await twice("edit a deal") { [deal] operation in
          try await desk.edit(deal, operation: operation) { $0.nextStep = "call" }
        }
        deal = try await twice("edit a deal as it stands") { [id = deal.id] operation in
          try await desk.edit(id, operation: operation) { $0.nextStep = ($0.nextStep ?? "") + " again" }
        }
        #expect(deal.nextStep == "call again")
        deal = try await twice("move") { [deal] operation in
          try await desk.changeStatus(of: deal, to: "engaging", operation: operation)
        }
        deal = try await twice("close") { [deal] operation in
          try await desk.close(deal, as: .won, operation: operation)
        }
        deal = try await twice("reopen") { [deal] operation in
          try await desk.reopen(deal, to: "engaging", operation: operation)
        }
        let (gone, last) = (desk.makeID(), deal)
        try await desk.delete(last, operation: gone)
        try await desk.delete(last, operation: gone)
        deal = try await twice("restore") { operation in try await desk.restore(last.id, operation: operation) }
        #expect(try await desk.opportunities().total == 1)
        let total = try await desk.accounts(nameContains: nil).total
        #expect(total == 1)
        #expect(deal.version == 8)
      }
    }

    @Test("the answer is what the operation left, after later changes too", arguments: Backend.all)
    func later(_ backend: Backend) async throws {
      try await backend.withDesk { desk in
        let (added, moved) = (desk.makeID(), desk.makeID())
        let acme = try await desk.addAccount("Acme")
        let deal = try await desk.addOpportunity(in: acme, operation: added) { $0.name = "First" }
        let engaged = try await desk.edit(deal, operation: moved) {
          $0.status = "engaging"
          $0.nextStep = "call"
        }
        let third = try await desk.edit(engaged) { $0.name = "Renamed" }
        try await desk.delete(third)
        #expect(try await desk.addOpportunity(in: acme, operation: added) { $0.name = "Other" } == deal)
        #expect(try await desk.edit(deal, operation: moved) { $0.nextStep = "other" } == engaged)
        #expect(try await desk.opportunities().total == 0)
      }
    }

    @Test("an operation that changed nothing has had its effect too", arguments: Backend.all)
    func nothing(_ backend: Backend) async throws {
      try await backend.withDesk { desk in
        let operation = desk.makeID()
        let deal = try await desk.addOpportunity(in: try await desk.addAccount("Acme")) { $0.nextStep = "call" }
        #expect(try await desk.edit(deal.id, operation: operation) { $0.nextStep = "call" } == deal)
        let other = try await desk.edit(deal) { $0.nextStep = "visit" }
        #expect(try await desk.edit(deal.id, operation: operation) { $0.nextStep = "call" } == deal)
        #expect(try await desk.opportunity(deal.id) == other)
      }
    }

    @Test("several things as one answer as they did", arguments: Backend.all)
    func together(_ backend: Backend) async throws {
      try await backend.withDesk { desk in
        let operation = desk.makeID()
        func work() async throws -> (Account, [Opportunity]) {
          try await desk.together(operation: operation) { transaction in
            let acme = try await transaction.addAccount("Acme")
            let first = try await transaction.addOpportunity(in: acme) { $0.name = "One" }
            let second = try await transaction.addOpportunity(in: acme) { $0.name = "Two" }
            return (acme, [first, try await transaction.edit(second) { $0.nextStep = "call" }])
          }
        }
        let (first, again) = (try await work(), try await work())
        #expect(first.0 == again.0 && first.1 == again.1)
        #expect(try await desk.opportunities().total == 2)
      }
    }

    @Test("what failed has not been done: it may be sent again", arguments: Backend.all)
    func failed(_ backend: Backend) async throws {
      try await backend.withDesk { desk in
        let operation = desk.makeID()
        let deal = try await desk.addOpportunity(in: try await desk.addAccount("Acme"))
        await #expect(throws: Refused.self) { try await desk.edit(deal.id, operation: operation) { $0.status = "won" } }
        #expect(try await desk.edit(deal.id, operation: operation) { $0.nextStep = "call" }.nextStep == "call")
      }
    }

    @Test("many sendings at once make one deal", arguments: Backend.all)
    func concurrent(_ backend: Backend) async throws {
      try await backend.withPipelines(2) { pipelines in
        let desks = pipelines.map { $0.acting(as: "anna") }
        let acme = try await desks[0].addAccount("Acme")
        let operation = desks[0].makeID()
        let answers = try await withThrowingTaskGroup(of: Opportunity.self) { group in
          for number in 0..<16 {
            group.addTask { try await desks[number % 2].addOpportunity(in: acme, operation: operation) }
          }
          return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(answers).count == 1)
        #expect(try await desks[1].opportunities().total == 1)
      }
    }

    @Test("a restart forgets no operation", arguments: [Backend.sqlite])
    func restart(_ backend: Backend) async throws {
      try await backend.withPlace { open in
        var pipeline = try await open()
        let operation = pipeline.acting(as: "anna").makeID()
        let acme = try await pipeline.acting(as: "anna").addAccount("Acme")
        let deal = try await pipeline.acting(as: "anna").addOpportunity(in: acme, operation: operation)
        await pipeline.close()
        pipeline = try await open()
        let desk = pipeline.acting(as: "anna")
        #expect(try await desk.addOpportunity(in: acme, operation: operation) == deal)
        #expect(try await desk.opportunities().total == 1)
        await pipeline.close()
      }
    }

    @Test("an identity that was used by somebody else or for something else is an error", arguments: Backend.all)
    func taken(_ backend: Backend) async throws {
      try await backend.withDesk { desk in
        let operation = desk.makeID()
        let acme = try await desk.addAccount("Acme", operation: operation)
        let error = OperationTaken(operation: operation)
        await #expect(throws: error) { try await desk.acting(as: "ben").addAccount("Acme", operation: operation) }
        await #expect(throws: error) { try await desk.addOpportunity(in: acme, operation: operation) }
      }
    }

    @Test("lookup tables and saved reports too", arguments: Backend.all)
    func others(_ backend: Backend) async throws {
      try await backend.withDesk { desk in
        let (entry, saved, renamed) = (desk.makeID(), desk.makeID(), desk.makeID())
        for _ in 0..<2 { try await desk.addLookupEntry(LookupEntry("web"), to: .source, operation: entry) }
        #expect(try await desk.lookup(.source).entries.map(\.key) == ["fair", "web"])
        let definition = ReportDefinition("mine", period: .all, groupBy: [.owner])
        let first = try await desk.reports.save(definition, operation: saved)
        let other = try await desk.reports.rename("mine", to: "yours", operation: renamed)
        #expect(try await desk.reports.save(definition, operation: saved) == first)
        #expect(try await desk.reports.rename("mine", to: "yours", operation: renamed) == other)
        #expect(try await desk.reports.list().map(\.definition.name) == ["yours"])
      }
    }
  }
#endif
