import SalesPipeline

/// A message of the command line's parser, which speaks English, in another language.
enum ParserMessage {
  /// The message in a language; `nil` for one that is not known, and in English where nothing is added to it.
  static func text(_ english: String, _ language: Phrasebook) -> String? {
    guard let (phrase, values) = read(english) else { return nil }
    let hint = values["value"].flatMap(decimalComma)
    if Phrasebook.baseLanguage(language.language) == "en" {
      return hint.map { "\(english); \(language.text(UsagePhrase.decimalComma, ["value": .text($0)]))" }
    }
    let text = language.text(phrase, values.mapValues { .text($0) })
    return hint.map { "\(text) ; \(language.text(UsagePhrase.decimalComma, ["value": .text($0)]))" } ?? text
  }

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

  /// The number with a dot, of one that has a comma in its place.
  private static func decimalComma(_ value: String) -> String? {
    value.wholeMatch(of: /-?[0-9]+,[0-9]+/) == nil ? nil : value.replacing(",", with: ".")
  }
}
