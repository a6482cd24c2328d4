import SalesPipeline

/// A message of the command line's parser, which speaks English, in another language.
enum ParserMessage {
  /// The message in a language; `nil` for one that is not known, and in English where nothing is added to it.
  static func text(_ english: String, _ language: Phrasebook) -> String? {
    guard let (phrase, values) = read(english) else { return nil }
    let hint = values["value"].flatMap { advice(on: $0, for: values["option"] ?? "") }
    let isEnglish = Phrasebook.baseLanguage(language.language) == "en"
    // A negative number is not what the parser says it is.
    let isOwn = phrase == .invalidValue && english.hasPrefix("Missing value")
    if isEnglish, hint == nil, !isOwn { return nil }
    let text = isEnglish && !isOwn ? english : language.text(phrase, values.mapValues { .text($0) })
    guard let hint else { return text }
    return language.text(
      MistakePhrase.withHint, ["message": .text(text), "hint": .text(language.text(hint.phrase, hint.values))])
  }

  /// What to write in place of a value.
  private static func advice(on value: String, for option: String) -> (
    phrase: UsagePhrase, values: [String: PhraseValue]
  )? {
    if let number = decimalComma(value) { return (.decimalComma, ["value": .text(number)]) }
    let name = option.prefix { $0 != " " }.drop { $0 == "-" }
    if days.contains(String(name)) {
      return value.wholeMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}/) == nil ? (.writeDay, [:]) : (.noSuchDay, [:])
    }
    if percentages.contains(String(name)) { return (.writePercent, [:]) }
    return counts.contains(String(name)) ? (.writeCount, [:]) : nil
  }

  /// Options that take days.
  private static let days: Set<String> = [
    "as-of", "today", "known-on", "since", "from", "to", "closing-from", "closing-to", "created-from", "created-to",
    "changed-since", "closed-on", "on",
  ]
  private static let percentages: Set<String> = ["discount", "probability-from", "probability-to"]
  private static let counts: Set<String> = ["limit", "offset", "deals"]

  /// Joins the values that an option takes, which the parser lists in lines of their own, to the message: an error is one line.
  /// - Returns: Whether there were any.
  static func joinValues(of lines: inout [String]) -> Bool {
    let ending = "Please provide one of the following:"
    guard let first = lines.first, first.hasSuffix(ending) else { return false }
    let values = lines.dropFirst().prefix { $0.hasPrefix("  - ") }.map { "'\($0.dropFirst(4))'" }
    lines.removeSubrange(1..<1 + values.count)
    lines[0] = first.dropLast(" the following:".count) + " " + values.joined(separator: ", ") + "."
    return true
  }

  private static func read(_ english: String) -> (UsagePhrase, [String: String])? {
    if let match = english.wholeMatch(of: /Unknown option '(.+?)'\. Did you mean '(.+)'\?/) {
      return (.unknownOptionNear, ["option": String(match.1), "near": String(match.2)])
    }
    if let match = english.wholeMatch(of: /Unknown option '(.+)'/) {
      return (.unknownOption, ["option": String(match.1)])
    }
    if let match = english.wholeMatch(of: /Missing expected argument '(.+)'/) {
      return (.missingArgument, ["argument": String(match.1)])
    }
    if let match = english.wholeMatch(of: /Missing value for '(.+)'/) {
      // The parser takes a negative number for an option.
      if let value = negativeNumber(after: String(match.1.prefix { $0 != " " })) {
        return (.invalidValue, ["value": value, "option": String(match.1)])
      }
      return (.missingValue, ["option": String(match.1)])
    }
    if let match = english.wholeMatch(of: /(?:Unexpected argument|[0-9]+ unexpected arguments:) '(.+)'/) {
      return (.unexpectedArgument, ["argument": String(match.1)])
    }
    if let match = english.wholeMatch(
      of: /The value '(.*?)' is invalid for '(.+?)'(?:\. Please provide one of (.+)\.)?/)
    {
      var values = ["value": String(match.1), "option": String(match.2)]
      guard let known = match.3 else { return (.invalidValue, values) }
      values["known"] = String(known).replacing(" or ", with: ", ").replacing(" and ", with: ", ").replacing(
        "'", with: "")
      return (.invalidValueOf, values)
    }
    return nil
  }

  /// The negative number that the command line has after an option; `nil` for anything else.
  private static func negativeNumber(after option: String) -> String? {
    let arguments = CommandLine.arguments
    guard let place = arguments.lastIndex(of: option), place + 1 < arguments.count else { return nil }
    return arguments[place + 1].wholeMatch(of: /-[0-9].*/) == nil ? nil : arguments[place + 1]
  }

  /// The number with a dot, of one that has a comma in its place.
  private static func decimalComma(_ value: String) -> String? {
    value.wholeMatch(of: /-?[0-9]+,[0-9]+/) == nil ? nil : value.replacing(",", with: ".")
  }
}
