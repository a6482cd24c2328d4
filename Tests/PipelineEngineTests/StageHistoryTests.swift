@testable import PipelineEngine
import PipelinePlugins
import SalesPipeline
import Testing

/// The conversion of a random company, against a walk through the history of each of its deals.
@Suite("Conversion and history", .serialized)
struct StageHistoryTests {
  /// A stay as the history of a deal has it.
  private struct Stay {
    let stage: String
    let began: CivilDate
    let ended: CivilDate?
    let next: String?
  }

  @Test("for any days, entries and what became of them are what each deal's history says", arguments: Backend.all)
  func history(_ backend: Backend) async throws {
    let seed: UInt64 = backend.name == "memory" ? 41 : 2_026
    print("seed \(seed)")
    let world = AsOfTests.World(seed: seed)
    let rates = MovingRates()
    let checked = ConfigurationReader(catalog: .bundled).check(text: RandomCompany.yaml(world), file: "sales.yaml")
    let configured = try #require(checked.value, "\(checked.report)")
    try await backend.withDesk(
      environment: world.environment,
      { setup in
        let storage = setup.storage
        setup = configured
        (setup.storage, setup.rates) = (storage, rates)
      }
    ) { desk in
      var company = try await RandomCompany(desk, world, rates)
      for _ in 0..<220 {
        // Some edits share an instant.
        if world.random(5) > 0 { world.pass(seconds: Int64(world.random(2 * 86_400))) }
        try await company.edit()
      }
      #expect(company.made > 30 && !company.gone.isEmpty)
      var stays: [[Stay]] = []
      for deal in company.deals + company.gone { stays.append(try await Self.stays(of: deal, desk)) }
      let days = Fixture.today.daysSince1970...desk.today.daysSince1970
      for _ in 0..<12 {
        let ends = (0..<2).map { _ in Int32(world.random(days.count)) + days.lowerBound }.sorted()
          .compactMap { CivilDate(daysSince1970: $0) }
        let conversion = try await desk.conversion(from: ends[0], to: ends[1])
        for row in conversion.rows {
          let own = stays.joined().filter {
            $0.stage == "\(row.cycle)/\(row.status)" && (ends[0]...ends[1]).contains($0.began)
          }
          #expect(Self.text(row) == Self.text(own), "\(row.cycle)/\(row.status) in \(ends), seed \(seed)")
        }
        #expect(
          conversion.dealCount
            == stays.count { $0.contains { Self.order[$0.stage] != nil && (ends[0]...ends[1]).contains($0.began) } })
      }
    }
  }

  private static let order = [
    "direct/prospecting": 0, "direct/engaging": 1, "partners/prospecting": 0, "partners/signing": 1,
  ]

  private static func text(_ row: StageConversion.Row) -> String {
    "\(row.entered) \(row.movedOn) \(row.movedBack) \(row.lost) \(row.left) \(row.open) \(row.meanDays ?? -1)"
  }

  private static func text(_ stays: [Stay]) -> String {
    var (on, back, lost, left, open, sum) = (0, 0, 0, 0, 0, 0)
    for stay in stays {
      guard let ended = stay.ended else {
        open += 1
        continue
      }
      sum += Int(ended.daysSince1970 - stay.began.daysSince1970)
      let cycle = stay.stage.prefix { $0 != "/" }
      if stay.next == "\(cycle)/won" {
        on += 1
      } else if stay.next == "\(cycle)/lost" {
        lost += 1
      } else if let next = stay.next, next.hasPrefix("\(cycle)/"), let place = order[next], let own = order[stay.stage]
      {
        if place > own { on += 1 } else { back += 1 }
      } else {
        left += 1
      }
    }
    let ended = stays.count - open
    let mean: ExactDecimal? =
      ended == 0
      ? -1 : ExactDecimal(coefficient: Int64(dividedHalfEven(Int128(sum * 100), by: Int128(ended))), scale: 2)
    return "\(stays.count) \(on) \(back) \(lost) \(left) \(open) \(mean?.normalized ?? -1)"
  }

  /// Walks through a deal's history, an instant after the other.
  private static func stays(of deal: RecordID, _ desk: Desk) async throws -> [Stay] {
    let history = try await desk.history(of: deal)
    let born = try #require(history.first).at
    // The history of a creation names no fields.
    var first = try? await desk.opportunity(deal)
    if first == nil {
      first = try await desk.snapshot(.asOf(born)).opportunities(limit: .max).items.first { $0.id == deal }
    }
    func old(_ field: FieldName) -> String? {
      for entry in history {
        if case .changed(field, _, _, _) = entry.event { return entry.cells?.old.text }
      }
      return nil
    }
    var cycle = old("cycle") ?? first?.body.cycle ?? ""
    var status = old("status") ?? first?.body.status ?? ""
    var isThere = true
    var states: [(at: Instant, stage: String?)] = []
    for entry in history {
      switch entry.event {
      case .created, .restored: isThere = true
      case .deleted: isThere = false
      case .changed("cycle", _, _, _): cycle = entry.cells?.new.text ?? ""
      case .changed("status", _, _, _): status = entry.cells?.new.text ?? ""
      case .changed: break
      }
      if states.last?.at == entry.at { states.removeLast() }
      states.append((entry.at, isThere ? "\(cycle)/\(status)" : nil))
    }
    var stays: [Stay] = []
    var open: (stage: String, at: Instant)?
    for (index, state) in states.enumerated() {
      guard state.stage != open?.stage else { continue }
      // A deal that is restored in the same stage has stayed.
      if state.stage == nil, let back = states[index...].first(where: { $0.stage != nil }), back.stage == open?.stage {
        continue
      }
      if let ended = open {
        stays.append(
          Stay(
            stage: ended.stage, began: desk.pipeline.civilDate(of: ended.at),
            ended: desk.pipeline.civilDate(of: state.at), next: state.stage))
      }
      open = state.stage.map { ($0, state.at) }
    }
    if let open {
      stays.append(Stay(stage: open.stage, began: desk.pipeline.civilDate(of: open.at), ended: nil, next: nil))
    }
    return stays
  }
}
