import ArgumentParser
import Foundation
import PipelinePlugins
import SalesPipeline
import ToolSupport

/// Whether the history was changed outside of the pipeline.
struct HistoryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "Find changes of a sealed history that were made outside of the pipeline.",
    discussion: """
      The history policy hash_chain seals each write of a record. 'verify' finds entries that were edited, deleted, \
      inserted or put in another order since, and records that were changed without the history. Only a digest that was \
      kept elsewhere shows whether the newest entries are gone, or everything was written anew.

      EXAMPLES
        pipeline history digest --output 2026-11.digest
        pipeline history verify --digest 2026-11.digest
      """,
    subcommands: [Verify.self, Digest.self])

  struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check the history against its seals and a digest; the status is 1 where anything is found.",
      discussion: """
        EXAMPLES
          pipeline history verify
          pipeline history verify --digest 2026-11.digest
        """)
    @OptionGroup var options: ToolOptions
    @Option(help: "A digest of 'pipeline history digest', kept elsewhere.") var digest: String?

    func run() async throws {
      let isIntact = try await options.withDesk(for: .reading) { desk in
        let language = try options.language(desk.setup)
        let known = try digest.map(HistoryCommand.read)
        let check = try await desk.checkHistory(against: known)
        for finding in check.findings { print(DisplayText.safe(finding.explanation.text(language))) }
        if check.isIntact {
          let values: [String: PhraseValue] = ["count": .count(check.writes), "sealed": .count(check.sealed)]
          print(language.text(WorkPhrase.historyIntact, values))
          if known == nil { ToolRunner.note(language.text(WorkPhrase.historyNoDigest), language) }
        } else {
          let values: [String: PhraseValue] = ["count": .count(check.findingCount), "writes": .count(check.writes)]
          print(language.text(WorkPhrase.historyBroken, values))
        }
        return check.isIntact
      }
      if !isIntact { throw ExitCode(1) }
    }
  }

  struct Digest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write the digest of the history, to be kept elsewhere.",
      discussion: """
        EXAMPLES
          pipeline history digest --output 2026-11.digest
        """)
    @OptionGroup var options: ToolOptions
    @Option(help: "The file to write to. Default: standard output.", completion: .file()) var output: String?

    func run() async throws {
      try await options.withDesk(for: .reading) { desk in
        let digest = try await desk.historyDigest()
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let bytes = Array(try encoder.encode(digest)) + [UInt8(ascii: "\n")]
        guard let output, output != "-" else { return print(String(decoding: bytes, as: UTF8.self), terminator: "") }
        let file = try AtomicFile(path: output)
        try file.write(bytes)
        try file.commit()
        let values: [String: PhraseValue] = [
          "file": .text(DisplayText.safe(output, limit: .max)), "count": .count(digest.writes),
        ]
        print(try options.language(desk.setup).text(WorkPhrase.historyDigest, values))
      }
    }
  }

  private static func read(_ path: String) throws -> Pipeline.HistoryDigest {
    guard let bytes = FileManager.default.contents(atPath: path),
      let digest = try? JSONDecoder().decode(Pipeline.HistoryDigest.self, from: bytes)
    else { throw ToolError(.noHistoryDigest, ["file": .text(DisplayText.safe(path, limit: .max))]) }
    return digest
  }
}
