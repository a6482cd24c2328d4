import Foundation
import Testing

@Suite("What dashboards and reports say of past days, and of what is not known")
struct DashboardToolTests: RunsTools {
  private func inCompany(_ body: (_ folder: String) throws -> Void) throws {
    try inFolder { folder in
      let made = try shell("pipeline init sales.yaml && pipeline accounts add Acme --set external_id=A", folder)
      #expect(made.status == 0, "\(made.err)")
      try body(folder)
    }
  }

  @Test("a past day has the widgets of today's configuration, so that two days can be compared")
  func widgets() throws {
    try inCompany { folder in
      let path = folder + "/sales.yaml"
      let lines = try String(contentsOfFile: path, encoding: .utf8).split(
        separator: "\n", omittingEmptySubsequences: false
      ).map { $0.hasPrefix("dashboard:") ? "dashboard: {widgets: [sales_grid], period: month}" : String($0) }
      try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
      // The new configuration is in force from here on.
      #expect(try run("pipeline", ["accounts", "add", "Second"], folder).status == 0)
      let yesterday =
        try shell("date -u -d yesterday +%F", folder).out.split(separator: "\n").first.map(String.init) ?? ""
      for moment in [[], ["--as-of", yesterday]] {
        let page = try run("dashboard-printer", moment, folder).out
        #expect(page.contains("Sales grid") && !page.contains("Sales funnel"), "\(moment): \(page)")
      }
    }
  }

  @Test("in a row of a deal, an amount that is not known is empty and not zero")
  func unknownAmounts() throws {
    try inCompany { folder in
      let made = try shell(
        """
        pipeline deals add --account A --set name=Yen --set currency=JPY --set stated_amount=900000000 &&
        pipeline deals add --account A --set name=Small --set stated_amount=5 &&
        pipeline deals add --account A --set name=Open
        """, folder)
      #expect(made.status == 0, "\(made.err)")
      let rows = try run("pipeline", ["reports", "run", "top-deals", "--format", "csv"], folder).out.split(
        whereSeparator: \.isNewline)
      #expect(rows.first { $0.contains("Small") }?.hasSuffix(",5.00") == true, "\(rows)")
      for name in ["Yen", "Open"] { #expect(rows.first { $0.contains(name) }?.hasSuffix(",") == true, "\(rows)") }
    }
  }

  @Test("an empty widget says what it has none of")
  func empty() throws {
    try inCompany { folder in
      func page() throws -> String {
        #expect(try run("dashboard-printer", ["--today", "2026-11-20", "--output", "x.html"], folder).status == 0)
        return try String(contentsOfFile: folder + "/x.html", encoding: .utf8)
      }
      let none = try page()
      #expect(none.contains("No deals are won or open here yet."))
      #expect(none.contains("No open deal is overdue, stuck, or due within 30 days without a next step."))
      let later = [
        "deals", "add", "--account", "A", "--set", "stated_amount=1000", "--set", "expected_close_date=2027-02-01",
      ]
      #expect(try run("pipeline", later, folder).status == 0)
      let next = try page()
      #expect(next.contains("No deal is won, or expected to close, in this year."), "the deal is of the next year")
      #expect(next.contains("No open deal is overdue, stuck, or due within 30 days without a next step."))
      // Of the grid's figures, the first that has a value is shown.
      #expect(
        next.contains(/checked=""><span>(?!Won)/), "\(next.matches(of: /checked=.*?<\/label>/).map { $0.output })")
    }
  }

  @Test("reports run prints a table in a terminal, and csv elsewhere")
  func standardFormat() throws {
    try inCompany { folder in
      #expect(try run("pipeline", ["deals", "add", "--account", "A", "--set", "stated_amount=5"], folder).status == 0)
      let piped = try run("pipeline", ["reports", "run", "ageing"], folder).out
      #expect(piped.split(separator: "\n").first?.contains(",") == true, "\(piped)")
      let shown = try shell("script -qec 'pipeline reports run ageing' /dev/null", folder).out
      #expect(shown.contains("Total") || shown.contains("───") || !shown.contains("age,"), "\(shown)")
    }
  }

  @Test("a report that was never given a title is called by its new name")
  func renamedReport() throws {
    try inCompany { folder in
      #expect(try run("pipeline", ["reports", "save", "foo", "--group-by", "owner"], folder).status == 0)
      #expect(try run("pipeline", ["reports", "rename", "foo", "bar"], folder).status == 0)
      let list = try run("pipeline", ["reports", "list"], folder).out
      #expect(list.contains("bar") && !list.contains("foo"), "\(list)")
    }
  }
}
