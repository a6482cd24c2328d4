public import ArgumentParser
import Foundation
import SalesPipeline

/// Runs a tool: what is wrong goes to standard error in one line, and the exit status says whose fault it is.
///
/// 0: done. 1: the input or the data is wrong. 2: wrong usage.
public enum ToolRunner {
  /// Parses the command line and runs the command that it names.
  public static func run(_ root: any AsyncParsableCommand.Type) async -> Never {
    signal(SIGPIPE, SIG_DFL)
    var command: any ParsableCommand
    do {
      command = try root.parseAsRoot()
    } catch {
      let text = root.fullMessage(for: error)
      guard root.exitCode(for: error) != .success else {
        print(text)
        exit(0)
      }
      Self.say(
        text.split(separator: "\n", omittingEmptySubsequences: false).map { DisplayText.safe(String($0)) }
          .joined(separator: "\n"))
      exit(2)
    }
    do {
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
      try StandardOutput.flush()
      exit(0)
    } catch let usage as ValidationError {
      say("error: \(usage.message)")
      exit(2)
    } catch let code as ExitCode {
      exit(code.rawValue)
    } catch  where root.exitCode(for: error) == .success {
      // Asking for help is no mistake.
      print(root.fullMessage(for: error))
      exit(0)
    } catch {
      say(text(of: error))
      exit(1)
    }
  }

  /// Writes a line to standard error.
  public static func say(_ text: String) {
    FileHandle.standardError.write(Data((text.hasSuffix("\n") ? text : text + "\n").utf8))
  }

  /// An error as a person reads it.
  static func text(of error: any Error) -> String {
    switch error {
    case let error as ConfigurationError: error.report
    case let error as Refused:
      error.refusals.map { "error: \(DisplayText.safe($0.description))" }.joined(separator: "\n")
    case let error as LookupSourceError: error.description
    case let error as CSVError: DisplayText.safe(error.description)
    case let error as ImportRefused: refused(error.summary.problems)
    case let error as ImportMappingError: error.description
    case let error as any LocalizedError: "error: \(error.errorDescription ?? "\(error)")"
    default: "error: \(DisplayText.safe("\(error)"))"
    }
  }
}

extension ToolRunner {
  /// Every bad row, and what came of it.
  private static func refused(_ problems: [ImportProblem]) -> String {
    let rows = problems.map { "error: \(DisplayText.safe($0.description))" }.joined(separator: "\n")
    let count = problems.count == 1 ? "1 problem" : "\(problems.count) problems"
    return "\(rows)\n\(count); nothing was imported. Mend the rows, or leave them out with --skip-bad-rows."
  }
}

/// The input or the data is wrong.
public struct ToolError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One line that a person can act on.
  public let description: String

  /// An error.
  public init(_ description: String) { self.description = description }
}
