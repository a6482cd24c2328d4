package import PipelinePlugins

/// Rates in the configuration, which are always valid.
package struct FixedRates: RateSource, Hashable {
  private let list: [ExchangeRate]

  /// A source of these rates.
  package init(_ rates: [ExchangeRate]) { list = rates }

  /// The rates.
  package func rates() async throws -> [ExchangeRate] { list }
}
