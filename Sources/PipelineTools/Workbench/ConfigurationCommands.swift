import ArgumentParser
import Foundation
import PipelinePlugins
import SalesPipeline
import ToolSupport

/// Writes the starter configuration.
struct InitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Write a commented starter configuration.",
    discussion: """
      With --sample, the configuration also has exchange rates and the targets of two teams, for the company that 'pipeline
      sample' makes.

      EXAMPLES
        pipeline init sales.yaml
        pipeline init ventes.yaml --locale fr
        pipeline init demo.yaml --sample
      """)

  @Argument(help: "The file to write.", completion: .file()) var file = "sales.yaml"
  @Flag(help: "Replace the file where it exists.") var force = false
  @Flag(help: "Add exchange rates and targets for the sample company.") var sample = false
  @Option(help: "The day taken for today in the targets, yyyy-MM-dd. Default: the clock's.") var today: CivilDate?
  @Option(help: "The language of the file and of what is printed: en or fr.", completion: .list(Starter.languages))
  var locale = "en"

  func run() async throws {
    let tag = Phrasebook.baseLanguage(locale)
    guard Starter.languages.contains(tag) else {
      throw ToolError(
        .unknownStarter, ["value": .text(locale.clipped()), "known": .list(Starter.languages)])
    }
    let language = Phrasebook.builtIn(tag)
    guard force || !FileManager.default.fileExists(atPath: file) else {
      throw SpokenError(error: ToolError(.fileExists, ["file": .text(file)]), language: language)
    }
    let target = try AtomicFile(path: file)
    try target.write(Array(text(tag).utf8))
    try target.commit()
    print(language.text(ToolPhrase.fileWritten, ["file": .text(DisplayText.safe(file, limit: .max))]))
  }

  private func text(_ language: String) -> String {
    let now = PipelineEnvironment.system().now()
    guard sample, let day = today ?? now.civilDate() else { return Starter.configuration(in: language) }
    return Starter.sampleConfiguration(in: language, today: day)
  }
}

/// Checks a configuration.
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Print every mistake of a configuration in one pass.",
    discussion: """
      Every file that the configuration names is opened and checked as well: lookup entries, rates, targets, people; \
      --offline leaves them out. Warnings are about what can work and is hardly meant; the status is 0 with them, and 1 \
      with --strict.

      With --store, also print where the store and the configuration no longer agree: deals in stages that are gone, \
      entries in use that their source no longer has, another base currency, reports whose filters name what is not \
      there; and records that break a constraint. Deals whose probability is not the stage's present default, and \
      targets for nobody, are warnings.

      EXAMPLES
        pipeline check sales.yaml
        pipeline check sales.yaml --strict
        pipeline check sales.yaml --store
      """)

  @Argument(help: "The configuration file.", completion: .file(extensions: ["yaml", "yml"])) var file: String?
  @Option(help: "The configuration file, as with the other commands.", completion: .file(extensions: ["yaml", "yml"]))
  var config = "sales.yaml"
  @Option(help: "The language of what is printed, such as en or fr. Default: as configured.") var locale: String?
  @Flag(help: "Exit with 1 where there are warnings.") var strict = false
  @Flag(help: "Do not read the files and services that the configuration names.") var offline = false
  @Flag(help: "Also compare the configuration with what its store holds; nothing is written.") var store = false

  func run() async throws {
    let path = file ?? config
    let checked = ConfigurationReader(catalog: .tools).check(path: path)
    let language = checked.language(locale)
    let report = checked.report(language)
    if !report.isEmpty { ToolRunner.say(report) }
    guard let setup = checked.value else { throw ExitCode(1) }
    let findings = offline ? [] : await setup.sourceFindings()
    if !findings.isEmpty {
      ToolRunner.say(findings.map { $0.text(language) }.joined(separator: "\n"))
    }
    guard !findings.contains(where: { $0.severity == .error }) else { throw ExitCode(1) }
    print(language.text(ToolPhrase.noMistakes, ["file": .text(DisplayText.safe(path, limit: .max))]))
    let warnings = store ? try await compare(setup, path, language) : 0
    if strict, !checked.diagnostics.isEmpty || !findings.isEmpty || warnings > 0 { throw ExitCode(1) }
  }

  /// Prints where the store and the configuration no longer agree.
  /// - Returns: How many warnings there are. An error ends the command with status 1.
  private func compare(_ setup: PipelineSetup, _ path: String, _ language: Phrasebook) async throws -> Int {
    do {
      let pipeline = try await Pipeline.open(setup, for: .reading)
      let findings: [StoreFinding]
      let broken: [ConstraintViolation]
      do {
        findings = try await pipeline.findings()
        broken = try await pipeline.brokenConstraints()
      } catch {
        await pipeline.close()
        throw error
      }
      await pipeline.close()
      guard !findings.isEmpty || !broken.isEmpty else {
        print(language.text(ToolPhrase.storeAgrees, ["file": .text(DisplayText.safe(path, limit: .max))]))
        return 0
      }
      for finding in findings { print(DisplayText.safe(finding.text(language), limit: .max)) }
      for violation in broken { print(DisplayText.safe(violation.explanation.text(language))) }
      if broken.isEmpty, findings.allSatisfy({ $0.severity == .warning }) { return findings.count }
    } catch StoreError.notFound(let place) {
      ToolRunner.note(language.text(WorkPhrase.emptyPipeline, ["place": .text(place)]), language)
      return 0
    } catch {
      throw SpokenError(error: error, language: language)
    }
    throw ExitCode(1)
  }
}

extension CheckedConfiguration<PipelineSetup> {
  /// The language to report mistakes in: a tag's, else the file's own, else English.
  fileprivate func language(_ tag: String?) -> Phrasebook {
    guard let value else { return Phrasebook.builtIn(tag ?? locale ?? "en") }
    return tag.flatMap(value.language) ?? value.language
  }
}

/// Prints the effective configuration.
struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Print every effective setting and where its value comes from.",
    discussion: "EXAMPLE\n  pipeline explain sales.yaml")

  @Argument(help: "The configuration file.", completion: .file(extensions: ["yaml", "yml"])) var file: String?
  @Option(help: "The configuration file, as with the other commands.", completion: .file(extensions: ["yaml", "yml"]))
  var config = "sales.yaml"
  @Option(help: "The language of mistakes, such as en or fr. Default: as configured.") var locale: String?

  func run() async throws {
    let checked = ConfigurationReader(catalog: .tools).check(path: file ?? config)
    do { print(DisplayText.safeLines(try checked.get().explanation)) } catch {
      throw SpokenError(error: error, language: checked.language(locale))
    }
  }
}

/// Prints the JSON Schema or the reference page.
struct SchemaCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print a JSON Schema of configurations, for editors.",
    discussion: """
      With --config, the schema also knows the keys of that file: its stages, sales cycles, reports, lookup entries, salespeople and
      teams. Print it again where those change.

      EXAMPLES
        pipeline schema > sales.schema.json
        pipeline schema --config sales.yaml > sales.schema.json
      """)

  @Option(help: "A configuration whose keys the schema knows.", completion: .file(extensions: ["yaml", "yml"]))
  var config: String?
  @Flag(help: "Print the reference page of all settings instead, as Markdown.") var reference = false

  func run() async throws {
    let reader = ConfigurationReader(catalog: .tools)
    if let config {
      guard !reference else { throw ValidationError(usage: "say --config or --reference, not both") }
      return print(await reader.jsonSchema(for: try reader.check(path: config).get()), terminator: "")
    }
    print(reference ? reader.referencePage : reader.jsonSchema, terminator: "")
  }
}
