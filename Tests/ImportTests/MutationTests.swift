import PipelineEngine
import PipelinePlugins
import SalesPipeline
import Testing

@Suite("Imports of damaged files")
struct MutationTests {
  @Test("whatever the bytes, an import writes all of its good rows or nothing, and never traps")
  func mutations() async throws {
    let seed = UInt64.random(in: .min ... .max)
    print("seed \(seed)")
    var state = seed
    func below(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    let mapping = try mapping(smallMapping())
    let good = Array((BadRowTests.header + "1,Acme,open,GTX Pro,1,5.00,\n2,Acme,won,GTX Pro,2,7.00,\n").utf8)
    let pieces = ["\"", ",", "\n", "\r", "\u{0}", "9999999999", "-", "é", "\u{FEFF}", "NaN", ";", " "].map {
      Array($0.utf8)
    }
    for _ in 0..<800 {
      var bytes = good
      for _ in 0...below(4) {
        let place = below(max(1, bytes.count))
        switch below(3) {
        case 0: bytes.insert(contentsOf: pieces[below(pieces.count)], at: place)
        case 1: if !bytes.isEmpty { bytes.remove(at: place) }
        default: if !bytes.isEmpty { bytes[place] = UInt8(below(256)) }
        }
      }
      try await withDesk(smallSales) { desk in
        let file = ImportFile(name: "deals.csv", bytes: bytes)
        let written: Int
        do {
          let summary = try await desk.import(mapping, files: [.opportunities: file])
          written = summary.sections.reduce(0) { $0 + $1.created }
          #expect(summary.problems.isEmpty)
        } catch {
          written = 0
          #expect(!"\(error)".isEmpty)
        }
        let total = try await desk.opportunities().total
        #expect(total == written, "seed \(seed): \(String(decoding: bytes, as: UTF8.self))")
        if written == 0 {
          let accounts = try await desk.accounts().total
          #expect(accounts == 0, "seed \(seed): an account of a refused import")
        }
      }
    }
  }
}
