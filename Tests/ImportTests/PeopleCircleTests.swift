import PipelineEngine
import PipelinePlugins
import SalesPipeline
import Testing

/// Managers of imported salespeople, who must not manage each other.
@Suite("Circles of imported managers")
struct PeopleCircleTests {
  private static let people = "version: 1\nsalespeople:\n  fields: {name: Who, manager: Boss}\n"

  private func summary(_ desk: Desk, _ rows: String) async throws -> ImportSummary {
    let file = ImportFile(name: "people.csv", bytes: Array("Who,Boss\n\(rows)".utf8))
    var options = ImportOptions()
    options.skipsBadRows = true
    return try await desk.import(try mapping(Self.people), files: [.salespeople: file], options: options)
  }

  private func problems(_ summary: ImportSummary) -> [String] {
    summary.problems.map { "\($0.line) \($0.field?.description ?? ""): \($0.sentence.fallback)" }
  }

  @Test("each row of a circle is refused, in any order; those who only report to one are taken")
  func inFile() async throws {
    try await withDesk(smallSales) { desk in
      let summary = try await summary(desk, "anna,eva\nben,anna\neva,zoe\nzoe,anna\nme,me\ncy,\n")
      #expect(
        problems(summary) == [
          "2 manager: the managers form a circle: anna → eva → zoe → anna",
          "4 manager: the managers form a circle: eva → zoe → anna → eva",
          "5 manager: the managers form a circle: zoe → anna → eva → zoe",
          "6 manager: the managers form a circle: me → me",
        ])
      #expect(try await desk.salespeople().map(\.body.name).sorted() == ["ben", "cy"])
    }
  }

  @Test("people who are there count, also far above; what breaks a circle up in the same file is taken")
  func withStored() async throws {
    try await withDesk(smallSales) { desk in
      _ = try await desk.addSalesperson("cy") { $0.manager = "dan" }
      _ = try await desk.addSalesperson("dan") { $0.manager = "eva" }
      _ = try await desk.addSalesperson("eva")
      let closing = try await summary(desk, "eva,cy\n")
      #expect(problems(closing) == ["2 manager: the managers form a circle: eva → cy → dan → eva"])
      #expect(try await desk.salesperson(named: "eva").body.manager == nil)
      let turned = try await summary(desk, "eva,cy\ncy,zoe\n")
      #expect(problems(turned) == [])
      #expect(try await desk.salesperson(named: "eva").body.manager == "cy")
      #expect(try await desk.salesperson(named: "cy").body.manager == "zoe")
    }
  }

  @Test("a chain of thirty thousand is read at once")
  func long() async throws {
    try await withDesk(smallSales) { desk in
      let rows = (0..<30_000).map { "p\($0),p\($0 + 1)\n" }.joined()
      let summary = try await summary(desk, rows + "p30000,p0\n")
      #expect(summary.problems.count == 30_001)
    }
  }
}
