package import PipelinePlugins

/// `fixed: {USD: 1.0842, JPY: 163.2}`: one unit of the base currency is worth so many of each other one.
package enum FixedRatesPlugin: Plugin {
  /// What can be configured.
  package struct Settings: PluginSettings {
    /// The rates by currency.
    package var rates = OrderedMap<ExactDecimal>()
    /// Which way round they are written.
    package var quotedAs = RateQuoting.foreignPerBase
    /// The defaults.
    package init() {}
    /// The settings.
    package static let settings: [Setting<Self>] = [
      Setting("rates", \.rates, "The rates, by currency code.", required: true),
      Setting(
        "quoted_as", \.quotedAs,
        "Which way round the rates are: foreign_per_base says what one unit of the base currency is worth, as in 1 EUR = 1.0842 USD."
      ),
    ]

    /// The settings, or the rates alone.
    package static var shape: SettingShape { .either([.section(descriptions), .map(.decimal)]) }

    /// Reads the settings, or the rates alone.
    package static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> Settings? {
      let names = settings.map(\.name)
      guard case .mapping(let entries) = node.content, !entries.isEmpty,
        !entries.contains(where: { names.contains($0.key) })
      else { return decodeSection(node, &context) }
      return decodeSection(ConfigNode(.mapping([ConfigEntry("rates", at: node.mark, node)]), at: node.mark), &context)
    }

    /// Reports what is no currency and what is no rate.
    package func validate(_ node: ConfigNode, _ context: inout DecodingContext) {
      guard case .mapping(let entries)? = node["rates"]?.value.content else { return }
      for (index, entry) in entries.enumerated() {
        // A decimal comma, which is reported already.
        if index > 0, entry.decimalHint(after: entries[index - 1]) != nil { continue }
        if Currency(entry.key) == nil {
          let isLowerCase = Currency(entry.key.uppercased()) != nil
          context.report(
            .invalid, "'\(entry.key.clipped(to: 40))' is not a currency code of ISO 4217",
            hint: isLowerCase ? "write \(entry.key.uppercased())" : "write three letters such as USD",
            at: entry.keyMark)
        } else if let rate = rates[entry.key], rate <= .zero {
          context.report(.invalid, "the rate of \(entry.key) must be above zero", at: entry.value.mark)
        }
      }
    }
  }

  /// The name in configurations.
  package static let name = "fixed"
  /// What it does.
  package static let summary =
    "The rates are in the configuration and always valid: USD: 1.0842 says that one unit of the base currency is worth 1.0842 USD."
  /// Where it goes.
  package static let slot: Slot<any RateSource> = .rates

  /// Makes the source.
  package static func make(_ settings: Settings, _ context: PluginContext) throws -> any RateSource {
    let base = context.baseCurrency
    return FixedRates(
      try settings.rates.pairs.compactMap { code, number in
        guard let currency = Currency(code) else { return nil }
        guard currency != base else {
          throw PluginError("\(code) is the base currency, whose rate is always 1; remove it", setting: "rates")
        }
        return settings.quotedAs.rate(number, of: currency, base: base)
      })
  }
}
