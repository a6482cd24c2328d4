import PipelineConfig
import PipelinePlugins

let sampleText = """
  version: 1
  name: Direct sales
  locale: en
  currency: {base: EUR}
  calendar: {fiscal_year_starts: april, time_zone: Europe/Paris}
  storage: {sample: {path: sales.db, key: "${SALES_KEY}"}}
  lookups:
    OpportunityLossReason:
      sample_list: {entries: [price, timing]}
    OpportunityLine:
      sample_list: {entries: [gtx]}
  sales_cycles:
    direct:
      close_date: 6 weeks
      stages:
        - {key: prospecting, label: {en: Prospecting, fr: Prospection}, probability: 10, forecast: pipeline, next: [engaging, lost]}
        - {key: engaging, probability: 40, forecast: best_case, requires: [next_step]}
        - {key: won, outcome: won}
        - {key: lost, outcome: lost, requires: [loss_reason]}
  history: [{sample_history: {after_creation: 2 hours}}]
  probability: [stated, by_stage]
  weighting: {sample_weight: {}}
  exporters: {}
  dashboard: {widgets: [funnel, sales_grid], period: quarter}
  reports:
    this-quarter: {period: this_quarter, group_by: [owner, forecast], visibility: everyone}
    spring:
      title: {en: Spring, fr: Printemps}
      period: {from: 2026-03-01, to: 2026-05-31}
      group_by: [category]
      owners: [NO, 12]
      cycles: [direct]
      visibility: private
      author: anna

  """

struct SampleStorage: StorageDriver, Hashable {
  var path: String
  var key: String
  func open(_ context: StoreContext) async throws -> any Store { throw StoreError.closed }
}

enum SampleStoragePlugin: Plugin {
  struct Settings: PluginSettings {
    var path = ConfigPath("")
    var key = ""
    var rows = 1_000
    static let settings: [Setting<Self>] = [
      Setting("path", \.path, "The file.", required: true),
      Setting("key", \.key, "Opens the file.", secret: true),
      Setting("rows", \.rows, "Rows to keep, 10|20 of them.") { $0 > 0 ? nil : "must be above zero" },
    ]
  }
  static let name = "sample"
  static let slot = Slot.storage
  static func make(_ settings: Settings, _ context: PluginContext) -> any StorageDriver {
    SampleStorage(path: settings.path.resolved, key: settings.key)
  }
}

struct SampleList: LookupSource {
  var isEditable: Bool { false }
  func entries() async throws -> [LookupEntry] { [] }
}

enum SampleListPlugin: Plugin {
  struct Settings: PluginSettings {
    var entries: [String] = []
    static let settings: [Setting<Self>] = [Setting("entries", \.entries, "The entries.")]
  }
  static let name = "sample_list"
  static let slot = Slot.lookups
  static func make(_ settings: Settings, _ context: PluginContext) -> any LookupSource { SampleList() }
}

struct SampleHistory: HistoryPolicy { func keeps(_ change: FieldChange, of edit: RecordEdit) -> Bool { true } }

enum SampleHistoryPlugin: Plugin {
  struct Settings: PluginSettings {
    var afterCreation = Seconds(0)
    static let settings: [Setting<Self>] = [Setting("after_creation", \.afterCreation, "How long.")]
  }
  static let name = "sample_history"
  static let slot = Slot.history
  static func make(_ settings: Settings, _ context: PluginContext) -> any HistoryPolicy { SampleHistory() }
}

enum StatedPlugin: Plugin {
  static let name = "stated"
  static let slot = Slot.probability
  static func make(_ settings: NoSettings, _ context: PluginContext) -> ProbabilityRule { .onChange { _ in nil } }
}

enum ByStagePlugin: Plugin {
  static let name = "by_stage"
  static let slot = Slot.probability
  static func make(_ settings: NoSettings, _ context: PluginContext) -> ProbabilityRule { .onChange { _ in nil } }
}

enum SampleWeightPlugin: Plugin {
  static let name = "sample_weight"
  static let slot = Slot.weighting
  static func make(_ settings: NoSettings, _ context: PluginContext) -> any WeightingStrategy {
    PipelineSetup.standardWeighting
  }
}

enum SampleAccessPlugin: Plugin {
  static let name = "everyone_sees_all"
  static let slot = Slot.access
  static func make(_ settings: NoSettings, _ context: PluginContext) -> any AccessPolicy {
    PipelineSetup.standardAccess
  }
}

let sampleCatalog = Catalog([
  Catalog.entry(SampleStoragePlugin.self), Catalog.entry(SampleListPlugin.self),
  Catalog.entry(SampleHistoryPlugin.self), Catalog.entry(StatedPlugin.self), Catalog.entry(ByStagePlugin.self),
  Catalog.entry(SampleWeightPlugin.self), Catalog.entry(SampleAccessPlugin.self),
  Catalog.missing("xlsx", in: .exporters, trait: "XLSX"),
])
