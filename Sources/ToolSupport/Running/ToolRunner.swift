public import ArgumentParser
import Foundation
import PipelinePlugins
public import SalesPipeline

/// Runs a tool: what is wrong goes to standard error in one line, and the exit status says whose fault it is.
///
/// 0: done. 1: the input or the data is wrong. 2: wrong usage.
public enum ToolRunner {
  /// The plugins that configurations may name, while a tool runs.
  @TaskLocal static var plugins: Catalog = .bundled

  /// Parses the command line and runs the command that it names.
  public static func run(_ root: any AsyncParsableCommand.Type, plugins: Catalog = .bundled) async -> Never {
    signal(SIGPIPE, SIG_DFL)
    exit(await $plugins.withValue(plugins) { await status(of: root) })
  }

  /// Runs the command of the command line. Returns the exit status.
  private static func status(of root: any AsyncParsableCommand.Type) async -> Int32 {
    var command: any ParsableCommand
    do {
      command = try await parse(root)
    } catch {
      let text = root.fullMessage(for: error)
      guard root.exitCode(for: error) != .success else {
        print(text)
        if isBashScript(text) { print("\n" + BashWords.script(command: root._commandName)) }
        return 0
      }
      Self.say(
        (misspelt(root) ?? Speech.text(text)).split(separator: "\n", omittingEmptySubsequences: false)
          .map { DisplayText.safe(String($0)) }.joined(separator: "\n"))
      return 2
    }
    do {
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
      try StandardOutput.flush()
      return 0
    } catch {
      let spoken = error as? SpokenError
      return report(spoken?.error ?? error, spoken?.language ?? Speech.language, root)
    }
  }

  /// Whether a text is the completion script of bash, which was asked for.
  private static func isBashScript(_ text: String) -> Bool {
    CommandLine.arguments.contains { $0.hasPrefix("--generate-completion-script") } && text.hasPrefix("#!/bin/bash")
  }

  /// Parses the command line, twice where a shell asks for names.
  private static func parse(_ root: any AsyncParsableCommand.Type) async throws -> any ParsableCommand {
    do { return try root.parseAsRoot() } catch {
      guard await Completing.lookUp() else { throw error }
      return try root.parseAsRoot()
    }
  }

  /// What is wrong with a command line that names no command where one is expected; `nil` if something else is wrong.
  private static func misspelt(_ root: any AsyncParsableCommand.Type) -> String? {
    var command: any ParsableCommand.Type = root
    var path = [root._commandName]
    for word in CommandLine.arguments.dropFirst() {
      let known = command.configuration.subcommands
      guard !word.hasPrefix("-"), word != "help", !known.isEmpty else { return nil }
      if let next = known.first(where: { $0._commandName == word }) {
        command = next
        path.append(word)
        continue
      }
      let names = known.map { $0._commandName }
      let language = Speech.language
      var values: [String: PhraseValue] = [
        "noun": .text(language.text(UsagePhrase.command)), "value": .text(word.clipped()),
        "known": .text(names.joined(separator: ", ")),
      ]
      let near = nearest(word, in: names)
      values["near"] = near.map { .text($0) }
      let message = language.text(near == nil ? UsagePhrase.noSuch : .noSuchNear, values)
      let help = (path + ["--help"]).joined(separator: " ")
      return language.text(UsagePhrase.error, ["message": .text(message)]) + "\n  "
        + language.text(UsagePhrase.seeHelp, ["command": .text(help)])
    }
    return nil
  }

  /// Writes what went wrong. Returns the exit status.
  private static func report(
    _ error: any Error, _ language: Phrasebook, _ root: any AsyncParsableCommand.Type
  ) -> Int32 {
    do {
      throw error
    } catch let usage as ValidationError {
      say(language.text(ErrorPhrase.error, ["message": .text(usage.message)]))
      return 2
    } catch let code as ExitCode {
      return code.rawValue
    } catch  where root.exitCode(for: error) == .success {
      // Asking for help is no mistake.
      print(root.fullMessage(for: error))
      return 0
    } catch {
      say(text(of: error, language))
      return 1
    }
  }

  /// Writes lines to standard error, safe to show.
  public static func say(_ text: String) {
    let shown = DisplayText.safeLines(text)
    FileHandle.standardError.write(Data((shown.hasSuffix("\n") ? shown : shown + "\n").utf8))
  }

  /// An error as a person reads it.
  static func text(of error: any Error, _ language: Phrasebook) -> String {
    switch error {
    case let error as ConfigurationError: error.report(language)
    case let error as Refused:
      error.lines(language).map { line($0, language) }.joined(separator: "\n")
    case let error as SourceError: error.text(language)
    case let error as CSVError: DisplayText.safe(error.explanation.text(language))
    case let error as ImportRefused: refused(error.summary, language)
    case let error as any ExplainedError: line(error.explanation.text(language), language)
    case let error as ImportMappingError: error.text(language)
    case let error as any LocalizedError: line(error.errorDescription ?? "\(error)", language)
    default: line("\(error)", language)
    }
  }

  private static func line(_ message: String, _ language: Phrasebook) -> String {
    language.text(ErrorPhrase.error, ["message": .text(DisplayText.safe(message))])
  }

  /// Writes what a reader should know of what was done to standard error.
  public static func note(_ text: String, _ language: Phrasebook) {
    say(language.text(ErrorPhrase.note, ["message": .text(DisplayText.safe(text))]))
  }
}

extension ToolRunner {
  /// The bad rows, those of one kind up to fifty, and what came of them.
  private static func refused(_ summary: ImportSummary, _ language: Phrasebook) -> String {
    let rows = summary.listedProblems(language).map { line($0, language) }.joined(separator: "\n")
    return rows + "\n" + language.text(ToolPhrase.nothingImported, ["count": .count(summary.problems.count)])
  }
}

/// The input or the data is wrong.
public struct ToolError: ExplainedError, Hashable {
  /// One line that a person can act on.
  public let explanation: LocalizedText

  /// An error.
  package init(_ phrase: ToolPhrase, _ values: [String: PhraseValue] = [:]) {
    explanation = LocalizedText(phrase, values)
  }

  /// An error of the commands that people work with every day.
  package init(_ phrase: WorkPhrase, _ values: [String: PhraseValue] = [:]) {
    explanation = LocalizedText(phrase, values)
  }
}
