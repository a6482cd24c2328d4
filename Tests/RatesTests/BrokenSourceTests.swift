import PipelinePlugins
import PipelineTesting
import Synchronization
import Testing

/// The kit is tested too: each promise fails for a source that breaks it.
@Suite("The rate contract sees broken sources")
struct BrokenRateSourceTests {
  @Test("two rates of a pair and a day, dated and not")
  func twice() async {
    let day = CivilDate(iso: "2026-01-02")
    for day in [day, nil] {
      let pair = [ExchangeRate(.eur, in: .usd, "1.1", from: day), ExchangeRate(.eur, in: .usd, "1.2", from: day)]
      await expectBroken("RA-1", RateTrial { Source(pair.compactMap { $0 }) })
    }
  }

  @Test("a pair written both ways round")
  func bothWays() async {
    let pair = [ExchangeRate(.eur, in: .usd, "1.1"), ExchangeRate(.usd, in: .eur, "0.9")].compactMap { $0 }
    await expectBroken("RA-2", RateTrial { Source(pair) })
  }

  @Test("a source that shuffles")
  func shuffling() async {
    let turns = Turns()
    await expectBroken("RA-3", RateTrial { Source { turns.next() % 2 == 0 ? two : two.reversed() } })
  }

  @Test("a source that loses rates when it is read by many")
  func crowded() async {
    await expectBroken(
      "RA-4",
      RateTrial {
        let turns = Turns()
        return Source { turns.next() == 7 ? [] : two }
      })
  }

  @Test("sources that leave out, turn round, or round")
  func altering() async {
    await expectBroken("RA-5", RateTrial(expected: two) { Source(Array(two.dropLast())) })
    await expectBroken("RA-5", RateTrial(expected: two) { Source(two.reversed()) })
    let long = [ExchangeRate(.eur, in: .usd, "1.084213")].compactMap { $0 }
    let short = [ExchangeRate(.eur, in: .usd, "1.0842")].compactMap { $0 }
    await expectBroken("RA-5", RateTrial(expected: long) { Source(short) })
  }

  @Test("sources that pass nothing for no rates, throw what nobody knows, or say it in two lines")
  func unreadable() async {
    await expectBroken("RA-6", RateTrial(make: { Source(two) }, unreadable: { Source([]) }))
    await expectBroken("RA-6", RateTrial(make: { Source(two) }, unreadable: { Source { throw Unknown() } }))
    await expectBroken(
      "RA-6", RateTrial(make: { Source(two) }, unreadable: { Source { throw SourceError(["one\ntwo"]) } }))
  }
}

private let two = [ExchangeRate(.eur, in: .usd, "1.1"), ExchangeRate(.eur, in: .jpy, "163")].compactMap { $0 }

private func expectBroken(_ id: String, _ trial: RateTrial) async {
  let verdict = await RateContract.promises.verdict(on: id, of: trial)
  #expect(verdict?.breach != nil, "\(id) did not see it: \(String(describing: verdict))")
}

private struct Unknown: Error {}

private struct Source: RateSource {
  let read: @Sendable () throws -> [ExchangeRate]

  init(_ rates: [ExchangeRate]) { read = { rates } }
  init(_ read: @escaping @Sendable () throws -> [ExchangeRate]) { self.read = read }

  func rates() async throws -> [ExchangeRate] { try read() }
}

private final class Turns: Sendable {
  private let count = Mutex(0)

  func next() -> Int {
    count.withLock { count in
      count += 1
      return count
    }
  }
}
