/// A language file: the formats of numbers and dates, and the phrases of the catalogue.
package struct LanguageFile: PluginSettings, Hashable {
  var version = 1
  var language = ""
  var decimal = NumberForm.english.decimal
  var group = NumberForm.english.group
  var unitGap = NumberForm.english.unitGap
  var date = DatePattern.iso
  var plurals = PluralRule.one
  var phrases = PhraseTexts()

  /// A language without a tag and without phrases.
  package init() {}

  /// What error texts call it.
  package static let noun: Wording = "a language"

  /// What a language file can say.
  package static let settings: [Setting<Self>] = [
    Setting("version", \.version, "The version of the file's form: 1.") {
      $0 == 1 ? nil : "must be 1, the only version that this SDK reads"
    },
    Setting("language", \.language, "The language's tag, such as de or pt-BR.", required: true) {
      LocalizedText.isLanguage($0) ? nil : "expects a language tag such as de or pt-BR"
    },
    Setting("decimal", \.decimal, "The decimal separator.") {
      $0.isEmpty ? "must not be empty" : signProblem($0)
    },
    Setting("group", \.group, "The separator of groups of three digits; empty for none.", check: signProblem),
    Setting(
      "unit_gap", \.unitGap, "The separator of a number and the sign or unit after it; empty for none.",
      check: signProblem),
    Setting("date", \.date, "How a day is written: yyyy, MM and dd once each."),
    Setting("plurals", \.plurals, "Which form of a word goes with a number: the language's rule in the Unicode CLDR."),
    Setting("phrases", \.phrases, "The texts by phrase key; what is missing is said in English."),
  ]

  private static func signProblem(_ text: String) -> Wording? {
    let isSign = text.count <= 2 && !text.contains { $0.isNumber || $0.isLetter || $0.isNewline || $0 == "-" }
    return isSign ? nil : "expects one or two signs, without letters, digits and '-'"
  }

  /// Reports texts that do not fit their phrases.
  package func validate(_ node: ConfigNode, _ context: inout DecodingContext) {
    if decimal == group {
      context.report(
        .invalid, "'group' and 'decimal' are the same, so that 1,234 could be two numbers", hint: "change one of them",
        at: node["group"]?.value.mark ?? node["decimal"]?.value.mark ?? node.mark)
    }
    let known = Dictionary(uniqueKeysWithValues: context.catalog.phrases.map { ($0.key, $0) })
    for written in node["phrases"]?.value.entries ?? [] {
      if let phrase = known[written.key] {
        guard let text = phrases.byKey[written.key] else { continue }
        for problem in phrase.problems(of: text, plurals) {
          context.report(.invalid, problem.message, hint: problem.hint, at: written.value.mark)
        }
      } else if !isOfTools(written.key, known) {
        context.report(
          .unknownKey, "there is no phrase '\(written.key.clipped(to: 40))'",
          hint: nearest(written.key, in: Array(known.keys).sorted()).map { "did you mean '\($0)'?" as Wording }
            ?? "remove it",
          at: written.keyMark)
      }
    }
    let missing = missing(from: context.catalog.phrases)
    guard !missing.isEmpty else { return }
    let shown = missing.prefix(3).map(\.key).joined(separator: ", ") + (missing.count > 3 ? ", …" : "")
    context.report(
      .missing, "phrases without a text are said in English: \(shown)",
      hint: "'pipeline phrases --check' lists them", at: node["phrases"]?.keyMark ?? node.mark, severity: .warning)
  }

  /// Whether a key is of the command line tools, and this program is none of them.
  private func isOfTools(_ key: String, _ known: [String: Phrase]) -> Bool {
    let prefix = Phrase.toolGroup + "."
    return key.hasPrefix(prefix) && !known.keys.contains { $0.hasPrefix(prefix) }
  }
}

extension LanguageFile {
  /// The language, ready to speak.
  package var phrasebook: Phrasebook {
    Phrasebook(
      language: language,
      numbers: NumberForm(decimal: decimal, group: group, unitGap: unitGap, date: date),
      plurals: plurals, templates: Dictionary(uniqueKeysWithValues: phrases.byKey.map { ($0, $1) }))
  }

  /// The phrases that it has no text for, in order.
  package func missing(from all: [Phrase]) -> [Phrase] { all.filter { phrases.byKey[$0.key] == nil } }

  /// The phrases whose text is the English one, in order: names and signs are the same in many languages.
  package func asInEnglish(_ all: [Phrase]) -> [Phrase] { all.filter { phrases.byKey[$0.key] == $0.english } }
}

/// Texts by phrase key, as they are written: `${` means nothing in them.
struct PhraseTexts: SettingValue, Hashable {
  var byKey = OrderedMap<String>()

  static var shape: SettingShape { .map(.text) }

  package var canonical: CanonicalValue { byKey.canonical }

  static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> PhraseTexts? {
    switch node.content {
    case .null: return PhraseTexts()
    case .mapping(let entries):
      var texts = PhraseTexts()
      for entry in entries {
        if case .scalar(let text, _) = entry.value.content {
          texts.byKey[entry.key] = text
        } else {
          context.about("'\(entry.key)'") { $0.reportType(entry.value, expected: "text") }
        }
      }
      return texts
    default:
      context.reportType(node, expected: "phrase keys with a text each")
      return nil
    }
  }
}

extension PluralRule: SettingChoice {}

extension DatePattern: SettingValue {
  /// A pattern such as `dd.MM.yyyy`.
  public static var shape: SettingShape {
    .pattern(name: "a form such as dd.MM.yyyy", regex: "yyyy", example: "dd.MM.yyyy")
  }
  /// The pattern.
  public var canonical: CanonicalValue { .text(description) }

  /// Reads a pattern.
  public static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> DatePattern? {
    guard let text = context.text(node, expected: shape.wording) else { return nil }
    if let pattern = DatePattern(text) { return pattern }
    context.reportType(
      node, expected: shape.wording, hint: "it holds yyyy, MM and dd once each, and no other letters")
    return nil
  }
}
