public import PipelinePlugins

/// `cfa_franc`: the fixed parities of the CFA francs, 655.957 for one euro.
///
/// A source that reads a service fetches its rates in `rates()`, and throws a ``SourceError`` if it cannot.
public enum CFAFranc: Plugin {
  /// The name in configurations.
  public static let name = "cfa_franc"
  /// A summary for the reference page.
  public static let summary = "The fixed parities of the CFA francs XAF and XOF."
  /// The slot of the plugin.
  public static let slot: Slot<any RateSource> = .rates

  /// Creates the source.
  public static func make(_ settings: NoSettings, _ context: PluginContext) -> any RateSource { Source() }

  private struct Source: RateSource {
    func rates() async throws -> [ExchangeRate] {
      // Undated: the parity has been the same since 1999.
      ["XAF", "XOF"].compactMap { code in
        Currency(code).flatMap { ExchangeRate(.eur, in: $0, "655.957") }
      }
    }
  }
}
