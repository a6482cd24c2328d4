extension Phrasebook {
  /// The language as a language file: every phrase of the catalogue with its text in this language, and the English
  /// text as a comment if it differs.
  ///
  /// - Parameters:
  ///   - phrases: The phrases: those of a catalog.
  ///   - tag: The tag of the language that the file is for, where it is another one than this.
  package func file(_ phrases: [Phrase], for tag: String? = nil) -> String {
    let tag = tag ?? language
    var text = """
      # A language of the tools and exports: texts by phrase key. Name this file in the configuration:
      #   languages: [\(tag).yaml]
      # {name} stands for a value, and {count|deal|deals} for the form of a word that goes with a number.
      # Check it with: pipeline phrases --check \(tag).yaml
      version: 1
      language: \(tag)
      # How numbers and days are written.
      decimal: \(Self.quoted(numbers.decimal))
      group: \(Self.quoted(numbers.group))
      unit_gap: \(Self.quoted(numbers.unitGap))
      date: \(numbers.date)
      # Which form of a word goes with a number: \(PluralRule.allCases.map(\.rawValue).joined(separator: ", ")).
      plurals: \(plurals.rawValue)

      phrases:

      """
    var group = ""
    for phrase in phrases {
      let own = phrase.key.prefix { $0 != "." }
      if own != group, !group.isEmpty { text += "\n" }
      group = String(own)
      let template = template(of: phrase)
      if template != phrase.english { text += "  # \(phrase.english)\n" }
      text += "  \(phrase.key): \(Self.quoted(template))\n"
    }
    return text
  }

  /// A text in quotes; blanks that one cannot see are spelt out.
  private static func quoted(_ text: String) -> String {
    CanonicalValue.quoted(text).replacing("\u{202F}", with: "\\u202F").replacing("\u{A0}", with: "\\u00A0")
  }
}
