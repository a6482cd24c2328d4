import PipelineDomain
import Testing

/// What people read where a batch is refused.
@Suite("Refusals of a batch")
struct RefusalLinesTests {
  private func refusal(_ message: String, of name: String? = nil) -> Refusal {
    let refusal = Refusal(.missing, "source", message)
    return name.map { refusal.about(Refusal.Subject(.opportunity, nil, place: nil, name: $0)) } ?? refusal
  }

  @Test("what is refused of several records for one reason is one line")
  func grouped() {
    let names = (1...7).map { "D-\($0)" }
    let refused = Refused(
      names.map { refusal("is empty", of: $0) } + [refusal("is odd", of: "D-2")]
        + ["D-1", "D-3"].map { refusal("is late", of: $0) })
    #expect(
      refused.lines(.english) == [
        "deal 'D-1', deal 'D-2', deal 'D-3', deal 'D-4', deal 'D-5' and 2 more: Source: is empty",
        "deal 'D-2': Source: is odd",
        "deal 'D-1', deal 'D-3': Source: is late",
        "10 refusals of 7 records in all",
      ])
  }

  @Test("reasons are listed up to a limit, and refusals of one record as they are")
  func limited() {
    let many = Refused((1...60).map { refusal("reason \($0)", of: "D-1") })
    #expect(many.lines(.english).count == Refused.mostListed + 1)
    #expect(many.lines(.english).last == "60 refusals of 1 record in all")
    #expect(Refused([refusal("is empty", of: "D-1")]).lines(.english) == ["deal 'D-1': Source: is empty"])
    #expect(
      Refused([refusal("is empty"), refusal("is empty")]).lines(.english) == ["Source: is empty", "Source: is empty"])
  }
}
