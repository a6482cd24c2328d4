import ArgumentParser
import Foundation
import PipelinePlugins
import SalesPipeline
import ToolSupport

/// Prints a language as a file to translate, or checks one.
struct PhrasesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "phrases", abstract: "Print all texts of the tools as a file to translate, or check such a file.",
    discussion: """
      A language is one file. Begin with one that is complete, translate it, check it, and name it in the configuration:
        pipeline phrases --locale de > de.yaml
        pipeline phrases --check de.yaml
        # in sales.yaml:   languages: [de.yaml]

      Texts that the configuration's own language files have already are kept, so that a file can be brought up to date in
      the same way.
      """)

  @Option(help: "The language to print, such as de. Default: en.") var locale = "en"
  @Option(help: "The language file to check.") var check: String?
  @Option(help: "The configuration whose languages are known.") var config = "sales.yaml"

  func run() async throws {
    let checked = ConfigurationReader(catalog: .tools).check(path: config)
    if let check { return try self.check(check, checked.value?.language ?? .english) }
    // A configuration with mistakes would have its own texts lost here.
    let setup = FileManager.default.fileExists(atPath: config) ? try checked.get() : nil
    print((setup?.language(locale) ?? .builtIn(locale)).file(Catalog.tools.phrases, for: locale), terminator: "")
  }

  private func check(_ path: String, _ language: Phrasebook) throws {
    let checked = ConfigurationReader(catalog: .tools).check(LanguageFile.self, path: path)
    if !checked.report.isEmpty { ToolRunner.say(checked.report) }
    guard let file = checked.value else { throw ExitCode(1) }
    let all = Catalog.tools.phrases
    let missing = file.missing(from: all)
    for phrase in missing {
      print(language.text(ToolPhrase.phraseMissing, ["key": .text(phrase.key), "text": .text(phrase.english)]))
    }
    print(
      language.text(
        ToolPhrase.languageComplete,
        [
          "file": .text(path), "count": .count(all.count - missing.count), "total": .count(all.count),
          "same": .count(file.asInEnglish(all).count),
        ]))
    if !missing.isEmpty { throw ExitCode(1) }
  }
}
