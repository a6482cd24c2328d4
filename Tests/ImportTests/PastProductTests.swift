import PipelineEngine
import PipelinePlugins
import SalesPipeline
import Testing

@Suite("Products of deals that have a past")
struct PastProductTests {
  @Test("a filter by a product that deals had before the table of products was recorded")
  func filtered() async throws {
    let text = """
      version: 1
      opportunities:
        accounts: create
        fields: {external_id: id, account: account, owner: owner, status: stage, product: product, unit_price: price}
        changes: [{at: made}]
      """
    let rows = """
      id,account,owner,stage,product,price,made
      1,Acme,anna,open,GTX Pro,100,2017-01-10
      2,Acme,anna,open,MG Special,200,2017-01-10
      3,Acme,anna,open,GTX Pro,400,2017-03-10

      """
    try await withDesk(smallSales) { desk in
      _ = try await desk.importText(rows, try mapping(text))
      var scope = ReportScope(asOf: desk.endOfDay("2017-02-01"))
      scope.filter.products = ["GTX Pro"]
      #expect(try await desk.funnel(scope).total.unweighted == 100_00)
      scope.filter.products = ["GTX"]
      await #expect(throws: UnknownName.self) { try await desk.funnel(scope) }
    }
  }
}
