package import PipelinePlugins

/// `listed: [{owner: anna, period: 2026-Q4, amount: 250000}, {team: north, period: 2026, amount: 2000000}]`.
package enum ListedTargetsPlugin: Plugin {
  /// What can be configured.
  package struct Settings: PluginSettings {
    /// The targets.
    package var targets: [TargetSetting] = []
    /// The defaults.
    package init() {}
    /// The settings.
    package static let settings: [Setting<Self>] = [
      Setting("targets", \.targets, "The targets, in the base currency.", required: true)
    ]

    /// The settings, or the list of targets alone.
    package static var shape: SettingShape { .either([.list(TargetSetting.shape), .section(descriptions)]) }

    /// Reads the settings, or the list of targets alone.
    package static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> Settings? {
      guard case .sequence = node.content else { return decodeSection(node, &context) }
      return decodeSection(ConfigNode(.mapping([ConfigEntry("targets", at: node.mark, node)]), at: node.mark), &context)
    }

    /// Reports targets that come twice.
    package func validate(_ node: ConfigNode, _ context: inout DecodingContext) {
      guard case .sequence(let items)? = node["targets"]?.value.content, items.count == targets.count else { return }
      var first: [String: Int] = [:]
      for (item, target) in zip(items, targets) {
        guard let holder = target.holder else { continue }
        let key = "\(holder) \(target.period)"
        if let line = first[key] {
          context.report(
            .invalid, "\(holder.words) has two targets for \(target.period.clipped(to: 40))",
            hint: "the first is on line \(line)", at: item.mark)
        } else {
          first[key] = item.mark.line
        }
      }
    }
  }

  /// The name in configurations.
  package static let name = "listed"
  /// What it does.
  package static let summary = "The targets are listed in the configuration: salesperson or team, period, amount."
  /// Where it goes.
  package static let slot: Slot<any TargetSource> = .targets

  /// Makes the source.
  package static func make(_ settings: Settings, _ context: PluginContext) throws -> any TargetSource {
    let reading = TargetReading(calendar: context.calendar, currency: context.baseCurrency)
    var targets: [SalesTarget] = []
    var errors: [PluginError] = []
    for (place, target) in settings.targets.enumerated() {
      guard let holder = target.holder, let amount = target.amount else { continue }
      func read<Value>(_ field: String, _ value: () throws -> Value) -> Value? {
        do { return try value() } catch {
          errors.append(
            PluginError("the target of \(holder.words): \(error)", setting: "targets", item: place, field: field))
          return nil
        }
      }
      let period = read("period") { try reading.period(target.period) }
      let value = read("amount") { try reading.amount(amount) }
      if let period, let value { targets.append(SalesTarget(holder, period, value)) }
    }
    guard errors.isEmpty else { throw PluginErrors(errors) }
    return ListedTargets(targets)
  }
}

/// A target as configured: `{owner: anna, period: 2026-Q4, amount: 250000}`.
package struct TargetSetting: PluginSettings {
  /// The salesperson.
  package var owner: String?
  /// The team.
  package var team: String?
  /// The period's label.
  package var period = ""
  /// The amount, in the base currency; it must be given.
  package var amount: ExactDecimal?
  /// Nothing.
  package init() {}
  /// What error texts call it.
  package static let noun: Wording = "a target"
  /// The settings.
  package static let settings: [Setting<Self>] = [
    Setting("owner", \.owner, "The salesperson whose target it is.") { $0.isBlank ? "must not be blank" : nil },
    Setting("team", \.team, "The team whose target it is, instead.") { $0.isBlank ? "must not be blank" : nil },
    Setting(
      "period", \.period, "The month, quarter or fiscal year, as reports label it: 2026-11, 2026-Q4, 2026, FY2027-Q1.",
      required: true),
    Setting("amount", \.amount, "What is to be won, in the base currency.", required: true) {
      ($0 ?? .zero) < .zero ? "must be 0 or more" : nil
    },
  ]

  /// Reports a target of nobody, or of two.
  package func validate(_ node: ConfigNode, _ context: inout DecodingContext) {
    switch (node.given("owner"), node.given("team")) {
    case (nil, nil):
      context.report(.missing, "a target needs 'owner' or 'team'", hint: "say whose it is", at: node.mark)
    case (_?, let team?):
      context.report(
        .invalid, "a target takes 'owner' or 'team', not both", hint: "remove one of them", at: team.keyMark)
    default: break
    }
  }

  var holder: SalesTarget.Holder? { owner.map { .owner($0) } ?? team.map { .team($0) } }
}

extension SalesTarget.Holder {
  /// Whose it is, as error texts say it.
  var words: Wording {
    switch self {
    case .owner(let name): "'\(name.oneLine)'"
    case .team(let name): "the team '\(name.oneLine)'"
    }
  }
}

extension String? {
  fileprivate var isBlank: Bool { self?.allSatisfy(\.isWhitespace) == true }
}
