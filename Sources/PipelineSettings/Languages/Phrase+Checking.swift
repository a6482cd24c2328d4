/// What is wrong with a text for a phrase.
struct PhraseProblem: Hashable {
  let message: Wording
  let hint: Wording?
}

extension Phrase {
  /// All that is wrong with a text for this phrase in a language of a plural rule.
  func problems(of text: String, _ rule: PluralRule) -> [PhraseProblem] {
    if text.isEmpty { return [PhraseProblem(message: "'\(key)' is empty", hint: "remove it, or write: \(english)")] }
    if text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
      return [PhraseProblem(message: "'\(key)' holds a line break or a control character", hint: "write one line")]
    }
    let template: PhraseTemplate
    do { template = try PhraseTemplate(text) } catch {
      return [PhraseProblem(message: "'\(key)': \(error)", hint: "write \("{name}"), or \("{name|form|form}")")]
    }
    let names = (try? PhraseTemplate(english).names) ?? []
    var problems: [PhraseProblem] = []
    for name in template.names where !names.contains(name) {
      let known = names.map { "{\($0)}" }.joined(separator: ", ")
      problems.append(
        PhraseProblem(
          message: "'\(key)' has no value '\("{\(name)}")'",
          hint: names.isEmpty ? "it has no values" : "it has: \(known)"))
    }
    for name in names where !template.names.contains(name) {
      problems.append(PhraseProblem(message: "'\(key)' does not say '\("{\(name)}")'", hint: "in English: \(english)"))
    }
    for count in template.formCounts where count != rule.formCount {
      problems.append(
        PhraseProblem(
          message: count == 1 ? "'\(key)' gives a word in 1 form" : "'\(key)' gives a word in \(count) forms",
          hint: "the plural rule '\(rule.rawValue)' takes \(rule.formCount)"))
    }
    return problems
  }
}
