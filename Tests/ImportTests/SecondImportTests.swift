import PipelineEngine
import PipelinePlugins
import SalesPipeline
import Testing

@Suite("What an import does to what is there")
struct SecondImportTests {
  static let mappingText = smallMapping(
    """
        unit_price: {column: price, numbers: {thousands: ",", strip: ["$"]}, fallback: {lookup: list_price}}
        probability: {column: chance, percentages: {unit: percent, open_at_0: strategy, open_at_100: 99}}
        next_step: step
        expected_close_date: {column: close, dates: M/d/yyyy}
    """)
  static let header = "id,account,stage,product,quantity,price,closed,chance,step,close\n"

  @Test("percentages, amounts and dates are read as declared")
  func values() async throws {
    try await withDesk(smallSales) { desk in
      let rows = """
        1,Acme,open,GTX Pro,2,"$ 1,234.50",,65.0%,call,3/1/2017
        2,Acme,open,GTX Pro,1,,,0,,
        3,Acme,open,GTX Pro,1,,,100%,,
        """
      _ = try await desk.importText(Self.header + rows, try mapping(Self.mappingText))
      let first = try #require(try await desk.findOpportunity(externalID: "1"))
      #expect(first.amount?.decimalText == "2469.00")
      #expect(first.probability == BasisPoints(6500))
      #expect(first.probabilityOrigin == .person)
      #expect(first.expectedCloseDate == CivilDate(iso: "2017-03-01"))
      let second = try #require(try await desk.findOpportunity(externalID: "2"))
      #expect(second.amount?.decimalText == "4821.00", "the list price")
      #expect(second.probability == BasisPoints(1000))
      #expect(second.probabilityOrigin == .stage)
      #expect(second.expectedCloseDate == nil, "an unknown date stays unknown")
      #expect(try await desk.findOpportunity(externalID: "3")?.probability == BasisPoints(9900))
    }
  }

  @Test("changed rows update their deals, blanks keep what is there, and fields that are not mapped are left alone")
  func update() async throws {
    try await withDesk(smallSales) { desk in
      let mapping = try mapping(Self.mappingText)
      let before = "1,Acme,open,GTX Pro,1,5,,65%,call,3/1/2017\n"
      _ = try await desk.importText(Self.header + before + "2,Acme,open,GTX Pro,1,5,,,,\n", mapping)
      let standing = try #require(try await desk.findOpportunity(externalID: "1"))
      _ = try await desk.edit(standing) { $0.description = "ours" }

      let after = "1,Acme,won,GTX Pro,1,7,2-Mar-2017,,,3/1/2017\n"
      let summary = try await desk.importText(Self.header + after + "2,Acme,open,GTX Pro,1,5,,,,\n", mapping)
      #expect(summary.sections[0].updated == 1)
      #expect(summary.sections[0].unchanged == 1)
      #expect(summary.newCustomers == 1)
      let deal = try #require(try await desk.findOpportunity(externalID: "1"))
      #expect(deal.status == "won")
      #expect(deal.actualCloseDate == CivilDate(iso: "2017-03-02"))
      #expect(deal.probability == .full)
      #expect(deal.nextStep == "call", "a blank keeps what is there")
      #expect(deal.description == "ours")
      #expect(try await desk.accounts(named: "Acme").first?.standing == .customer)

      let corrected = "1,Acme,won,GTX Pro,1,7,3-Mar-2017,,,3/1/2017\n"
      #expect(try await desk.importText(Self.header + corrected, mapping).sections[0].updated == 1)
      #expect(try await desk.findOpportunity(externalID: "1")?.actualCloseDate == CivilDate(iso: "2017-03-03"))
      #expect(try await desk.importText(Self.header + corrected, mapping).changesNothing)
    }
  }

  @Test("entries of a stored table can be used by deals of the same import, which happens on the mapping's day")
  func entries() async throws {
    let text = """
      version: 1
      today: 2017-12-31
      loss_reasons:
        fields: {key: code, label: name}
        attributes: {group: kind}
      opportunities:
        accounts: create
        fields:
          external_id: id
          account: account
          status: {constant: lost}
          loss_reason: reason
          actual_close_date: {constant: today}
      """
    try await withDesk(smallSales) { desk in
      let files: [ImportKind: ImportFile] = [
        .lossReasons: ImportFile(name: "reasons.csv", bytes: Array("code,name,kind\nprice,Too dear,money\n".utf8)),
        .opportunities: ImportFile(name: "deals.csv", bytes: Array("id,account,reason\n1,Acme,price\n".utf8)),
      ]
      let summary = try await desk.import(try mapping(text), files: files)
      #expect(summary.sections.map(\.created) == [1, 1])
      let entry = try await desk.lookup(.lossReason)["price"]
      #expect(entry?.label.fallback == "Too dear")
      #expect(entry?.attributes == ["group": "money"])
      let deal = try #require(try await desk.findOpportunity(externalID: "1"))
      #expect(deal.lossReason == "price")
      #expect(deal.actualCloseDate == CivilDate(iso: "2017-12-31"))
      #expect(deal.createdAt == nil, "the file does not say when it was made")
      #expect(deal.statusSince == Instant(startOf: CivilDate(iso: "2017-12-31")!))
      #expect(try await desk.import(try mapping(text), files: files).changesNothing)
    }
  }
}
