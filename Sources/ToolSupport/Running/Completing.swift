package import ArgumentParser
import PipelinePlugins
package import SalesPipeline
import Synchronization

/// What shells complete: names of the store and keys of the configuration, which the running tool looks up.
///
/// A name that begins with the word before the cursor is offered; what cannot be read offers nothing.
package enum Completing: Sendable {
  case deals, accounts, people, teams, cycles, stages, reports, formats
  case entries(LookupTableName)
  /// `FIELD=VALUE` for the fields of a kind of record that a person may set.
  case fields(RecordKind)
  /// `FIELD=VALUE` for what deals are filtered by.
  case conditions

  /// The most names that are offered.
  private static let most = 200

  /// The names that begin with the prefix.
  func names(_ words: [String], _ prefix: String) async -> [String] {
    guard let fields = assigned else { return await looked(words, prefix) }
    guard let sign = prefix.firstIndex(of: "=") else { return Self.fitting(fields.keys.map { "\($0)=" }, prefix) }
    let field = prefix[..<sign]
    let value = String(prefix[prefix.index(after: sign)...])
    let values: [String] =
      switch fields[String(field)] {
      case .words(let words): Self.fitting(words, value)
      case .names(let names): await names.looked(words, value)
      case .free, nil: []
      }
    return values.map { "\(field)=\($0)" }
  }

  /// The names of the configuration or the store that begin with the prefix.
  private func looked(_ words: [String], _ prefix: String) async -> [String] {
    do {
      let setup = try ConfigurationReader(catalog: .tools).load(path: Self.option("config", words) ?? "sales.yaml")
      if let configured = ofConfiguration(setup) { return Self.fitting(configured, prefix) }
      let pipeline = try await Pipeline.open(setup, for: .reading)
      let names: [String]
      do {
        names = try await stored(pipeline.acting(as: Self.option("as", words) ?? ToolOptions.loggedIn), prefix)
      } catch { names = [] }
      await pipeline.close()
      return Self.fitting(names, prefix)
    } catch { return [] }
  }

  private func ofConfiguration(_ setup: PipelineSetup) -> [String]? {
    switch self {
    case .cycles: setup.salesCycles.map(\.key)
    case .stages:
      setup.salesCycles.flatMap { $0.stages.map(\.key) }
        + (setup.salesCycles.count > 1
          ? setup.salesCycles.flatMap { cycle in cycle.stages.map { "\(cycle.key)/\($0.key)" } } : [])
    case .formats: ["text"] + setup.exporters.keys
    default: nil
    }
  }

  private func stored(_ desk: Desk, _ prefix: String) async throws -> [String] {
    switch self {
    case .deals:
      let newest = DealFilter.Order(.created, descending: true)
      let deals = try await desk.opportunities(by: newest, limit: 5 * Self.most).items
      let short = try await desk.shortIDs(deals.map(\.id), of: .opportunity)
      return deals.compactMap { $0.body.externalID ?? short[$0.id] }
    case .accounts: return Array(try await desk.accountNames().values)
    case .people: return try await desk.knownPeople()
    case .teams: return try await desk.salespeople().compactMap(\.body.team)
    case .entries(let table): return try await desk.lookup(table).entries.filter { !$0.isRetired }.map(\.key)
    case .reports: return try await desk.reports.list().map(\.definition.name)
    case .cycles, .stages, .formats, .fields, .conditions: return []
    }
  }

  private static func fitting(_ names: [String], _ prefix: String) -> [String] {
    let safe = Set(names.filter { $0.hasPrefix(prefix) && DisplayText.safe($0, limit: .max) == $0 })
    return Array(safe.sorted().prefix(most))
  }

  private static func option(_ name: String, _ words: [String]) -> String? {
    if let place = words.lastIndex(of: "--\(name)"), place + 1 < words.count { return words[place + 1] }
    return words.last { $0.hasPrefix("--\(name)=") }.map { String($0.dropFirst(name.count + 3)) }
  }
}

extension Completing {
  /// What a shell asked for: the parser asks without waiting, but names are read from a store.
  private struct Question: Sendable {
    let names: Completing
    let words: [String]
    let prefix: String
  }

  private static let asked = Mutex<Question?>(nil)
  private static let answer = Mutex<[String]?>(nil)

  /// The answer, if it was looked up; else notes what is asked for.
  fileprivate func known(_ words: [String], _ prefix: String) -> [String] {
    if let answer = Self.answer.withLock({ $0 }) { return answer }
    Self.asked.withLock { $0 = Question(names: self, words: words, prefix: prefix) }
    return []
  }

  /// Looks up what was asked for, so that the command line is to be parsed again.
  /// - Returns: `false` if nothing was asked for.
  static func lookUp() async -> Bool {
    guard let question = asked.withLock({ $0 }) else { return false }
    let shell = Shell.asking
    let names = await question.names.names(question.words.map(shell.unquoted), shell.unquoted(question.prefix))
      .map(shell.quoted)
    answer.withLock { $0 = names }
    return true
  }
}

extension CompletionKind {
  /// Completes with names that the tool looks up.
  package static func names(_ names: Completing) -> CompletionKind {
    .custom { words, _, prefix in names.known(words, prefix) }
  }
}
