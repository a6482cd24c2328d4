import PipelinePlugins

/// What differs in the targets and the exchange rates that a configuration lists.
extension PipelineSetup {
  /// The differences between two lists of targets; `nil` for another setting.
  static func targetDifferences(_ leaf: SettingDifference) -> [Difference]? {
    guard leaf.path == "targets.listed" || leaf.path == "targets.listed.targets", let old = leaf.old.targets,
      let new = leaf.new.targets
    else { return nil }
    func difference(_ phrase: DifferencePhrase, _ target: ListedTarget, before: String = "") -> Difference {
      Difference(
        phrase,
        [
          "holder": .text(target.holder.clipped()), "period": .text(target.period), "now": .text(target.amount),
          "before": .text(before),
        ])
    }
    func same(_ target: ListedTarget, in list: [ListedTarget]) -> ListedTarget? {
      list.first { $0.holder == target.holder && $0.isTeam == target.isTeam && $0.period == target.period }
    }
    let gone = old.filter { same($0, in: new) == nil }.map { difference(.targetGone, $0) }
    let kept = new.compactMap { target -> Difference? in
      guard let before = same(target, in: old) else { return difference(.targetAdded, target) }
      return before.amount == target.amount ? nil : difference(.targetChanged, target, before: before.amount)
    }
    return gone + kept
  }

  /// The rates of another base currency, and the currencies whose amounts have none any more. Rates of a source other than the
  /// configuration are not known here.
  func ratesOfOtherBase(_ other: PipelineSetup) -> [Difference] {
    let (before, now) = (definition?.effective["rates"] ?? .null, other.definition?.effective["rates"] ?? .null)
    func isListed(_ rates: CanonicalValue) -> Bool { rates == .null || rates.plugin?.name == "fixed" }
    func listed(_ rates: CanonicalValue) -> [(currency: String, rate: CanonicalValue)] {
      guard case .map(let members) = rates["fixed"]["rates"] else { return [] }
      return members.map { ($0.name, $0.value) }
    }
    guard isListed(now) else { return [] }
    let new = listed(now)
    let had = isListed(before) ? listed(before).map(\.currency) : []
    let gone = ([baseCurrency.code] + had).filter { code in
      code != other.baseCurrency.code && !new.contains { $0.currency == code }
    }
    return new.map { Difference(.rateAdded, ["currency": .text($0.currency), "now": .text($0.rate.words)]) }
      + gone.map { Difference(.rateGone, ["currency": .text($0)]) }
  }

  /// What one unit of a currency is worth now; `nil` for another setting.
  ///
  /// Rates are against the base currency: where that changes, all of them mean something else, and ``ratesOfOtherBase(_:)`` lists them.
  func rateDifference(_ leaf: SettingDifference, _ other: PipelineSetup) -> [Difference]? {
    let path = leaf.path.split(separator: ".").map(String.init)
    guard path.starts(with: ["rates", "fixed"]), let currency = path.last.flatMap({ Currency($0) }) else { return nil }
    guard baseCurrency == other.baseCurrency else { return [] }
    let phrase: DifferencePhrase =
      leaf.old == .null ? .rateAdded : leaf.new == .null ? .rateGone : .rateChanged
    return [
      Difference(
        phrase, ["currency": .text(currency.code), "before": .text(leaf.before), "now": .text(leaf.now)])
    ]
  }
}

/// A target as a configuration lists it.
private struct ListedTarget: Hashable {
  let holder: String
  let isTeam: Bool
  let period: String
  let amount: String
}

extension CanonicalValue {
  /// The listed targets; empty for no value, `nil` for another one.
  fileprivate var targets: [ListedTarget]? {
    if case .null = self { return [] }
    guard case .list(let items) = self else { return nil }
    let targets = items.compactMap { item -> ListedTarget? in
      guard case .map(let members) = item else { return nil }
      func text(_ name: String) -> String? {
        members.first { $0.name == name }.flatMap { $0.value == .null ? nil : $0.value.words }
      }
      guard let holder = text("team") ?? text("owner"), let period = text("period"), let amount = text("amount") else {
        return nil
      }
      return ListedTarget(holder: holder, isTeam: text("team") != nil, period: period, amount: amount)
    }
    return targets.count == items.count ? targets : nil
  }
}
