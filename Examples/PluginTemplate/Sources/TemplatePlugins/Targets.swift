public import PipelinePlugins

/// `same_every_month: {owner: anna, year: 2026, amount: 10000}`: a target for each month of a fiscal year.
public enum SameEveryMonth: Plugin {
  /// The settings of the plugin.
  public struct Settings: PluginSettings {
    /// The salesperson.
    public var owner = ""
    /// The fiscal year, as reports label it.
    public var year = ""
    /// The amount of a month, in the base currency.
    public var amount: ExactDecimal = "0"
    /// Nothing.
    public init() {}
    /// The declarations of the settings.
    public static let settings: [Setting<Self>] = [
      Setting("owner", \.owner, "The salesperson.", required: true) { $0.isEmpty ? "must not be empty" : nil },
      Setting("year", \.year, "The fiscal year, as reports label it: 2026, FY2027.", required: true),
      Setting("amount", \.amount, "The amount of each month, in the base currency.", required: true) {
        $0 < .zero ? "must be 0 or more" : nil
      },
    ]
  }

  /// The name in configurations.
  public static let name = "same_every_month"
  /// A summary for the reference page.
  public static let summary = "The same target for each month of a fiscal year."
  /// The slot of the plugin.
  public static let slot: Slot<any TargetSource> = .targets

  /// Creates the source. An error names the setting, so that it is reported with its line and column.
  public static func make(_ settings: Settings, _ context: PluginContext) throws -> any TargetSource {
    let calendar = context.calendar.fiscal
    guard let year = calendar.period(labelled: settings.year), year.grain == .year else {
      throw PluginError("'\(settings.year)' is not a fiscal year of this calendar", setting: "year")
    }
    let amount: Money
    do {
      amount = try Money(parsing: settings.amount.description, currency: context.baseCurrency)
    } catch {
      throw PluginError("\(error)", setting: "amount")
    }
    var targets: [SalesTarget] = []
    var day = year.range.lowerBound
    while day < year.range.upperBound {
      let month = calendar.period(.month, containing: day)
      targets.append(SalesTarget(.owner(settings.owner), month, amount.minorUnits))
      day = month.range.upperBound
    }
    return Source(list: targets)
  }

  private struct Source: TargetSource {
    let list: [SalesTarget]

    func targets() async throws -> [SalesTarget] { list }
  }
}
