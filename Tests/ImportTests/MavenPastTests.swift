import Foundation
@testable import PipelineEngine
import PipelinePlugins
import SalesPipeline
import Testing

/// The state of every deal at a moment, rolled forward from the journal with nothing but its order: the last entry of a
/// field, by effective instant and then by place.
func rolledForward(_ desk: Desk, to moment: Instant) async throws -> [RecordID: OpportunityBody] {
  var entries: [JournalEntry] = []
  var cursor = Cursor.start
  while true {
    let page = try await desk.pipeline.store.journal(.opportunity, id: nil, after: cursor, limit: 5_000)
    entries += page.entries
    cursor = page.cursor
    guard page.hasMore else { break }
  }
  entries.sort { ($0.effectiveAt, $0.sequence) < ($1.effectiveAt, $1.sequence) }
  var cells: [RecordID: [FieldValue]] = [:]
  for entry in entries where entry.effectiveAt <= moment {
    switch entry.event {
    case .created(let all), .restored(let all): cells[entry.key.id] = all
    case .changed(let change):
      let place = try #require(OpportunityBody.fields.position(of: change.field))
      cells[entry.key.id]?[place] = change.new
    case .deleted: cells[entry.key.id] = nil
    }
  }
  return try cells.mapValues { try OpportunityBody.fields.decode($0) }
}

/// Every deal as the store holds it.
func stored(_ desk: Desk) async throws -> [RecordID: OpportunityBody] {
  var bodies: [RecordID: OpportunityBody] = [:]
  let page = try await desk.opportunities(limit: 100_000)
  for deal in page.items { bodies[deal.id] = deal.body }
  return bodies
}

extension MavenTests {
  /// What the truth file says of a month's end.
  struct Snapshot: Decodable {
    let open_engaging: Int
    let open_list_price: Int64
    let won_cum: Int
    let won_amount_cum: Int64
    let lost_cum: Int
  }

  static func snapshots() throws -> [(day: CivilDate, Snapshot)] {
    struct File: Decodable { let snapshots: [String: Snapshot] }
    let folder = try #require(Places.maven)
    let data = try Data(contentsOf: URL(filePath: folder + "/../maven-truth/month_end_snapshots.json"))
    let file = try JSONDecoder().decode(File.self, from: data)
    #expect(file.snapshots.count == 15)
    return try file.snapshots.map { (try #require(CivilDate(iso: $0.key)), $0.value) }.sorted { $0.0 < $1.0 }
  }

  @Test(
    "every month's end is as in the files, rolled forward from the journal", arguments: [sqlite, "memory: {}"])
  func journal(_ storage: String) async throws {
    try await withMaven(storage) { desk, summary, _ in
      #expect(summary.datedChanges == 6711)
      #expect(summary.dealsWithPast == 8300)
      for (day, truth) in try Self.snapshots() {
        let deals = try await rolledForward(desk, to: desk.pipeline.endOfDay(day)).values
        func all(_ status: String) -> [OpportunityBody] { deals.filter { $0.status == status } }
        func worth(_ status: String) -> Int64 { all(status).reduce(0) { $0 + ($1.amount?.minorUnits ?? 0) } }
        #expect(all("engaging").count == truth.open_engaging, "\(day)")
        #expect(worth("engaging") == truth.open_list_price * 100, "\(day)")
        #expect(all("won").count == truth.won_cum, "\(day)")
        #expect(worth("won") == truth.won_amount_cum * 100, "\(day)")
        #expect(all("lost").count == truth.lost_cum, "\(day)")
        #expect(all("won").allSatisfy { $0.actualCloseDate.map { $0 <= day } ?? false && $0.probability == .full })
        #expect(all("engaging").allSatisfy { $0.actualCloseDate == nil && $0.lossReason == nil })
        let isLast = day == CivilDate(iso: "2017-12-31")
        #expect(all("prospecting").count == (isLast ? 500 : 0), "they are known since the day of the import")
      }
      let last = try await rolledForward(desk, to: Instant(microsecondsSince1970: .max))
      #expect(try await last == stored(desk), "the present is the end of the past")
    }
  }

  @Test("every month's end is what the funnel says as of then", arguments: [sqlite, "memory: {}"])
  func funnel(_ storage: String) async throws {
    try await withMaven(storage) { desk, _, _ in
      for (day, truth) in try Self.snapshots() {
        let funnel = try await desk.funnel(ReportScope(asOf: desk.pipeline.endOfDay(day)))
        let engaging = funnel.rows.first { $0.status == "engaging" }
        #expect(engaging?.figures.count ?? 0 == truth.open_engaging, "\(day)")
        #expect(engaging?.figures.unweighted ?? 0 == Int128(truth.open_list_price) * 100, "\(day)")
        if day != CivilDate(iso: "2017-12-31") { #expect(funnel.total.count == truth.open_engaging, "\(day)") }
        let won = try await desk.deals(inStage: "won", ReportScope(asOf: desk.pipeline.endOfDay(day)), limit: 1)
        #expect(won.total == truth.won_cum, "\(day)")
      }
    }
  }

  @Test("the present is what an import without a past gives")
  func sameAsPlain() async throws {
    func bodies(_ change: (inout ImportMapping) -> Void) async throws -> [String: OpportunityBody] {
      let folder = try #require(Places.maven)
      var mapping = try ImportMapping.read(Places.fixtures + "/mapping.yaml") { ["MAVEN_DATA": folder][$0] }
      change(&mapping)
      var result: [String: OpportunityBody] = [:]
      let yaml = try Places.text(Places.fixtures + "/sales.yaml").replacing(Self.sqlite, with: "memory: {}")
      try await withDesk(yaml, variables: ["MAVEN_DATA": folder]) { desk in
        _ = try await desk.importFile(folder + "/sales_pipeline.csv", mapping: mapping)
        for var body in try await stored(desk).values {
          body.account = RecordID(high: 0, low: 0)
          // What a closed deal's forecast was while it was open is known of a deal with a past alone.
          body.openForecast = nil
          body.openForecastOrigin = .stage
          result[try #require(body.externalID)] = body
        }
      }
      return result
    }
    let plain = try await bodies { mapping in
      for index in mapping.sections.indices { mapping.sections[index].changes = [] }
    }
    let past = try await bodies { _ in }
    #expect(plain.count == 8800)
    #expect(past == plain)
  }
}
