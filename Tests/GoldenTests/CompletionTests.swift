import Foundation
import Testing

/// What shells complete, asked as their scripts ask, and by bash itself.
@Suite("Completions of shells", .serialized)
struct CompletionTests: RunsTools {
  private func inCompany(_ body: (String) throws -> Void) throws {
    try inFolder { folder in
      let made = try shell(
        """
        pipeline init && pipeline accounts add Acme --set external_id=A-1 && pipeline accounts add 'Éclair & Sœurs: Paris' \
        && pipeline accounts add 'Q $(touch broken) "x"' && pipeline accounts add "O'Neil Ltd" \
        && pipeline deals add --account A-1 --set external_id=D-1 --set name=One --set owner='Anna Snelling' \
        && pipeline deals add --account A-1 --set external_id=D-2 --set name=Two --set owner=bob \
        && cp sales.yaml 'my sales.yaml'
        """, folder)
      #expect(made.status == 0, "\(made.err)")
      try body(folder)
    }
  }

  private func complete(_ words: [String], _ folder: String) throws -> [Substring] {
    let asked = try run("pipeline", ["---completion"] + words, folder)
    #expect(asked.status == 0, "\(asked.err)")
    return asked.out.split(separator: "\n")
  }

  @Test("names of the store and of the configuration, and values of fields")
  func names() throws {
    try inCompany { folder in
      func offered(_ command: [String], _ argument: String, _ words: String...) throws -> [Substring] {
        let line = ["pipeline"] + command + words
        let place = "\(line.count - 1)"
        return try complete(command + ["--", argument, place, "\(words.last?.count ?? 0)"] + line, folder)
      }
      #expect(try offered(["deals", "show"], "positional@0", "D-") == ["D-1", "D-2"])
      #expect(try offered(["accounts", "show"], "positional@0", "Ac") == ["Acme"])
      #expect(try offered(["deals", "edit"], "--set", "D-1", "--set", "ne") == ["next_step="])
      #expect(try offered(["deals", "edit"], "--set", "D-1", "--set", "source=w") == ["source=web"])
      #expect(try offered(["deals", "edit"], "--set", "D-1", "--set", "status=ne") == ["status=negotiation"])
      #expect(try offered(["deals", "edit"], "--set", "D-1", "--set", "owner=An") == ["owner=Anna Snelling"])
      #expect(try offered(["deals", "edit"], "--set", "D-1", "--set", "description=x").isEmpty)
      #expect(try offered(["accounts", "edit"], "--set", "Acme", "--set", "so") == ["source="])
      #expect(try offered(["deals", "list"], "--where", "--where", "loss_reason=p") == ["loss_reason=price"])
      #expect(try offered(["deals", "list"], "--format", "--format", "x") == ["xlsx"])
      #expect(try offered(["deals", "list"], "--owner", "--config", "none.yaml", "--owner", "").isEmpty)
      // As it is typed: with a backslash or within quotes.
      for typed in ["Anna\\ S", "\"Anna S", "'Anna S"] {
        let asked = try shell(
          """
          SAP_SHELL=zsh pipeline ---completion deals list -- --owner 4 \(typed.count) pipeline deals list --owner "$TYPED"
          """, folder, ["TYPED": typed])
        #expect(asked.out.hasPrefix("Anna Snelling\n"), "\(typed): \(asked.out)")
      }
    }
  }

  /// What bash offers where the cursor is at the end of a line whose words it separates so.
  private func bash(_ line: String, _ words: [String], _ folder: String) throws -> [Substring] {
    let quoted = words.map { "'\($0.replacing("'", with: "'\\''"))'" }.joined(separator: " ")
    let script = """
      source <(pipeline --generate-completion-script bash)
      COMP_LINE=$LINE; COMP_POINT=${#COMP_LINE}; COMP_WORDS=(\(quoted)); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
      last=${COMP_WORDS[COMP_CWORD]}; [[ $last = = ]] && last=
      _pipeline_whole_words pipeline "$last" "${COMP_WORDS[COMP_CWORD - 1]}"
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    try script.write(toFile: folder + "/ask.bash", atomically: true, encoding: .utf8)
    let asked = try shell("bash ask.bash", folder, ["LINE": line])
    #expect(asked.status == 0 && asked.err.isEmpty, "\(line): \(asked.err)")
    return asked.out.split(separator: "\n")
  }

  @Test("bash completes names with blanks, after '=', and files, and runs nothing that a name says")
  func inBash() throws {
    try inCompany { folder in
      func offered(_ line: String, _ words: String...) throws -> [Substring] {
        try bash("pipeline " + line, ["pipeline"] + words, folder)
      }
      let accounts = try offered("accounts show ", "accounts", "show", "")
      #expect(accounts == ["Acme", "O'Neil Ltd", "Q $(touch broken) \"x\"", "Éclair & Sœurs: Paris"])
      #expect(!FileManager.default.fileExists(atPath: folder + "/broken"))
      let escaped = try offered("accounts show O\\'N", "accounts", "show", "O\\'N")
      #expect(escaped == ["O'Neil Ltd"])
      let blank = try offered("deals list --owner Anna\\ S", "deals", "list", "--owner", "Anna\\ S")
      #expect(blank == ["Anna Snelling"])
      let signed = try offered("deals list --owner=An", "deals", "list", "--owner", "=", "An")
      #expect(signed == ["Anna Snelling"])
      let empty = try offered("deals list --owner=", "deals", "list", "--owner", "=")
      #expect(empty.contains("bob"))
      let field = try offered("deals edit D-1 --set sou", "deals", "edit", "D-1", "--set", "sou")
      #expect(field == ["source="])
      let value = try offered("deals edit D-1 --set source=we", "deals", "edit", "D-1", "--set", "source", "=", "we")
      #expect(value == ["web"])
      let values = try offered("deals edit D-1 --set source=", "deals", "edit", "D-1", "--set", "source", "=")
      #expect(values.contains("web") && values.contains("partner"))
      let second = try offered(
        "deals edit D-1 --set next_step= --set source=p", "deals", "edit", "D-1", "--set", "next_step", "=", "--set",
        "source", "=", "p")
      #expect(second == ["partner"])
      #expect(try offered("check my", "check", "my") == ["my sales.yaml"])
      #expect(try offered("deals mo", "deals", "mo") == ["move"])
    }
  }

  @Test("zsh gets whole names, though a colon begins a description there and a backslash an escape")
  func inZsh() throws {
    try inCompany { folder in
      let made = try shell(#"pipeline accounts add 'C:\Sales' && pipeline accounts add 'Dot\'"#, folder)
      #expect(made.status == 0, "\(made.err)")
      for (typed, offered) in [
        ("Éc", #"Éclair & Sœurs\: Paris"#), ("C", #"C\:\\Sales"#), (#"'C:\S"#, #"C\:\\Sales"#),
        (#"C:\\S"#, #"C\:\\Sales"#), (#""Dot\\"#, #"Dot\\"#),
      ] {
        let asked = try shell(
          """
          SAP_SHELL=zsh pipeline ---completion accounts show -- positional@0 3 \(typed.count) pipeline accounts show "$TYPED"
          """, folder, ["TYPED": typed])
        #expect(asked.out.split(separator: "\n").filter { $0 != " " }.map(String.init) == [offered], "\(typed)")
      }
    }
  }

  @Test("each shell has a script")
  func scripts() throws {
    try inFolder { folder in
      for shell in ["bash", "zsh", "fish"] {
        let script = try run("pipeline", ["--generate-completion-script", shell], folder)
        #expect(script.status == 0 && script.out.contains("---completion"), "\(shell): \(script.err)")
        #expect(script.out.contains("whole_words") == (shell == "bash"))
      }
    }
  }
}
