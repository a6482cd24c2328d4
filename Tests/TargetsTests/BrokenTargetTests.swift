import PipelinePlugins
import PipelineTesting
import Synchronization
import Testing

/// The kit is tested too: each promise fails for a source that breaks it.
@Suite("The target contract sees broken sources")
struct BrokenTargetTests {
  @Test("two targets of a person for a period")
  func twice() async {
    let quarter = period("2026-Q4")
    await expectBroken(
      "TA-1",
      TargetTrial { Source([SalesTarget(.owner("anna"), quarter, 1), SalesTarget(.owner("anna"), quarter, 2)]) })
  }

  @Test("a team without a name")
  func nobody() async {
    await expectBroken("TA-2", TargetTrial { Source([SalesTarget(.team(" "), period("2026-Q4"), 1)]) })
  }

  @Test("less than nothing to win")
  func negative() async {
    await expectBroken("TA-3", TargetTrial { Source([SalesTarget(.owner("anna"), period("2026-Q4"), -1)]) })
  }

  @Test("a period of another calendar")
  func otherCalendar() async {
    let calendar = CalendarSetup(fiscalYearStartMonth: 4)
    await expectBroken("TA-4", TargetTrial(calendar: calendar) { Source(two) })
  }

  @Test("a source that shuffles, and one that loses targets when it is read by many")
  func unsteady() async {
    let turns = Turns()
    await expectBroken("TA-5", TargetTrial { Source { turns.next() % 2 == 0 ? two : two.reversed() } })
    await expectBroken(
      "TA-6",
      TargetTrial {
        let turns = Turns()
        return Source { turns.next() == 7 ? [] : two }
      })
  }

  @Test("a source that leaves out")
  func altering() async {
    await expectBroken("TA-7", TargetTrial(expected: two) { Source(Array(two.dropLast())) })
  }

  @Test("sources that pass nothing for no targets, throw what nobody knows, or say it in two lines")
  func unreadable() async {
    await expectBroken("TA-8", TargetTrial(make: { Source(two) }, unreadable: { Source([]) }))
    await expectBroken("TA-8", TargetTrial(make: { Source(two) }, unreadable: { Source { throw Unknown() } }))
    await expectBroken(
      "TA-8", TargetTrial(make: { Source(two) }, unreadable: { Source { throw SourceError(["one\ntwo"]) } }))
  }
}

private let two = [
  SalesTarget(.owner("anna"), period("2026-Q4"), 1), SalesTarget(.team("north"), period("2026"), 2),
]

private func period(_ label: String) -> Period {
  let calendar = FiscalCalendar.calendarYears
  guard let day = CivilDate(iso: "2026-11-15") else { preconditionFailure("a day") }
  return calendar.period(labelled: label) ?? calendar.period(.year, containing: day)
}

private func expectBroken(_ id: String, _ trial: TargetTrial) async {
  let verdict = await TargetContract.promises.verdict(on: id, of: trial)
  #expect(verdict?.breach != nil, "\(id) did not see it: \(String(describing: verdict))")
}

private struct Unknown: Error {}

private struct Source: TargetSource {
  let read: @Sendable () throws -> [SalesTarget]

  init(_ targets: [SalesTarget]) { read = { targets } }
  init(_ read: @escaping @Sendable () throws -> [SalesTarget]) { self.read = read }

  func targets() async throws -> [SalesTarget] { try read() }
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
