import HistoryPlugins
import PipelinePlugins
import Testing

@Suite("History policies")
struct HistoryPolicyTests {
  private func edit(after microseconds: Int64) -> RecordEdit {
    let created = Instant(microsecondsSince1970: 1_514_764_800_000_000)
    return RecordEdit(
      kind: .opportunity, createdAt: created, at: created.adding(microseconds: microseconds), author: "anna")
  }

  private func change(_ field: FieldName) -> FieldChange { FieldChange(field: field, old: .null, new: .integer(1)) }

  @Test(
    "a change enters the history when more than two hours have passed, not at exactly two",
    arguments: [
      (0, false), (7_199_999_999, false), (7_200_000_000, false), (7_200_000_001, true), (86_400_000_000, true),
    ])
  func graceWindow(microseconds: Int64, isKept: Bool) {
    #expect(GraceWindow().keeps(change("amount"), of: edit(after: microseconds)) == isKept)
  }

  @Test(
    "the window can be any length",
    arguments: [(0, 1, true), (0, 0, false), (1, 1_000_000, false), (1, 1_000_001, true)])
  func otherWindows(seconds: Int64, microseconds: Int64, isKept: Bool) {
    #expect(GraceWindow(after: Seconds(seconds)).keeps(change("amount"), of: edit(after: microseconds)) == isKept)
  }

  @Test("an import may date an edit before its record: that is no history")
  func beforeCreation() { #expect(!GraceWindow(after: Seconds(0)).keeps(change("amount"), of: edit(after: -1))) }

  @Test("every_change keeps at once, none keeps never")
  func extremes() {
    #expect(EveryChange().keeps(change("amount"), of: edit(after: 0)))
    #expect(!NoHistory().keeps(change("amount"), of: edit(after: .max / 2)))
  }

  @Test("selected_fields keeps those fields")
  func selected() {
    let policy = SelectedFields(["status", "amount"])
    #expect(policy.keeps(change("amount"), of: edit(after: 0)))
    #expect(!policy.keeps(change("next_step"), of: edit(after: .max / 2)))
  }
}
