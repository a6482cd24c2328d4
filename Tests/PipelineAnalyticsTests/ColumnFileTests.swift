import PipelineAnalytics
import PipelinePlugins
import Testing

@Suite("Columns in a file")
struct ColumnFileTests {
  /// The bytes of a file of columns.
  static func bytes(_ columns: DealColumns) throws -> [UInt8] {
    let bytes = Bytes()
    var writer = ColumnFileWriter { bytes.all += $0 }
    let columns = columns.complete()
    try columns.write(&writer)
    for section in 0..<DealColumns.sectionCount { try columns.writeRows(section, &writer) }
    try writer.seal()
    return bytes.all
  }

  /// The columns of a file, with its checksum compared or not.
  static func read(_ bytes: [UInt8], verifies: Bool = true) throws -> DealColumns {
    let place = Place()
    var reader = ColumnFileReader(size: bytes.count) { buffer in
      buffer.copyBytes(from: bytes[place.next..<place.next + buffer.count])
      place.next += buffer.count
    }
    var columns = DealColumns(cycles: [DealFixture.cycle], baseCurrency: .eur)
    try columns.read(&reader)
    try columns.take((0..<DealColumns.sectionCount).map { try DealColumns.FiledRows($0, &reader) })
    if verifies { try reader.verify() }
    return columns
  }

  @Test("columns that were read from a file answer as before, and follow the journal", arguments: [UInt64(11)])
  func comesBack(seed: UInt64) async throws {
    print("ColumnFileTests seed \(seed)")
    var random = SeededGenerator(seed)
    var store = ChangingDeals()
    for _ in 0..<300 { store.create(&random) }
    var columns = try store.deals.columns(pageSize: 64)
    store.entries = []
    for round in 0..<6 {
      for _ in 0..<60 { store.step(&random) }
      columns = try Self.read(Self.bytes(columns))
      columns.apply(
        JournalPage(entries: store.entries, cursor: Cursor(store.entries.last?.sequence ?? 1), hasMore: false))
      columns = try Self.read(Self.bytes(columns))
      let rebuilt = try store.deals.columns(pageSize: 1000)
      let reading = DealFixture.reading()
      #expect(columns.rowCount == rebuilt.rowCount)
      #expect(columns.cursor == Cursor(store.entries.last?.sequence ?? 1))
      #expect(try await columns.funnel(reading).total == rebuilt.funnel(reading).total, "round \(round)")
      #expect(try await columns.salesGrid(reading, by: .month) == rebuilt.salesGrid(reading, by: .month))
      let report = ReportDefinition("all", period: .all, groupBy: [.account, .currency, .stage])
      #expect(try await columns.forecast(report, reading) == rebuilt.forecast(report, reading))
      #expect(try columns.deals(reading, where: []) == rebuilt.deals(reading, where: []))
    }
  }

  @Test("more than 256 and more than 65,536 codes, and none at all, come back", arguments: [0, 1, 300, 66_000])
  func widths(count: Int) throws {
    var deals = DealFixture()
    for number in 0..<count {
      deals.add(
        "engaging", Int64(number), owner: "owner \(number)", currency: number % 3 == 0 ? "JPY" : "EUR", account: 7)
    }
    let columns = try deals.columns(pageSize: 500)
    let back = try Self.read(Self.bytes(columns))
    let reading = DealFixture.reading()
    #expect(back.rowCount == count)
    #expect(try back.deals(reading, where: [], limit: 500) == columns.deals(reading, where: [], limit: 500))
    #expect(try Self.bytes(back) == Self.bytes(columns))
  }

  @Test("one changed bit is found in every part of the file, and so is an early end")
  func damage() throws {
    var random = SeededGenerator(3)
    var store = ChangingDeals()
    for _ in 0..<10 { store.create(&random) }
    let bytes = try Self.bytes(store.deals.columns())
    // Every eleventh place: each number of eight bytes is met, and each of its bytes in turn.
    for place in stride(from: 0, to: bytes.count, by: 11) {
      var damaged = bytes
      damaged[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
      #expect(throws: ColumnFileDamage.self, "byte \(place) of \(bytes.count)") { _ = try Self.read(damaged) }
    }
    for count in stride(from: 0, to: bytes.count, by: 29) {
      #expect(throws: ColumnFileDamage.self, "\(count) bytes of \(bytes.count)") {
        _ = try Self.read(Array(bytes[..<count]))
      }
    }
  }

  @Test("contents that nobody wrote are refused or harmless, also with the right checksum")
  func forged() async throws {
    var random = SeededGenerator(5)
    var store = ChangingDeals()
    for _ in 0..<60 { store.create(&random) }
    let bytes = try Self.bytes(store.deals.columns())
    var (refused, read) = (0, 0)
    for _ in 0..<200 {
      var forged = bytes
      for _ in 0...Int.random(in: 0...2, using: &random) {
        forged[Int.random(in: 0..<forged.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      guard let columns = try? Self.read(forged, verifies: false) else {
        refused += 1
        continue
      }
      read += 1
      let reading = DealFixture.reading()
      // The answers do not matter; a trap would end the test.
      _ = try? await columns.funnel(reading)
      _ = try? await columns.salesGrid(reading, by: .month)
      _ = try? await columns.forecast(
        ReportDefinition("x", period: .all, groupBy: [.account, .stage, .source]), reading)
      _ = try? columns.deals(reading, where: [])
    }
    #expect(refused > 20 && read > 20, "\(refused) refused, \(read) read")
  }
}

/// Bytes that a closure adds to.
final class Bytes { var all: [UInt8] = [] }

/// A place that a closure moves.
final class Place { var next = 0 }
