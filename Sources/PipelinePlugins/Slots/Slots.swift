extension Slot where Product == any StorageDriver {
  /// The storage of records.
  public static var storage: Self { Self("storage") }
}

extension Slot where Product == any LookupSource {
  /// The source of a lookup table's entries; one plugin per table.
  public static var lookups: Self { Self("lookups") }
}

extension Slot where Product == any HistoryPolicy {
  /// The history policies. The history contains a change if any of them keeps it.
  public static var history: Self { Self("history") }
}

extension Slot where Product == ProbabilityRule {
  /// The probability rules for open deals. The first answer is used.
  public static var probability: Self { Self("probability") }
}

extension Slot where Product == any WeightingStrategy {
  /// The weighting strategy for open deals.
  public static var weighting: Self { Self("weighting") }
}

extension Slot where Product == any Exporter {
  /// The export formats, by the name of the plugin.
  public static var exporters: Self { Self("exporters") }
}

/// A widget of a program or a plugin: a named part of a dashboard.
///
/// Return a `Widget` of `PipelineEngine`, which has a closure that returns a ``ReportSection`` for a snapshot.
public protocol WidgetSource: Sendable {
  /// The name in a dashboard's `widgets`.
  var name: String { get }
}

extension Slot where Product == any WidgetSource {
  /// Widgets of dashboards, by the name of the plugin.
  public static var widgets: Self { Self("widgets") }
}
