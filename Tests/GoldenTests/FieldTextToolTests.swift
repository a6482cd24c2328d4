import Foundation
import Testing

@Suite("Fields as they are shown, set, searched and refused")
struct FieldTextToolTests: RunsTools {
  @Test("each field is shown as --set takes it")
  func fields() throws {
    try inFolder { folder in
      let made = try shell(
        """
        pipeline init sales.yaml && pipeline accounts add Acme --set external_id=A &&
        pipeline deals add --account A --set external_id=1 --set probability=62.5 --set next_step="Call; then write" &&
        pipeline lines add 1 gtx-pro --quantity 2 && pipeline lines add 1 support &&
        pipeline deals add --account A --set external_id=2 --set stated_amount=1234.5 --set currency=USD
        """, folder)
      #expect(made.status == 0, "\(made.err)")
      let settable = ["lines", "stated_amount", "next_step", "expected_close_date", "currency"]
      for deal in ["1", "2"] {
        func fields() throws -> [Substring] {
          try run("pipeline", ["deals", "show", deal, "--format", "fields"], folder).out.split(separator: "\n").filter {
            line in settable.contains { line.hasPrefix($0 + ":") }
          }
        }
        let before = try fields()
        #expect(before.count == 3 || before.count == 4, "\(before)")
        for line in before {
          let parts = line.split(separator: ":", maxSplits: 1)
          let set = "\(parts[0])=\(parts[1].dropFirst())"
          let edited = try run("pipeline", ["deals", "edit", deal, "--set", set], folder)
          #expect(edited.status == 0, "\(set): \(edited.err)")
        }
        #expect(try fields() == before, "the same values change nothing")
      }
      let lines = try run("pipeline", ["deals", "show", "1", "--format", "fields"], folder).out
      #expect(lines.contains("lines: 2 x gtx-pro @ 4821.00; 1 x support @ 1200.00\n"), "\(lines)")
    }
  }

  @Test("a search ignores accents, in deals and accounts")
  func search() throws {
    try inFolder { folder in
      let made = try shell(
        """
        pipeline init sales.yaml && pipeline accounts add "Société Générale" --set external_id=A &&
        pipeline deals add --account A --set external_id=D-1
        """, folder)
      #expect(made.status == 0, "\(made.err)")
      #expect(try run("pipeline", ["deals", "list", "--search", "societe"], folder).out.contains("D-1"))
      #expect(try run("pipeline", ["accounts", "list", "--name", "generale"], folder).out.contains("Société Générale"))
    }
  }

  @Test("a value that an option does not take is refused with what it takes, in one line")
  func hints() throws {
    try inFolder { folder in
      let cases: [([String], String)] = [
        (
          ["lines", "add", "1", "p", "--discount", "12.555"],
          "; write a percentage from 0 to 100, with at most two decimals"
        ),
        (["deals", "list", "--as-of", "2026-13-01"], "; there is no such day"),
        (["deals", "list", "--as-of", "yesterday"], "; write a day as yyyy-MM-dd"),
        (
          ["deals", "list", "--limit", "-1"],
          "'-1' is no value for '--limit <limit>'; write a whole number that is not below zero"
        ),
      ]
      for (arguments, message) in cases {
        let refused = try run("pipeline", arguments, folder)
        let first = refused.err.split(separator: "\n").first ?? ""
        #expect(refused.status == 2 && first.hasSuffix(message), "\(arguments): \(refused.err)")
      }
      let french = try run("pipeline", ["deals", "list", "--limit", "-1", "--locale", "fr"], folder)
      #expect(
        french.err.contains("écrivez un nombre entier non négatif") && !french.err.contains("Help:"), "\(french.err)")
    }
  }

  @Test("people of a directory are known to all, and an account whose deals are others' is not merged")
  func directory() throws {
    try inFolder { folder in
      let made = try shell(
        """
        pipeline init sales.yaml
        printf 'access: {directory: {sees: own, people: [{name: anna, team: north, manager: eva}, {name: eva, manager: zoe, sees: team}, {name: zoe, sees: all}]}}\\n' >> sales.yaml
        pipeline accounts add Acme --set external_id=A --as zoe && pipeline accounts add Acme2 --set external_id=A2 --as zoe &&
        pipeline deals add --account A --set owner=zoe --set external_id=1 --as zoe &&
        pipeline deals add --account A --set owner=anna --set external_id=2 --as zoe
        """, folder)
      #expect(made.status == 0, "\(made.err)")
      let listed = try run("pipeline", ["deals", "list", "--owner", "eva", "--as", "anna"], folder)
      #expect(listed.status == 0, "\(listed.err)")
      let merged = try run("pipeline", ["accounts", "merge", "A", "A2", "--as", "anna"], folder)
      #expect(merged.status == 1)
      #expect(
        merged.err.contains("'anna' may not change all deals of this account, and so cannot merge it"), "\(merged.err)")
      let given = try run("pipeline", ["deals", "reassign", "2", "--to", "eva", "--as", "anna"], folder)
      #expect(given.status == 0 && !given.err.contains("eva"), "\(given.err)")
      // A merged account is said to be, also where it filters.
      #expect(try run("pipeline", ["accounts", "merge", "A", "A2", "--as", "zoe"], folder).status == 0)
      let gone = try run("pipeline", ["deals", "list", "--account", "A", "--as", "zoe"], folder)
      #expect(gone.status == 1 && gone.err.contains("Acme2"), "\(gone.err)")
    }
  }
}
