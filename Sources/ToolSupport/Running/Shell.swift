import ArgumentParser
import Foundation

/// How a shell writes the words of a command line, and reads the names that complete one.
enum Shell: Sendable {
  case bash, zsh, fish, none

  /// The shell that asks for completions.
  static var asking: Shell {
    switch CompletionShell.requesting {
    case .bash: .bash
    case .zsh: .zsh
    case .fish: .fish
    default: .none
    }
  }

  /// A word as it is typed, without its quotes and backslashes: `Anna\ Sn` and `"Anna Sn` are `Anna Sn`.
  func unquoted(_ word: String) -> String {
    guard self != .none else { return word }
    var text = ""
    var quote: Character?
    var isEscaped = false
    for character in word {
      if isEscaped {
        text.append(character)
        isEscaped = false
      } else if character == "\\", quote != "'" {
        isEscaped = true
      } else if character == quote {
        quote = nil
      } else if quote == nil, character == "'" || character == "\"" {
        quote = character
      } else {
        text.append(character)
      }
    }
    return text
  }

  /// A name as the shell's completion script reads it. Bash expands the list of names before it offers them, so that a name with
  /// `$(…)` would run a command; zsh takes what follows a colon for a description.
  func quoted(_ name: String) -> String {
    switch self {
    case .bash:
      String(name.flatMap { $0.isSafeInBash ? [$0] : ["\\", $0] })
    case .zsh: name.replacing("\\", with: "\\\\").replacing(":", with: "\\:")
    case .fish, .none: name
    }
  }
}

extension Character {
  /// Whether bash gives it no meaning of its own within a word.
  fileprivate var isSafeInBash: Bool {
    !isASCII || isLetter || isNumber || "_./@%+=:,-".contains(self)
  }
}
