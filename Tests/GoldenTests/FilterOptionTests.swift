import SalesPipeline
import Testing
import ToolSupport

@Suite("Options of the tools")
struct FilterOptionTests {
  @Test("each key of `filters:` has an option, and the option sets it")
  func complete() throws {
    let words = [
      "owners": ["--owner", "anna"], "teams": ["--team", "north"], "cycles": ["--cycle", "direct"],
      "stages": ["--status", "won"], "outcomes": ["--outcome", "won"], "forecasts": ["--forecast", "commit"],
      "categories": ["--category", "commit"], "sources": ["--source", "web"], "products": ["--product", "gtx"],
      "competitors": ["--competitor", "globex"], "loss_reasons": ["--loss-reason", "price"],
      "accounts": ["--account", "Acme"], "currencies": ["--currency", "usd"], "text": ["--search", "x"],
      "amount": ["--amount-from", "1.50"], "probability": ["--probability-to", "62.5"],
      "closing": ["--closing-from", "2026-01-01"], "created": ["--created-to", "2026-01-01"],
      "changed_since": ["--changed-since", "2026-01-01"], "overdue": ["--overdue"], "slipped": ["--slipped"],
    ]
    #expect(Set(words.keys) == Set(DealFilter.settings.map(\.name)))
    let standard = DealFilter().parameters
    #expect(standard.isEmpty)
    for (key, arguments) in words {
      #expect(try FilterOptions.parse(arguments).filter.parameters.map(\.key) == [key])
    }
    let attributes = try FilterOptions.parse(["--attribute", "sector=metal", "--attribute", "sector=wood"]).filter
    #expect(attributes.attributes == ["sector": ["metal", "wood"]])
    #expect(attributes.parameters.map(\.key) == ["account.sector"])
    let fields = try FilterOptions.parse(["--where", "source=web", "--where", "source=fair"]).filter
    #expect(fields.sources == ["web", "fair"] && fields.parameters.map(\.key) == ["sources"])
    #expect(throws: (any Error).self) { try FilterOptions.parse(["--where", "nothing=x"]) }
    #expect(throws: (any Error).self) { try FilterOptions.parse(["--amount-from", "2", "--amount-to", "1"]) }
  }
}
