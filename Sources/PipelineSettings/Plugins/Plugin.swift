public import Logging

/// A replaceable module for one slot.
///
/// A plugin does not read YAML: it declares its settings and gets their values. ``make(_:_:)`` should be cheap and open
/// no files or connections, since checking a configuration calls it too.
public protocol Plugin<Product>: SendableMetatype {
  /// What the slot holds.
  associatedtype Product: Sendable
  /// What can be configured.
  associatedtype Settings: PluginSettings = NoSettings
  /// The name in configurations, in snake case, unique in its slot.
  static var name: String { get }
  /// What it does, in a sentence, for the reference page and for editors.
  static var summary: String { get }
  /// The slot.
  static var slot: Slot<Product> { get }
  /// Creates the product of the slot.
  ///
  /// - Throws: ``PluginError``, or another error with a description for people.
  static func make(_ settings: Settings, _ context: PluginContext) throws -> Product
}

/// What a plugin knows of the pipeline that it is made for.
public struct PluginContext: Sendable {
  /// The folder of the configuration file; paths in settings are resolved already.
  public var baseFolder: String
  /// The tenant.
  public var workspace: String
  /// The language that people read.
  public var locale: String
  /// The currency that totals are in.
  public var baseCurrency: Currency
  /// The fiscal calendar and the time zone.
  public var calendar: CalendarSetup
  /// The sales cycles, in order.
  public var salesCycles: [SalesCycle]
  /// The lookup table that a lookup plugin is made for; `nil` for other plugins.
  public var table: LookupTableName?
  /// The value of an environment variable.
  public var environment: @Sendable (String) -> String?
  /// The plugin's logger.
  public var logger: Logger

  /// A context; by default one that logs nothing and knows no environment.
  public init(
    baseFolder: String = "", workspace: String = "default", locale: String = "en", baseCurrency: Currency = .eur,
    calendar: CalendarSetup = CalendarSetup(), salesCycles: [SalesCycle] = [.standard],
    table: LookupTableName? = nil, environment: @escaping @Sendable (String) -> String? = { _ in nil },
    logger: Logger = Logger(label: "sales-pipeline", factory: { _ in SwiftLogNoOpLogHandler() })
  ) {
    self.baseFolder = baseFolder
    self.workspace = workspace
    self.locale = locale
    self.baseCurrency = baseCurrency
    self.calendar = calendar
    self.salesCycles = salesCycles
    self.table = table
    self.environment = environment
    self.logger = logger
  }
}

/// Why a plugin cannot be made with its settings.
public struct PluginError: ExplainedError, Hashable {
  /// One line that a person can act on.
  public let explanation: LocalizedText
  /// The setting that it is about, so that the error names its place; `nil` where it is about the plugin.
  public let setting: String?
  /// The item of the setting's list that it is about, from 0; `nil` where it is about all of it.
  public let item: Int?
  /// The setting of the item; `nil` where it is about the item.
  public let field: String?

  /// An error.
  public init(_ explanation: Wording, setting: String? = nil, item: Int? = nil, field: String? = nil) {
    self.explanation = explanation.text
    self.setting = setting
    self.item = item
    self.field = field
  }
}

/// Several reasons why a plugin cannot be made, each with its place.
public struct PluginErrors: Error, Hashable, CustomStringConvertible {
  /// The reasons, in the order of the settings.
  public let errors: [PluginError]

  /// Several errors.
  public init(_ errors: [PluginError]) { self.errors = errors }

  /// The explanations in English, on one line.
  public var description: String { errors.map { "\($0)" }.joined(separator: "; ") }
}

extension Plugin {
  /// Nothing said.
  public static var summary: String { "" }
}

/// Settings of a lookup plugin that contain the table's entries, so that entries named in a configuration can be
/// checked without reading the source.
public protocol KnownLookupEntries {
  /// The keys, in order; `nil` where other entries may be added elsewhere.
  var knownKeys: [String]? { get }
}
