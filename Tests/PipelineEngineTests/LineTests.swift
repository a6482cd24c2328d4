import PipelineEngine
import PipelinePlugins
import SalesPipeline
import Testing

@Suite("Lines of deals and their list prices", .serialized)
struct LineTests {
  private func withProducts(_ backend: Backend, _ body: (Desk, Opportunity) async throws -> Void) async throws {
    try await backend.withDesk { setup in
      let products = [
        LookupEntry("gtx", attributes: ["list_price": "200.00"]),
        LookupEntry("support", attributes: ["list_price": "90"]),
        LookupEntry("free"),
      ]
      setup.lookups = [LookupBinding(.line, Entries(isEditable: true, list: products))]
    } _: { desk in
      try await body(desk, try await desk.addOpportunity(in: try await desk.addAccount("Acme")))
    }
  }

  @Test("a line takes the list price, a discount on it, or a price, and keeps the list price", arguments: Backend.all)
  func prices(_ backend: Backend) async throws {
    try await withProducts(backend) { desk, deal in
      var deal = try await desk.addLine("gtx", quantity: 2, to: deal)
      deal = try await desk.addLine("support", at: .discounted(try #require(BasisPoints(1_250))), to: deal)
      deal = try await desk.addLine("gtx", at: .unit("210"), to: deal)
      deal = try await desk.addLine("free", at: .unit("1"), to: deal)
      #expect(
        deal.lines == [
          OpportunityLine(product: "gtx", quantity: 2, unitPrice: "200.00", listPrice: "200.00"),
          OpportunityLine(product: "support", unitPrice: "78.75", listPrice: "90"),
          OpportunityLine(product: "gtx", unitPrice: "210", listPrice: "200.00"),
          OpportunityLine(product: "free", unitPrice: "1"),
        ])
      #expect(deal.amount?.decimalText == "689.75")
      let lines = deal.lines
      #expect(try lines.map { try $0.discount(in: .usd)?.decimalText } == ["0.00", "11.25", "-10.00", nil])
      #expect(lines.map(\.discountPoints) == [0, 1_250, -500, nil])

      // The list price rises: what was agreed when it was lower stays beside it, also when the line is edited.
      try await desk.setLookupAttribute("list_price", of: "support", in: .line, to: "100")
      deal = try await desk.editLine(1, of: deal, quantity: 3)
      #expect(deal.lines[1] == OpportunityLine(product: "support", quantity: 3, unitPrice: "78.75", listPrice: "90"))
      deal = try await desk.edit(deal) { $0.lines[1] = OpportunityLine(product: "support", unitPrice: "80") }
      #expect(deal.lines[1].listPrice == "90", "a line that is written anew is of the same product")
      let other = try await desk.clone(deal) { $0.lines = [OpportunityLine(product: "support", unitPrice: "80")] }
      #expect(other.lines[0].listPrice == "100")
      deal = try await desk.editLine(1, of: deal, product: "gtx")
      #expect(deal.lines[1] == OpportunityLine(product: "gtx", unitPrice: "200.00", listPrice: "200.00"))
      deal = try await desk.removeLine(0, of: deal)
      #expect(deal.lines.map(\.product) == ["gtx", "gtx", "free"])
      #expect(try await desk.opportunity(deal.id).lines == deal.lines, "as stored")
    }
  }

  @Test(
    "without a list price in the deal's currency a price is needed; what does not exist is refused",
    arguments: Backend.all)
  func refused(_ backend: Backend) async throws {
    try await withProducts(backend) { desk, deal in
      func refusals(_ body: () async throws -> Opportunity) async throws -> [Refusal.Code] {
        do {
          _ = try await body()
          return []
        } catch let refused as Refused { return refused.refusals.map(\.code) }
      }
      #expect(try await refusals { try await desk.addLine("free", to: deal) } == [.missing])
      #expect(try await refusals { try await desk.addLine("nonsense", at: .unit("1"), to: deal) } == [.unknownEntry])
      #expect(try await refusals { try await desk.addLine("gtx", quantity: -1, to: deal) } == [.invalid])
      #expect(try await refusals { try await desk.removeLine(0, of: deal) } == [.invalid])
      #expect(try await refusals { try await desk.editLine(0, of: deal, quantity: 2) } == [.invalid])
      let euros = try await desk.edit(deal) { $0.currency = Currency("EUR") }
      #expect(try await refusals { try await desk.addLine("gtx", to: euros) } == [.missing], "the list is in dollars")
      let agreed = try await desk.addLine("gtx", at: .unit("180"), to: euros)
      #expect(agreed.lines[0].listPrice == nil)
      #expect(agreed.version == euros.version + 1)
    }
  }

  @Test("lines of older stores and of other programs have no list price, and both forms are read")
  func stored() throws {
    let field = try #require(OpportunityBody.fields["lines"])
    var body = OpportunityBody()
    #expect(field.set(&body, .text(#"[["gtx","2","5.00"],["gtx","1","4","5.00"]]"#)))
    #expect(body.lines.map(\.listPrice) == [nil, "5.00"])
    #expect(field.get(body) == .text(#"[["gtx","2","5.00"],["gtx","1","4","5.00"]]"#))
    #expect(!field.set(&body, .text(#"[["gtx","2","5.00","x"]]"#)))
  }
}
