import PipelineAnalytics
import PipelinePlugins
import Testing

@Suite("The past in a file")
struct PastFileTests {
  private static func bytes(_ history: DealHistory) throws -> [UInt8] {
    let bytes = Bytes()
    var writer = ColumnFileWriter { bytes.all += $0 }
    let history = history.complete()
    try history.write(&writer)
    for section in 0..<DealHistory.sectionCount { try history.writeRows(section, &writer) }
    try writer.seal()
    return bytes.all
  }

  private static func read(_ bytes: [UInt8], verifies: Bool = true) throws -> DealHistory {
    let place = Place()
    var reader = ColumnFileReader(size: bytes.count) { buffer in
      buffer.copyBytes(from: bytes[place.next..<place.next + buffer.count])
      place.next += buffer.count
    }
    var history = DealHistory(PastTests.empty, interval: 16)
    try history.read(&reader)
    try history.take((0..<DealHistory.sectionCount).map { try DealHistory.FiledRows($0, &reader) })
    if verifies { try reader.verify() }
    return history
  }

  @Test(
    "a past that was read from a file answers as before, and follows the journal", arguments: [UInt64(3), 21, 2026],
    [false, true])
  func comesBack(seed: UInt64, backDated: Bool) async throws {
    print("PastFileTests seed \(seed), back-dated \(backDated)")
    var random = SeededGenerator(seed)
    var lives = RandomLives(backDated: backDated, restoring: true)
    var (kept, plain) = (DealHistory(PastTests.empty, interval: 16), DealHistory(PastTests.empty, interval: 16))
    var applied = 0
    for round in 0..<8 {
      for _ in 0..<50 { lives.step(&random) }
      let page = JournalPage(
        entries: Array(lives.entries[applied...]), cursor: Cursor(Int64(lives.entries.count)), hasMore: false)
      applied = lives.entries.count
      kept.append(page)
      plain.append(page)
      // The file is written before a question as often as after one.
      if round % 2 == 0 { _ = kept.columns(asOf: Instant(microsecondsSince1970: lives.boundary(&random))) }
      kept = try Self.read(Self.bytes(kept))
      #expect(kept.cursor == plain.cursor && kept.rowCount == plain.rowCount)
      for _ in 0..<4 {
        let (time, known) = (lives.boundary(&random), Int64.random(in: lives.span, using: &random))
        let (moment, knownAt) = (Instant(microsecondsSince1970: time), Instant(microsecondsSince1970: known))
        let place = "seed \(seed), round \(round), at \(time)"
        let (found, right) = (kept.columns(asOf: moment), plain.columns(asOf: moment))
        try await PastTests().expectEqual(found, right, place)
        try await PastTests().expectEqual(
          kept.columns(asOf: moment, knownAt: knownAt), plain.columns(asOf: moment, knownAt: knownAt), place)
        #expect(kept.unknownPast(asOf: moment) == plain.unknownPast(asOf: moment), "\(place)")
      }
    }
  }

  @Test("contents that nobody wrote are refused or harmless, also with the right checksum")
  func forged() async throws {
    var random = SeededGenerator(17)
    var lives = RandomLives(backDated: true)
    for _ in 0..<60 { lives.step(&random) }
    var history = DealHistory(PastTests.empty, interval: 16)
    history.append(JournalPage(entries: lives.entries, cursor: Cursor(60), hasMore: false))
    let bytes = try Self.bytes(history)
    var (refused, read) = (0, 0)
    for _ in 0..<400 {
      var forged = bytes
      for _ in 0...Int.random(in: 0...2, using: &random) {
        forged[Int.random(in: 0..<forged.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      guard var history = try? Self.read(forged, verifies: false) else {
        refused += 1
        continue
      }
      read += 1
      let moment = Instant(microsecondsSince1970: lives.boundary(&random))
      // The answers do not matter; a trap would end the test.
      _ = try? await history.columns(asOf: moment).funnel(DealFixture.reading())
      _ = try? await history.columns(asOf: moment, knownAt: moment).funnel(DealFixture.reading())
      history.append(JournalPage(entries: lives.entries, cursor: Cursor(61), hasMore: false))
      _ = history.unknownPast(asOf: moment)
    }
    #expect(refused > 20 && read > 20, "\(refused) refused, \(read) read")
  }
}
