import Foundation
public import PipelinePlugins

/// The keys of one configuration that settings of it may hold, by the names of the settings: `next`, `owners`, …
struct SchemaKeys: Sendable {
  /// What a setting may hold.
  struct Known: Sendable {
    let keys: [String]
    /// Whether other texts are allowed, such as entries that only the store has.
    let isOpen: Bool
  }

  private(set) var bySetting: [String: Known] = [:]
  /// The keys of the sales cycles, each with those of its stages.
  private(set) var cycles: [(key: String, stages: [String])] = []

  init() {}

  /// The keys of a configuration, with those of its sources that can be read.
  init(_ setup: PipelineSetup) async {
    cycles = setup.salesCycles.map { ($0.key, $0.stages.map(\.key)) }
    let qualified = cycles.flatMap { cycle in cycle.stages.map { "\(cycle.key)/\($0)" } }
    closed(["cycles", "from"], cycles.map { $0.key })
    closed(["stages"], cycles.flatMap { $0.stages } + qualified)
    let widgets = DashboardWidget.builtIn.map(\.rawValue) + setup.widgets.map(\.name) + setup.reports.map(\.name)
    closed(["widgets"], widgets)
    let zones = TimeZone.knownTimeZoneIdentifiers.filter { $0.contains("/") }
    closed(["time_zone"], ["UTC", setup.calendar.timeZone] + zones)
    await addPeople(setup)
    let tables: [(LookupTableName, [String])] = [
      (.forecasting, ["forecast", "forecasts"]), (.source, ["sources"]), (.line, ["products"]),
      (.competitor, ["competitors"]), (.lossReason, ["loss_reasons"]),
    ]
    for (table, settings) in tables {
      var keys = table == .forecasting ? LookupTable.standardForecasting.entries.map(\.key) : []
      var isOpen = table != .forecasting
      for binding in setup.lookups where binding.table == table {
        guard let entries = try? await binding.source.entries() else { continue }
        // Categories count as entries.
        keys = entries.map(\.key) + (table == .forecasting ? ForecastCategory.allCases.map(\.rawValue) : [])
        isOpen = binding.source.isEditable
      }
      add(settings, keys, isOpen: isOpen)
    }
  }

  private mutating func addPeople(_ setup: PipelineSetup) async {
    var people = (try? await setup.access.people()) ?? []
    var teams = ((try? await setup.access.teams()) ?? [:]).values.sorted()
    for target in (try? await setup.targets?.targets()) ?? [] {
      switch target.holder {
      case .owner(let name): people.append(name)
      case .team(let name): teams.append(name)
      }
    }
    open(["owners", "owner", "author", "manager"], people)
    open(["teams", "team"], teams)
  }

  private mutating func closed(_ settings: [String], _ keys: [String]) { add(settings, keys, isOpen: false) }
  private mutating func open(_ settings: [String], _ keys: [String]) { add(settings, keys, isOpen: true) }

  private mutating func add(_ settings: [String], _ keys: [String], isOpen: Bool) {
    var seen: Set<String> = []
    let keys = keys.filter { seen.insert($0).inserted }
    guard !keys.isEmpty else { return }
    for name in settings { bySetting[name] = Known(keys: keys, isOpen: isOpen) }
  }

  /// The keys within a sales cycle: `next` leads to its own stages.
  func within(_ cycle: (key: String, stages: [String])) -> SchemaKeys {
    var keys = self
    keys.closed(["next"], cycle.stages)
    return keys
  }
}

extension ConfigurationReader {
  /// A JSON Schema for one configuration: ``jsonSchema`` that also knows its keys. `next`, `stages`, `cycles`, `from` and
  /// `widgets` take those that the file defines, and so do entries of tables that are not edited in the store; for other entries,
  /// salespeople and teams editors offer those that are known, and others are allowed: the store may have them. Sources that cannot be read are passed over.
  public func jsonSchema(for setup: PipelineSetup) async -> String { schema(await SchemaKeys(setup)) }
}
