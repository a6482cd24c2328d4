public import ArgumentParser
import Foundation
public import SalesPipeline

/// The options that every tool has.
public struct ToolOptions: ParsableArguments {
  /// The configuration.
  @Option(name: .long, help: "The configuration file.")
  public var config = "sales.yaml"

  /// Who acts.
  @Option(name: .customLong("as"), help: "Who acts; the journal records it. Default: the user who is logged in.")
  public var user: String?

  /// The day taken for today.
  @Option(name: .long, help: "The day taken for today, yyyy-MM-dd. Default: the clock's.")
  public var today: CivilDate?

  /// Whether colours are off.
  @Flag(name: .long, help: "Print without colours.")
  public var noColor = false

  /// Nothing given.
  public init() {}

  /// The acting user: `--as`, else `$USER`, else `unknown`.
  public var actor: String { user ?? ProcessInfo.processInfo.environment["USER"] ?? "unknown" }

  /// What standard output goes to.
  public var terminal: Terminal { .standardOutput(noColour: noColor) }

  /// Opens the pipeline, hands over a desk, and closes.
  public func withDesk<Result>(
    for mode: StoreMode, environment: PipelineEnvironment = .system(), _ body: (Desk) async throws -> Result
  ) async throws -> Result {
    try await Self.use(try await Pipeline.open(config, for: mode, environment: environment), actor, body)
  }

  /// Opens the pipeline for a rehearsal, which writes nothing, hands over a desk, and closes.
  public func withRehearsal<Result>(_ body: (Desk) async throws -> Result) async throws -> Result {
    try await Self.use(try await Pipeline.rehearse(config), actor, body)
  }

  private static func use<Result>(
    _ pipeline: Pipeline, _ actor: String, _ body: (Desk) async throws -> Result
  ) async throws -> Result {
    do {
      let result = try await body(pipeline.acting(as: actor))
      await pipeline.close()
      return result
    } catch {
      await pipeline.close()
      throw error
    }
  }
}

extension CivilDate: ExpressibleByArgument {
  /// Reads `yyyy-MM-dd`.
  public init?(argument: String) { self.init(argument) }
}

/// The languages that the tools speak.
public enum ToolLanguage: String, ExpressibleByArgument, CaseIterable, Sendable {
  /// English.
  case en
  /// French.
  case fr
}
