public import PipelinePlugins

extension PipelineSetup {
  /// A difference between two configurations, in the words of the people who work with them.
  public struct Difference: Hashable, Sendable {
    /// One line for people.
    public let explanation: LocalizedText
    /// The sales cycle that it is about; `nil` for none.
    public let cycle: String?
    /// The status that deals have now which it is about; `nil` for none.
    public let status: String?
    /// The new default probability of the stage; `nil` where it stays.
    public let probability: BasisPoints?

    init(
      _ phrase: DifferencePhrase, _ values: [String: PhraseValue], cycle: String? = nil, status: String? = nil,
      probability: BasisPoints? = nil
    ) {
      explanation = LocalizedText(phrase, values)
      (self.cycle, self.status, self.probability) = (cycle, status, probability)
    }
  }

  /// Returns what changes for people if another configuration replaces this one: sales cycles and stages first, then reports, then
  /// every other setting.
  public func differences(to other: PipelineSetup) -> [Difference] {
    var found: [Difference] = []
    for cycle in salesCycles where !other.salesCycles.contains(where: { $0.key == cycle.key }) {
      found.append(Difference(.cycleGone, ["cycle": .label(cycle.label)], cycle: cycle.key))
    }
    for cycle in other.salesCycles {
      if let before = salesCycles.first(where: { $0.key == cycle.key }) {
        found += Self.differences(before, cycle)
      } else {
        found.append(Difference(.cycleAdded, ["cycle": .label(cycle.label)]))
      }
    }
    if baseCurrency != other.baseCurrency {
      found.append(Difference(.currency, ["before": .text(baseCurrency.code), "now": .text(other.baseCurrency.code)]))
      found += ratesOfOtherBase(other)
    }
    return found + reportDifferences(other) + settingDifferences(other)
  }

  private func reportDifferences(_ other: PipelineSetup) -> [Difference] {
    var found: [Difference] = []
    for report in reports where !other.reports.contains(where: { $0.name == report.name }) {
      found.append(Difference(.reportGone, ["report": .label(report.title)]))
    }
    for report in other.reports {
      guard let before = reports.first(where: { $0.name == report.name }) else {
        found.append(Difference(.reportAdded, ["report": .label(report.title)]))
        continue
      }
      found += CanonicalValue.leaves(before.canonical, report.canonical).map { leaf in
        Difference(
          .reportChanged,
          [
            "report": .label(report.title), "name": .text(leaf.path), "before": .text(leaf.before),
            "now": .text(leaf.now),
          ])
      }
    }
    return found
  }

  /// The other settings.
  private func settingDifferences(_ other: PipelineSetup) -> [Difference] {
    guard let before = definition?.effective, let now = other.definition?.effective else { return [] }
    let plugins = Self.pluginDifferences(before, now)
    let named = ["sales_cycles", "reports", "version", "currency.base"] + plugins.map(\.slot)
    return plugins.map(\.difference)
      + CanonicalValue.leaves(before, now).filter { leaf in
        !named.contains { leaf.path == $0 || leaf.path.hasPrefix($0 + ".") }
      }
      .flatMap { leaf in
        Self.entryDifferences(leaf) ?? Self.targetDifferences(leaf) ?? rateDifference(leaf, other) ?? leaf
          .listDifferences
          ?? [Difference(.setting, ["name": .text(leaf.path), "before": .text(leaf.before), "now": .text(leaf.now)])]
      }
  }

  /// The slots that take one plugin and have another one.
  private static func pluginDifferences(
    _ before: CanonicalValue, _ now: CanonicalValue
  ) -> [(slot: String, difference: Difference)] {
    let slots: [(String, DifferencePhrase)] = [
      ("access", .access), ("weighting", .weighting), ("storage", .plugin), ("targets", .plugin), ("rates", .plugin),
    ]
    return slots.compactMap { slot, phrase in
      guard let old = before[slot].plugin, let new = now[slot].plugin, old.name != new.name else { return nil }
      return (
        slot, Difference(phrase, ["name": .text(slot), "before": .text(old.words), "now": .text(new.words)])
      )
    }
  }

  /// What changes in the entries of a lookup table; `nil` for another setting.
  private static func entryDifferences(_ leaf: SettingDifference) -> [Difference]? {
    let path = leaf.path.split(separator: ".").map(String.init)
    guard path.count > 2, path[0] == "lookups", let old = leaf.old.entries, let new = leaf.new.entries else {
      return nil
    }
    let gone = old.filter { entry in !new.contains { $0.key == entry.key } }.map(\.key)
    let added = new.filter { entry in !old.contains { $0.key == entry.key } }.map(\.key)
    let changed = new.filter { entry in old.contains { $0.key == entry.key && $0.value != entry.value } }.map(\.key)
    let phrases: [(DifferencePhrase, [String])] =
      path.last == "seed"
      ? [(.seed, gone + added + changed)]
      : [(.entriesGone, gone), (.entriesAdded, added), (.entriesChanged, changed)]
    let found = phrases.filter { !$0.1.isEmpty }
    // The same entries in another order.
    guard !found.isEmpty else { return [Difference(.entryOrder, ["table": .text(path[1])])] }
    return found.map { phrase, keys in
      Difference(
        phrase, ["table": .text(path[1]), "count": .count(keys.count), "entries": .list(keys.map { $0.clipped() })])
    }
  }
}
