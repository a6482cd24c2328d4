import PipelinePlugins
import PipelineTesting
import Synchronization
import Testing

/// The kit is tested too: each promise fails for a policy that breaks it.
@Suite("The history contract sees broken policies")
struct BrokenPolicyTests {
  @Test("a policy that answers otherwise every other time")
  func fickle() async { await expectBroken("HI-1", Fickle()) }

  @Test("a policy that remembers what it was asked before")
  func remembering() async { await expectBroken("HI-2", NewestOnly()) }

  @Test("a policy that subtracts without looking ends the process")
  func trapping() async {
    await #expect(processExitsWith: .failure) { await expectBroken("HI-3", Careless()) }
  }

  @Test("a policy that looks at the clock's reading")
  func clock() async { await expectBroken("HI-4", WorkingHours(), [.looksAtAge]) }

  @Test("a policy that forgets what is old")
  func forgetting() async { await expectBroken("HI-5", FirstDayOnly(), [.keepsFromThenOn]) }

  @Test("a policy that looks at the author")
  func author() async { await expectBroken("HI-6", NotImports(), [.looksAtFieldOnly]) }

  @Test("policies that seal by dice, or with nothing")
  func sealsByDice() async {
    await expectBroken("HI-7", Sealing { link, _ in "\(link.version) \(UInt64.random(in: .min ... .max))" })
    await expectBroken("HI-7", Sealing { _, _ in "" })
  }

  @Test("policies that leave a part of a write, or the seal before, out of the seal")
  func sealsLess() async {
    await expectBroken("HI-8", Sealing { link, _ in "\(link)" })
    await expectBroken("HI-8", Sealing { "\($0)\($1 ?? "")" })
    await expectBroken("HI-8", Sealing { "\($0.key) \($0.version) \($0.commitments) \(String(describing: $1))" })
    await expectBroken(
      "HI-8",
      Sealing { link, previous in
        let times = "\(link.effectiveAt) \(link.recordedAt)"
        return
          "\(link.key) \(link.version) \(link.operation) \(link.author) \(times) \(link.commitments[0]) \(previous as Any)"
      })
  }

  @Test("a policy that does not seal is not held to it, and says why")
  func doesNotSeal() async throws {
    let verdict = await HistoryContract.promises.verdict(on: "HI-8", of: HistoryTrial(FirstDayOnly()))
    #expect(verdict == .skipped("it does not seal"))
  }

  @Test("a promise that is not claimed is skipped, and says why")
  func skipped() async throws {
    let verdict = await HistoryContract.promises.verdict(on: "HI-5", of: HistoryTrial(FirstDayOnly()))
    #expect(verdict == .skipped("it does not claim that it keeps from then on"))
  }
}

private func expectBroken(_ id: String, _ policy: any HistoryPolicy, _ claims: Set<HistoryClaim> = []) async {
  let verdict = await HistoryContract.promises.verdict(on: id, of: HistoryTrial(policy, claims: claims))
  #expect(verdict?.breach != nil, "\(id) did not see it: \(String(describing: verdict))")
}

private final class Fickle: HistoryPolicy {
  private let calls = Mutex(0)

  func keeps(_ change: FieldChange, of edit: RecordEdit) -> Bool {
    calls.withLock { calls in
      calls += 1
      return calls % 2 == 0
    }
  }
}

/// Answers the same when asked the same twice in a row, but not after something later.
private final class NewestOnly: HistoryPolicy {
  private let newest = Mutex(Instant(microsecondsSince1970: 0))

  func keeps(_ change: FieldChange, of edit: RecordEdit) -> Bool {
    newest.withLock { newest in
      newest = max(newest, edit.at)
      return edit.at == newest
    }
  }
}

private struct Careless: HistoryPolicy {
  func keeps(_ change: FieldChange, of edit: RecordEdit) -> Bool {
    edit.at.microsecondsSince1970 - (edit.createdAt ?? edit.at).microsecondsSince1970 > 7_200_000_000
  }
}

private struct WorkingHours: HistoryPolicy {
  func keeps(_ change: FieldChange, of edit: RecordEdit) -> Bool {
    (8..<18).contains(edit.at.microsecondsSince1970 / 3_600_000_000 % 24)
  }
}

private struct FirstDayOnly: HistoryPolicy {
  func keeps(_ change: FieldChange, of edit: RecordEdit) -> Bool {
    edit.createdAt.map { edit.at < $0.adding(microseconds: 86_400_000_000) } ?? false
  }
}

private struct NotImports: HistoryPolicy {
  func keeps(_ change: FieldChange, of edit: RecordEdit) -> Bool { edit.author != "import" }
}

private struct Sealing: HistoryPolicy {
  let make: @Sendable (RecordEdit.Link, String?) -> String
  var seals: Bool { true }

  func keeps(_ change: FieldChange, of edit: RecordEdit) -> Bool { false }
  func seal(_ link: RecordEdit.Link, after previous: String?) -> String { make(link, previous) }
}
