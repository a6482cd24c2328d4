import Foundation

/// What like names have in common: the letters and digits of a name without marks and case, and without the legal form.
///
/// "Société Dupont S.A.R.L." and "SOCIETE  DUPONT" are like names.
struct LikeName: Hashable, Sendable {
  private let key: String

  init(_ name: String) {
    var words = Self.words(name)
    while words.count > 1, let last = words.last, Self.forms.contains(last) || Self.links.contains(last) {
      words.removeLast()
    }
    while words.count > 1, Self.forms.contains(words[0]) || words[0] == "the" { words.removeFirst() }
    key = words.joined()
  }

  /// Whether there is nothing to compare.
  var isEmpty: Bool { key.isEmpty }

  /// The words in lower case without marks; the letters of an abbreviation with dots are one word.
  private static func words(_ name: String) -> [String] {
    let isASCII = name.utf8.allSatisfy { $0 < 0x80 }
    let folded =
      isASCII
      ? name.lowercased()
      : StoredText.composed(name)
        .folding(options: [.diacriticInsensitive, .caseInsensitive, .widthInsensitive], locale: nil).lowercased()
    var words: [String] = []
    var word = ""
    for character in folded {
      if character.isLetter || character.isNumber {
        word.append(character)
      } else if !joiners.contains(character), !word.isEmpty {
        words.append(word)
        word = ""
      }
    }
    if !word.isEmpty { words.append(word) }
    return words
  }

  /// Signs within a word: S.A., A/S, O'Neil.
  private static let joiners: Set<Character> = [".", "/", "'", "’"]

  private static let links: Set<String> = ["and", "et", "und", "y"]

  /// Legal forms, folded, each of one word.
  private static let forms: Set<String> = [
    "inc", "incorporated", "corp", "corporation", "co", "company", "cie", "ltd", "limited", "llc", "llp", "lp", "plc",
    "gmbh", "mbh", "ggmbh", "ag", "kg", "kgaa", "ohg", "ug", "ev", "eg", "se",
    "sa", "sas", "sasu", "sarl", "eurl", "sci", "snc", "scop", "rl", "srl", "spa", "sl", "slu", "sca",
    "bv", "nv", "bvba", "vof", "ab", "asa", "oy", "oyj", "aps", "as", "kk", "pty", "pte", "sdn", "bhd",
    "lda", "ltda", "kft", "zrt", "sro", "doo", "oo", "sp", "zoo", "ooo", "oao", "pjsc",
  ]
}
