public import PipelinePlugins

/// Rates that stand in the configuration and hold always.
public struct FixedRates: RateSource, Hashable {
  private let list: [ExchangeRate]

  /// A source of these rates.
  public init(_ rates: [ExchangeRate]) { list = rates }

  /// The rates.
  public func rates() async throws -> [ExchangeRate] { list }
}
