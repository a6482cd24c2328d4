import PipelineAnalytics
import PipelinePlugins
import Testing

/// The columns of a past moment are made when they are first read; whoever reads them first, and when, makes no difference.
@Suite("The past, read late")
struct LazyPastTests {
  /// Tables taken at random moments are asked only after the journal went on, in any order, from copies and by many at once.
  @Test(
    "a table of the past that is read late is still of its moment", arguments: [UInt64(11), 12, 13, 14], [false, true])
  func late(seed: UInt64, backDated: Bool) async throws {
    print("LazyPastTests seed \(seed), back-dated \(backDated)")
    var random = SeededGenerator(seed)
    var lives = RandomLives(backDated: backDated)
    // Parts of seven changes: moments fall before, within and after them, near to either end.
    var history = DealHistory(PastTests.empty, interval: 7)
    var told = 0
    for round in 0..<3 {
      var taken: [(columns: DealColumns, plain: DealColumns)] = []
      for _ in 0..<2 {
        for _ in 0..<50 { lives.step(&random) }
        history.append(
          JournalPage(
            entries: Array(lives.entries[told...]), cursor: Cursor(Int64(lives.entries.count)), hasMore: false))
        told = lives.entries.count
        for _ in 0..<3 {
          let time = Int64.random(in: lives.span, using: &random)
          let columns = history.columns(asOf: Instant(microsecondsSince1970: time))
          taken.append((columns, try lives.naive(asOf: time).columns()))
        }
      }
      taken.shuffle(using: &random)
      for (columns, plain) in taken {
        let place = "seed \(seed), round \(round)"
        // A copy that is changed takes nothing from the one that it was copied from.
        var copy = columns
        if Bool.random(using: &random) { copy.apply(lives.entries[0].again(at: Int64(told) + 1)) }
        try await askInParts(columns, plain, place, &random)
        try await PastTests().expectEqual(columns, plain, place)
      }
    }
  }

  /// Asks one question at a time, in any order, some from several tasks at once.
  private func askInParts(
    _ columns: DealColumns, _ plain: DealColumns, _ place: String, _ random: inout SeededGenerator
  ) async throws {
    let reading = DealFixture.reading(today: "2017-06-30")
    let fields: [PivotField] = [.owner, .closeMonth, .closeDay, .forecast, .currency, .probability, .account, .source]
    for field in fields.shuffled(using: &random).prefix(2) {
      let query = PivotQuery([field], where: [.outcome(.open)])
      let expected = try await plain.pivot(query, reading)
      let answers = try await withThrowingTaskGroup(of: DealPivot.self) { group in
        for _ in 0..<3 { group.addTask { try await columns.pivot(query, reading, tasks: 2) } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      for answer in answers { #expect(answer == expected, "\(field) \(place)") }
    }
  }
}

extension JournalEntry {
  /// The same entry, later in the journal.
  fileprivate func again(at sequence: Int64) -> JournalEntry {
    JournalEntry(
      sequence: sequence, operation: operation, key: key, version: version, effectiveAt: effectiveAt,
      recordedAt: recordedAt, author: author, event: event)
  }
}
