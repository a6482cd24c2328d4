/// A sales cycle of a configuration.
struct CycleSection: PluginSettings {
  var label: LocalizedText?
  var closeDate = Seconds(42 * 86_400)
  var stages: [StageSection] = []

  static let noun: Wording = "a sales cycle"
  static let settings: [Setting<Self>] = [
    Setting("label", \.label, "What people read; the key where it is not given."),
    Setting("close_date", \.closeDate, "How long after its creation a deal is expected to close, in whole days.") {
      $0.value % 86_400 == 0 ? nil : "must be a whole number of days"
    },
    Setting("stages", \.stages, "The stages in order; a new deal starts in the first.", required: true),
  ]

  func validate(_ node: ConfigNode, _ context: inout DecodingContext) {
    guard let entry = node["stages"], case .sequence(let items) = entry.value.content else { return }
    guard !items.isEmpty else {
      context.report(.invalid, "\(context.subject) has no stages", at: entry.value.mark)
      return
    }
    let pairs = Array(zip(stages, entry.value.groups))
    checkKeys(pairs, &context)
    checkNext(pairs, &context)
    checkFormerKeys(pairs, &context)
    // A missing outcome may be in a stage with errors.
    guard pairs.count == items.count, !pairs.contains(where: { $0.0.hasUnreadOutcome($0.1) }) else { return }
    checkOutcomes(pairs, at: entry.keyMark, &context)
    // Beside mistakes they would be noise, and often follow from them.
    if !context.diagnostics.hasErrors { warn(pairs, &context) }
  }

  private func checkKeys(_ pairs: [(StageSection, ConfigNode)], _ context: inout DecodingContext) {
    var lines: [String: Int] = [:]
    for (stage, node) in pairs {
      guard let mark = node["key"]?.value.mark, !stage.key.text.isEmpty else { continue }
      if let line = lines[stage.key.text] {
        context.report(
          .duplicateKey, "the stage '\(stage.key.text)' is defined twice in \(context.subject)",
          hint: "the first is on line \(line)", at: mark)
      } else {
        lines[stage.key.text] = mark.line
      }
    }
  }

  private func checkNext(_ pairs: [(StageSection, ConfigNode)], _ context: inout DecodingContext) {
    let keys = stages.map(\.key.text).filter { !$0.isEmpty }
    for (_, node) in pairs {
      for item in node["next"]?.value.items ?? [] {
        guard case .scalar(let target, _) = item.content, !keys.contains(target) else { continue }
        context.report(
          .unknownName, "'next' names the stage '\(target.clipped(to: 40))', which \(context.subject) does not have",
          hint: hint(for: target, among: keys), at: item.mark)
      }
    }
  }

  /// A former key must not be a current one, and belongs to one stage.
  private func checkFormerKeys(_ pairs: [(StageSection, ConfigNode)], _ context: inout DecodingContext) {
    let keys = stages.map(\.key.text)
    var owners: [String: (stage: String, line: Int)] = [:]
    for (stage, node) in pairs {
      for item in node["was"]?.value.items ?? [] {
        guard case .scalar(let former, _) = item.content else { continue }
        let shown = former.clipped(to: 40)
        if keys.contains(former) {
          context.report(
            .invalid, "'was' names '\(shown)', which is a stage of \(context.subject) still",
            hint: former == stage.key.text
              ? "a former key is another than the present one" : "remove that stage, or remove its key here",
            at: item.mark)
        } else if let owner = owners[former] {
          context.report(
            .duplicateKey, "the former key '\(shown)' belongs to '\(owner.stage)' already",
            hint: "the first is on line \(owner.line)", at: item.mark)
        } else {
          owners[former] = (stage.key.text, item.mark.line)
        }
      }
    }
  }

  private func checkOutcomes(
    _ pairs: [(StageSection, ConfigNode)], at mark: SourceMark, _ context: inout DecodingContext
  ) {
    for outcome in Outcome.allCases where !stages.contains(where: { $0.outcome == outcome }) {
      let example = outcome == .open ? "{key: prospecting, probability: 10}" : "{key: \(outcome), outcome: \(outcome)}"
      context.report(
        .invalid, "\(context.subject) has no stage that is \(outcome.rawValue)", hint: "add \(example)", at: mark)
    }
    if let (stage, node) = pairs.first, stage.outcome != .open, stages.contains(where: { $0.outcome == .open }) {
      context.report(
        .invalid, "\(context.subject) starts in a stage that is \(stage.outcome.rawValue)",
        hint: "put an open stage first: new deals start there", at: node["outcome"]?.value.mark ?? node.mark)
    }
  }

  func cycle(_ key: String) -> SalesCycle {
    SalesCycle(key, label: label, closeDateDays: Int(closeDate.value / 86_400), stages: stages.map(\.stage))
  }
}
