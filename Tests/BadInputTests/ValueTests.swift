import Foundation
import Testing

/// Values that are none, typed on a command line: each is refused with its message, and nothing is written.
@Suite("Values that are none")
struct ValueTests {
  static let values: [(String, String)] = [
    ("stated_amount=12abc", "Stated amount: '12abc' is not a number; write digits with a dot, such as 1234.50"),
    ("stated_amount=1,5", "Stated amount: '1,5' is not a number; write digits with a dot, such as 1234.50"),
    ("stated_amount=NaN", "Stated amount: 'NaN' is not a number; write digits with a dot, such as 1234.50"),
    ("stated_amount=1e400", "Stated amount: '1e400' is not a number; write digits with a dot, such as 1234.50"),
    (
      "stated_amount=12345678901234567890123456789012345678901",
      "Stated amount: '12345678901234567890123456789012345678901' has more digits than can be kept exactly (up to 18)"
    ),
    ("stated_amount=1.005", "Stated amount: '1.005' has more decimals than EUR allows (2)"),
    ("expected_close_date=2026-02-30", "Expected close date: '2026-02-30' is not a day; write yyyy-MM-dd"),
    ("lines=9000000000000000 x gtx-pro @ 4821.00", "Lines: the lines' total is too large"),
    ("lines=-1 x gtx-pro @ 5", "Lines: the quantity of 'GTX Pro' is -1; it must be zero or more"),
    (
      "lines=3 x nope @ 1",
      "Lines: OpportunityLine has no entry 'nope'; it has: gtx-pro, gtx-basic, mg-special, support"
    ),
    ("lines=1 x gtx-pro", "Lines: '1 x gtx-pro' is not a line; write QUANTITY x PRODUCT @ UNIT PRICE"),
    ("source=nope", "Source: OpportunitySource has no entry 'nope'; it has: trade-show, web, referral, partner"),
    ("loss_reason=nope", "Loss reason: OpportunityLossReason has no entry 'nope'; it has: price, timing, fit"),
    (
      "status=nope",
      "Status: the sales cycle 'Direct sales' has no status 'nope'; it has: prospecting, qualification, negotiation, won, lost"
    ),
    ("currency=XXQ", "Currency: 'XXQ' is not an ISO 4217 code, such as EUR"),
    ("probability=101", "Probability: '101' is not between 0 and 100"),
    ("probability=62.555", "Probability: '62.555' has more than 2 digits after the point"),
    ("account=zzz", "Account: 'zzz' names no account"),
    ("external_id=D-1", "External id: 'D-1' is the external id of another record (ID)"),
  ]

  @Test("each is refused, on adding and on editing a deal, and the database stays byte for byte")
  func refused() throws {
    try Workbench.use { bench in
      try bench.addDeals()
      let id = try #require(
        bench.run("pipeline", "deals", "show", "D-1", "--format", "fields").out.split(separator: "\n").first
      ).dropFirst(4)
      let before = bench.bytes("sales.db")
      for (value, message) in Self.values {
        let message = "error: " + message.replacing("(ID)", with: "(\(id))")
        try bench.expectRefusal(message, from: "pipeline", "deals", "add", "--account", "A-1", "--set", value)
        try bench.expectRefusal(message, from: "pipeline", "deals", "edit", "D-2", "--set", value)
      }
      try bench.expectRefusal(
        "error: there is no account 'nobody'", from: "pipeline", "deals", "add", "--account", "nobody")
      try bench.expectRefusal(
        "error: there is no deal 'nothing'", from: "pipeline", "deals", "edit", "nothing", "--set", "name=x")
      #expect(bench.bytes("sales.db") == before)
    }
  }

  @Test("everything that is wrong is said at once, a line each")
  func allAtOnce() throws {
    try Workbench.use { bench in
      try bench.addDeals()
      let run = try bench.run(
        "pipeline", "deals", "edit", "D-1", "--set", "stated_amount=1,5", "--set", "source=web", "--set", "wrong=1",
        "--set", "probability=x")
      #expect(run.status == 1)
      let lines = run.err.split(separator: "\n")
      #expect(lines.count == 3, "\(run.err)")
      #expect(lines.allSatisfy { $0.hasPrefix("error: ") })
    }
  }

  @Test("an amount is read in the deal's own currency, not in the base currency")
  func currency() throws {
    try Workbench.use { bench in
      try bench.addDeals()
      let add = ["deals", "add", "--account", "A-1", "--set", "external_id=J-1", "--set", "currency=JPY", "--set"]
      #expect(
        try bench.run("pipeline", add + ["stated_amount=0.5"]).err
          == "error: Stated amount: '0.5' has more decimals than JPY allows (0)\n")
      #expect(try bench.run("pipeline", add + ["stated_amount=500"]).status == 0)
      try bench.expectRefusal(
        "error: Stated amount: '0.5' has more decimals than JPY allows (0)", from: "pipeline", "deals", "edit", "J-1",
        "--set", "stated_amount=0.5")
      #expect(try bench.run("pipeline", "deals", "edit", "J-1", "--set", "stated_amount=700").status == 0)
      #expect(try bench.run("pipeline", "deals", "show", "J-1", "--format", "fields").out.contains("amount: 700 JPY\n"))
      let plain = try bench.run("pipeline", "deals", "add", "--account", "A-1", "--set", "stated_amount=5.50")
      #expect(plain.status == 0, "\(plain.err)")
    }
  }
}

extension Workbench {
  /// An account `A-1` with the deals `D-1` and `D-2`.
  func addDeals() throws {
    #expect(try run("pipeline", "accounts", "add", "Acme", "--set", "external_id=A-1").status == 0)
    for id in ["D-1", "D-2"] {
      let added = try run("pipeline", "deals", "add", "--account", "A-1", "--set", "external_id=\(id)")
      #expect(added.status == 0, "\(added.err)")
    }
  }
}
