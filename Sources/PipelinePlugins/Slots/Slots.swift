extension Slot where Product == any StorageDriver {
  /// Where records are kept.
  public static var storage: Self { Self("storage") }
}

extension Slot where Product == any LookupSource {
  /// Where a lookup table's entries come from; one plugin for each table.
  public static var lookups: Self { Self("lookups") }
}

extension Slot where Product == any HistoryPolicy {
  /// Which changes people see. History keeps what any policy of the list keeps.
  public static var history: Self { Self("history") }
}

extension Slot where Product == ProbabilityRule {
  /// How likely an open deal is. Of the list the first answer wins.
  public static var probability: Self { Self("probability") }
}

extension Slot where Product == any WeightingStrategy {
  /// What an open deal weighs in a forecast.
  public static var weighting: Self { Self("weighting") }
}

extension Slot where Product == any Exporter {
  /// The formats that reports are written in; a plugin's name is the format's.
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
  /// Parts of dashboards; a plugin's name is the widget's.
  public static var widgets: Self { Self("widgets") }
}
