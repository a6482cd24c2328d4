public import ArgumentParser
public import SalesPipeline
import Synchronization

/// The language of messages before a pipeline is open: errors in the command line or in the configuration.
public enum Speech {
  /// The language of `--locale`, else of the configuration that the command line names, even if it has errors; else
  /// English.
  public static let language: Phrasebook = {
    let checked = ConfigurationReader(catalog: ToolRunner.plugins).check(path: option("config") ?? "sales.yaml")
    if let setup = checked.value {
      guard let tag = option("locale") else { return setup.language }
      return setup.language(tag) ?? Phrasebook.builtIn(tag)
    }
    return Phrasebook.builtIn(option("locale") ?? checked.locale ?? "en")
  }()

  /// The last value of an option on the command line, for any command.
  private static func option(_ name: String) -> String? {
    let arguments = CommandLine.arguments.dropFirst()
    var value: String?
    for (place, argument) in zip(arguments.indices, arguments) {
      if argument == "--\(name)", place + 1 < arguments.endIndex { value = arguments[place + 1] }
      if argument.hasPrefix("--\(name)=") { value = String(argument.dropFirst(name.count + 3)) }
    }
    return value
  }

  /// The last usage error in the language.
  private static let said = Mutex<String?>(nil)

  fileprivate static func say(_ usage: Wording) -> String {
    let text = usage.text.text(language)
    said.withLock { $0 = text }
    return text
  }

  /// The parser's output for a usage error, in the language.
  static func text(_ printed: String) -> String {
    let own = said.withLock { $0 }.flatMap { printed.contains($0) ? $0 : nil }
    var lines = printed.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let isJoined = ParserMessage.joinValues(of: &lines)
    let parsed = lines.first.flatMap { $0.rest(after: "Error: ") }
    let message = own ?? parsed.flatMap { ParserMessage.text($0, language) }
    guard let message else { return isJoined ? lines.joined(separator: "\n") : printed }
    let isEnglish = Phrasebook.baseLanguage(language.language) == "en"
    // The help of an option is English.
    return lines.filter { isEnglish || !$0.hasPrefix("Help:  ") }.map { line in
      if own == nil ? line.hasPrefix("Error: ") : line == "Error: \(message)" {
        return language.text(UsagePhrase.error, ["message": .text(message)])
      }
      if let rest = line.rest(after: "Usage: ") { return language.text(UsagePhrase.usage, ["command": .text(rest)]) }
      if let rest = line.rest(after: "  See '"), let help = rest.rest(before: "' for more information.") {
        return "  " + language.text(UsagePhrase.seeHelp, ["command": .text(help)])
      }
      return String(line)
    }.joined(separator: "\n")
  }
}

extension StringProtocol {
  fileprivate func rest(after prefix: String) -> String? {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
  }

  fileprivate func rest(before suffix: String) -> String? {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : nil
  }
}

extension ValidationError {
  /// A usage error in the language of ``Speech``.
  public init(usage: Wording) { self.init(Speech.say(usage)) }

  /// A range of an option pair that ends before it starts.
  public static func swapped<Value>(_ last: String, _ to: Value, _ first: String, _ from: Value) -> ValidationError {
    ValidationError(usage: "--\(last) \(to) lies before --\(first) \(from)")
  }
}
