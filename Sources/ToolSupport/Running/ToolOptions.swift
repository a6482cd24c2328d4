public import ArgumentParser
import Foundation
public import SalesPipeline

/// The options that every tool has.
public struct ToolOptions: ParsableArguments, Sendable {
  /// The configuration.
  @Option(name: .long, help: "The configuration file.", completion: .file(extensions: ["yaml", "yml"]))
  public var config = "sales.yaml"

  /// Who acts.
  @Option(
    name: .customLong("as"), help: "Who acts; the journal records it. Default: the user who is logged in.",
    completion: .names(.people))
  public var user: String?

  /// The day taken for today.
  @Option(name: .long, help: "The day taken for today, yyyy-MM-dd. Default: the clock's.")
  public var today: CivilDate?

  /// How long to wait for another writer.
  @Option(
    name: .long,
    help: "How many seconds to wait for another process that writes. Default: as configured, else 10.")
  public var wait: Int?

  /// The language.
  @Option(
    name: .long,
    help: "The language of what is printed, such as en or fr. csv and json never vary. Default: as configured.")
  public var locale: String?

  /// Whether colours are off.
  @Flag(name: .long, help: "Print without colours.")
  public var noColor = false

  /// Nothing given.
  public init() {}

  /// The acting user: `--as`, else `$USER`, else `unknown`.
  public var actor: String { user ?? Self.loggedIn }

  /// The user who is logged in: `$USER`, else `unknown`.
  package static var loggedIn: String { ProcessInfo.processInfo.environment["USER"] ?? "unknown" }

  /// What standard output goes to.
  public var terminal: Terminal { .standardOutput(noColour: noColor) }

  /// The language that people read: `--locale`, else the configuration's.
  /// - Throws: ``ToolError`` where the tools do not speak it.
  public func language(_ setup: PipelineSetup) throws -> Phrasebook {
    guard let locale else { return setup.language }
    guard let language = setup.language(locale) else {
      throw ToolError(.unknownLanguage, ["value": .text(locale.clipped()), "known": .list(setup.languageTags)])
    }
    return language
  }

  /// Opens the pipeline, hands over a desk, and closes. Errors carry the language that people read.
  ///
  /// - Parameter needsStore: Whether a store must exist: for changes of what exists. Else reading without a store reads an
  ///   empty pipeline, and says so; writing creates the store.
  public func withDesk<Result>(
    for mode: StoreMode, environment: PipelineEnvironment = .system(), needsStore: Bool = false,
    _ body: (Desk) async throws -> Result
  ) async throws -> Result {
    try await use(body) {
      let wait = wait.map { Duration.seconds(max(0, $0)) }
      if mode == .writing, needsStore {
        await (try Pipeline.open(config, for: .reading, plugins: .tools, environment: environment, wait: wait)).close()
      }
      do {
        return try await Pipeline.open(config, for: mode, plugins: .tools, environment: environment, wait: wait)
      } catch StoreError.notFound(let place) where mode == .reading && !needsStore {
        let empty = try await Pipeline.rehearse(config, plugins: .tools)
        let language = try language(empty.setup)
        ToolRunner.note(language.text(WorkPhrase.emptyPipeline, ["place": .text(place)]), language)
        return empty
      }
    }
  }

  /// Opens the pipeline for a rehearsal, which writes nothing, hands over a desk, and closes.
  public func withRehearsal<Result>(_ body: (Desk) async throws -> Result) async throws -> Result {
    try await use(body) { try await Pipeline.rehearse(config, plugins: .tools) }
  }

  /// Opens the pipeline for writing, or for a rehearsal, hands over a desk, and closes.
  public func withDesk<Result>(forDryRun isDryRun: Bool, _ body: (Desk) async throws -> Result) async throws -> Result {
    try await withDesk(for: isDryRun ? .reading : .writing, needsStore: !isDryRun, body)
  }

  private func use<Result>(
    _ body: (Desk) async throws -> Result, _ open: () async throws -> Pipeline
  ) async throws -> Result {
    let pipeline: Pipeline
    do {
      pipeline = try await open()
    } catch {
      // Where the configuration can be read, its language is known although the pipeline did not open.
      let setup = ConfigurationReader(catalog: .tools).check(path: config).value
      throw SpokenError(error: error, language: try setup.map(language) ?? Speech.language)
    }
    do {
      let language = try language(pipeline.setup)
      do {
        let result = try await body(pipeline.acting(as: actor))
        await pipeline.close()
        return result
      } catch {
        throw SpokenError(error: error, language: language)
      }
    } catch {
      await pipeline.close()
      throw error
    }
  }
}

/// An error with the language in which people read it.
public struct SpokenError: Error {
  let error: any Error
  let language: Phrasebook

  /// An error, and the language to say it in.
  public init(error: any Error, language: Phrasebook) {
    self.error = error
    self.language = language
  }
}

extension CivilDate: ExpressibleByArgument {
  /// Reads `yyyy-MM-dd`.
  public init?(argument: String) { self.init(argument) }
}
