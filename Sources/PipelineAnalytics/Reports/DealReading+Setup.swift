package import PipelinePlugins

extension DealReading {
  /// The way of reading that a setup says.
  ///
  /// - Parameters:
  ///   - tables: The lookup tables as they are now; without forecast entries the standard ones are used.
  package init(
    _ setup: PipelineSetup, today: CivilDate, tables: [LookupTableName: LookupTable] = [:],
    accountNames: [RecordID: String] = [:]
  ) {
    self.init(
      today: today, calendar: setup.calendar.fiscal,
      forecasting: tables[.forecasting] ?? .standardForecasting, tables: tables, rules: setup.probability,
      weighting: setup.weighting, accountNames: accountNames)
  }
}

extension DealColumns {
  /// Columns without deals, for the sales cycles and the currency of a setup.
  ///
  /// - Parameter dayOf: The civil day of a moment, in the setup's zone.
  package init(_ setup: PipelineSetup, dayOf: @escaping @Sendable (Instant) -> CivilDate?) {
    self.init(cycles: setup.salesCycles, baseCurrency: setup.baseCurrency, dayOf: dayOf)
  }
}
