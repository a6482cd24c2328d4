import PipelinePlugins
import PipelineTesting
import Synchronization
import Testing

/// The kit is tested too: each promise fails for a source that breaks it.
@Suite("The lookup contract sees broken sources")
struct BrokenSourceTests {
  @Test("keys that are no keys", arguments: ["", " price", "a\tb", String(repeating: "x", count: 121)])
  func keys(key: String) async { await expectBroken("LK-1", LookupTrial { Source([LookupEntry(key)]) }) }

  @Test("a key that comes twice, once retired")
  func twice() async {
    await expectBroken("LK-2", LookupTrial { Source([LookupEntry("a"), LookupEntry("a", isRetired: true)]) })
  }

  @Test("a label that is blank in one language")
  func blank() async {
    await expectBroken("LK-3", LookupTrial { Source([LookupEntry("a", label: LocalizedText("A", ["fr": " "]))]) })
  }

  @Test("an attribute without a name")
  func attribute() async {
    await expectBroken("LK-4", LookupTrial { Source([LookupEntry("a", attributes: ["": "1"])]) })
  }

  @Test("a source that shuffles")
  func shuffling() async {
    let turns = Turns()
    await expectBroken("LK-5", LookupTrial { Source { turns.next() % 2 == 0 ? ab : ab.reversed() } })
  }

  @Test("a source that loses entries when it is read by many")
  func crowded() async {
    await expectBroken("LK-6", LookupTrial { Crowded() })
  }

  @Test("a source that becomes editable by being read")
  func editable() async { await expectBroken("LK-7", LookupTrial { Opening() }) }

  @Test("a source that sorts, and one that leaves out what is retired")
  func altering() async {
    let given = [LookupEntry("b"), LookupEntry("a"), LookupEntry("c", isRetired: true)]
    await expectBroken("LK-8", LookupTrial(expected: given) { Source(given.sorted { $0.key < $1.key }) })
    await expectBroken("LK-8", LookupTrial(expected: given) { Source(given.filter { !$0.isRetired }) })
  }

  @Test("sources that pass nothing for an empty table, throw what nobody knows, or say it in two lines")
  func unreadable() async {
    await expectBroken("LK-9", LookupTrial(make: { Source(ab) }, unreadable: { Source([]) }))
    await expectBroken("LK-9", LookupTrial(make: { Source(ab) }, unreadable: { Source { throw Unknown() } }))
    await expectBroken(
      "LK-9", LookupTrial(make: { Source(ab) }, unreadable: { Source { throw SourceError("one\ntwo") } }))
  }

  @Test("a promise without what it needs is skipped, and says why")
  func skipped() async throws {
    let reports = try await LookupContract.promises.check { LookupTrial { Source(ab) } }
    #expect(
      reports.filter { $0.verdict != .kept }.map(\.description) == [
        "LK-8 skipped: what the source was given is not known", "LK-9 skipped: there is always something to read",
      ])
  }
}

private let ab = [LookupEntry("a"), LookupEntry("b")]

private func expectBroken(_ id: String, _ trial: LookupTrial) async {
  let verdict = await LookupContract.promises.verdict(on: id, of: trial)
  #expect(verdict?.breach != nil, "\(id) did not see it: \(String(describing: verdict))")
}

private struct Unknown: Error {}

private struct Source: LookupSource {
  let read: @Sendable () throws -> [LookupEntry]
  var isEditable: Bool { false }

  init(_ entries: [LookupEntry]) { read = { entries } }
  init(_ read: @escaping @Sendable () throws -> [LookupEntry]) { self.read = read }

  func entries() async throws -> [LookupEntry] { try read() }
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

/// Gives each reader a place of its own in a list that all share.
private final class Crowded: LookupSource {
  private let readers = Mutex(0)
  var isEditable: Bool { false }

  func entries() async throws -> [LookupEntry] {
    let place = readers.withLock { readers in
      readers += 1
      return readers
    }
    return place == 7 ? [] : ab
  }
}

private final class Opening: LookupSource {
  private let wasRead = Mutex(false)
  var isEditable: Bool { wasRead.withLock { $0 } }

  func entries() async throws -> [LookupEntry] {
    wasRead.withLock { $0 = true }
    return ab
  }
}
