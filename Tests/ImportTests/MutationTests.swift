import PipelineEngine
import PipelinePlugins
import SalesPipeline
import Testing

@Suite("Imports of damaged files")
struct MutationTests {
  /// Damages bytes here and there.
  struct Damage {
    let seed: UInt64
    private var state: UInt64

    init() {
      seed = UInt64.random(in: .min ... .max)
      state = seed
      print("seed \(seed)")
    }

    private static let pieces = ["\"", ",", "\n", "\r", "\u{0}", "9999999999", "-", "é", "\u{FEFF}", "NaN", ";", " "]
      .map {
        Array($0.utf8)
      }

    private mutating func below(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }

    mutating func damaged(_ good: String) -> [UInt8] {
      var bytes = Array(good.utf8)
      for _ in 0...below(4) {
        let place = below(max(1, bytes.count))
        switch below(3) {
        case 0: bytes.insert(contentsOf: Self.pieces[below(Self.pieces.count)], at: place)
        case 1: if !bytes.isEmpty { bytes.remove(at: place) }
        default: if !bytes.isEmpty { bytes[place] = UInt8(below(256)) }
        }
      }
      return bytes
    }
  }

  private func expectWholeOrNothing(
    _ mapping: ImportMapping, _ files: [ImportKind: [UInt8]], _ damage: Damage
  ) async throws {
    let told = files.map { "\($0.key): " + String(decoding: $0.value, as: UTF8.self) }.joined(separator: "\n")
    try await withDesk(smallSales) { desk in
      let written: Int
      do {
        let summary = try await desk.import(
          mapping, files: files.mapValues { ImportFile(name: "deals.csv", bytes: $0) })
        written = summary.sections.first { $0.kind == .opportunities }?.created ?? 0
        #expect(summary.problems.isEmpty)
        #expect(summary.sections.allSatisfy { $0.refused == 0 }, "seed \(damage.seed): \(told)")
      } catch {
        written = 0
        #expect(!"\(error)".isEmpty)
      }
      let total = try await desk.opportunities().total
      #expect(total == written, "seed \(damage.seed): \(told)")
      if written == 0 {
        let accounts = try await desk.accounts().total
        #expect(accounts == 0, "seed \(damage.seed): an account of a refused import")
      }
      try await PastTests.expectWhole(desk)
    }
  }

  @Test("an import of any bytes writes all of its good rows or nothing, and never traps")
  func mutations() async throws {
    var damage = Damage()
    let good = BadRowTests.header + "1,Acme,open,GTX Pro,1,5.00,\n2,Acme,won,GTX Pro,2,7.00,\n"
    for _ in 0..<800 {
      try await expectWholeOrNothing(try mapping(smallMapping()), [.opportunities: damage.damaged(good)], damage)
    }
  }

  @Test("nor does a damaged past, of rows or of a file of changes")
  func pasts() async throws {
    var damage = Damage()
    let rows =
      PastTests.header + "1,Acme,won,GTX Pro,1,5,3-Mar-2017,2017-01-10,,\n2,Acme,open,GTX Pro,2,10,,2017-02-01,65,\n"
    let deals = AuditTrailTests.deals + "1,Acme,bert,Closed won,900,2017-01-10,2017-03-03\n"
    for _ in 0..<300 {
      try await expectWholeOrNothing(
        try mapping(PastTests.mappingText), [.opportunities: damage.damaged(rows)], damage)
      try await expectWholeOrNothing(
        try mapping(AuditTrailTests.mappingText),
        [.opportunities: Array(deals.utf8), .changes: damage.damaged(AuditTrailTests.header + AuditTrailTests.rows)],
        damage)
    }
  }
}
