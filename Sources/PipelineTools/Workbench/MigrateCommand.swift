import ArgumentParser
import Foundation
import PipelinePlugins
import SalesPipeline
import ToolSupport

/// Moves a workspace from one store to another.
struct MigrateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate", abstract: "Move a whole workspace to another store, with its history.",
    discussion: """
      A place is a storage plugin and its address, such as sqlite:sales.db or postgresql://user@host/database, or a
      configuration file, whose store it is. The source is only read. The target must be empty, or have what an
      interrupted move left there: the same command continues it. At the end both are read and compared.

      EXAMPLES
        pipeline migrate --to new.yaml
        pipeline migrate --from sqlite:sales.db --to 'postgresql:${DATABASE_URL}'
        pipeline migrate --from 'postgresql:${DATABASE_URL}' --to sqlite:copy.db --workspace acme
      """)
  @OptionGroup var options: ToolOptions
  @Option(help: "The place to move from. Default: the store of the configuration.") var from: String?
  @Option(help: "The place to move to.") var to: String
  @Option(help: "The workspace, for places that are not configuration files. Default: that of the other place.")
  var workspace: String?

  func validate() throws {
    guard workspace != nil, StorePlace.isFile(from ?? options.config), StorePlace.isFile(to) else { return }
    throw ValidationError(usage: "both configuration files name their workspace; leave out --workspace")
  }

  func run() async throws {
    var (source, target) = (try StorePlace.setup(from ?? options.config), try StorePlace.setup(to))
    let (sourceIsFile, targetIsFile) = (StorePlace.isFile(from ?? options.config), StorePlace.isFile(to))
    if !sourceIsFile { source.workspace = workspace ?? target.workspace }
    if !targetIsFile { target.workspace = workspace ?? source.workspace }
    let language = sourceIsFile ? try options.language(source) : targetIsFile ? try options.language(target) : nil
    let bar = ProgressBar("migrate")
    do {
      let moved = try await Pipeline.move(
        from: source, to: target, wait: options.wait.map { .seconds(max(0, $0)) }
      ) { bar.update(Int(clamping: $0), of: Int(clamping: $1)) }
      bar.finish()
      for line in lines(moved, language ?? Speech.language) { print(line) }
    } catch {
      bar.finish()
      throw SpokenError(error: error, language: language ?? Speech.language)
    }
  }

  private func lines(_ moved: Pipeline.MovedWorkspace, _ language: Phrasebook) -> [String] {
    let contents = moved.contents
    var first = language.text(
      WorkPhrase.moved, ["count": .count(contents.entries), "operations": .count(contents.operations)])
    if moved.entriesBefore > 0 {
      first += ", " + language.text(WorkPhrase.movedBefore, ["count": .count(moved.entriesBefore)])
    }
    let records = contents.records.map { record in
      language.text(
        record.deleted == 0 ? WorkPhrase.movedRecordsOf : WorkPhrase.movedDeleted,
        [
          "kind": .text(record.kind.description), "count": .count(record.live), "deleted": .count(record.deleted),
        ])
    }
    var lines = [first, language.text(WorkPhrase.movedRecords, ["records": .list(records)])]
    lines += contents.totals.map { total in
      language.text(
        WorkPhrase.movedTotal,
        ["amount": .decimal(total.amount), "currency": .text(total.currency), "count": .count(total.deals)])
    }
    lines.append(language.text(WorkPhrase.movedDigest, ["digest": .text(contents.journalDigest)]))
    lines.append(language.text(WorkPhrase.movedEqual))
    if !moved.keepsCursors { lines.append(language.text(WorkPhrase.movedCursors)) }
    return lines
  }
}

/// A store as it is named on a command line.
enum StorePlace {
  /// Whether it names a configuration file.
  static func isFile(_ place: String) -> Bool {
    [".yaml", ".yml"].contains { place.hasSuffix($0) } || !place.contains(":")
  }

  /// The setup of a place; for a storage plugin one with its standards.
  /// - Throws: ``ConfigurationError``, ``ToolError``.
  static func setup(_ place: String) throws -> PipelineSetup {
    let reader = ConfigurationReader(catalog: Catalog.tools)
    if isFile(place) { return try reader.load(path: place) }
    let name = String(place.prefix { $0 != ":" })
    let rest = String(place.dropFirst(name.utf8.count + 1))
    guard let known = addressed.first(where: { $0.plugin.name == name }), !rest.isEmpty else {
      let forms = addressed.map { "\($0.plugin.name):\($0.address.uppercased())" }
      // What follows the name may have a password.
      throw ToolError(.movePlaceUnknown, ["value": .text(name.clipped()), "known": .list(forms)])
    }
    // A URL is written whole.
    let address = rest.hasPrefix("//") ? place : rest
    let storage = [name: [known.address: address]]
    let json = JSONEncoder()
    json.outputFormatting = .withoutEscapingSlashes
    // A configuration needs a sales cycle, which a move does not read.
    let cycle =
      "{moved: {stages: [{key: open, probability: 50}, {key: won, outcome: won}, {key: lost, outcome: lost}]}}"
    let text = """
      {version: 1, sales_cycles: \(cycle), storage: \(String(decoding: try json.encode(storage), as: UTF8.self))}
      """
    let checked = reader.check(text: text)
    guard let setup = checked.value else {
      let mistakes = checked.diagnostics.filter { $0.severity == .error }.map(\.sentence)
      throw ToolError(.movePlaceWrong, ["value": .text(name), "message": .labels(mistakes)])
    }
    return setup
  }

  /// The storage plugins with one setting that must be given: where the store is.
  private static var addressed: [(plugin: Catalog.Entry, address: String)] {
    Catalog.tools.entries(of: "storage").compactMap { plugin in
      // One that is not compiled in is refused with the trait that it needs.
      if plugin.missingTrait != nil { return (plugin, "url") }
      let required = plugin.settings.filter(\.isRequired)
      return required.count == 1 ? (plugin, required[0].name) : nil
    }
  }
}
