/// What a sales cycle says that can work and is hardly meant.
extension CycleSection {
  func warn(_ pairs: [(StageSection, ConfigNode)], _ context: inout DecodingContext) {
    warnOfWays(pairs, &context)
    warnOfLabels(pairs, &context)
    warnOfProbabilities(pairs, &context)
  }

  /// Stages that no deal can come to, and open stages from which no deal can be closed.
  private func warnOfWays(_ pairs: [(StageSection, ConfigNode)], _ context: inout DecodingContext) {
    let reached = reachable { key in stages.first?.key.text == key || !stage(key).from.isEmpty }
    let closing = Set(stages.filter { leadsToClosing($0) }.map(\.key.text))
    for (stage, node) in pairs {
      let mark = node["key"]?.value.mark ?? node.mark
      let name = stage.key.text.clipped(to: 40)
      if !reached.contains(stage.key.text) {
        context.report(
          .invalid, "no stage leads to '\(name)'", hint: "name it in the 'next' of another stage, or remove it",
          at: mark, severity: .warning)
      } else if stage.outcome == .open, !closing.contains(stage.key.text), !closing.isEmpty {
        context.report(
          .invalid, "from '\(name)' no deal can be won or lost", hint: "let 'next' lead to a stage that is closed",
          at: node["next"]?.value.mark ?? mark, severity: .warning)
      }
    }
  }

  private func stage(_ key: String) -> StageSection { stages.first { $0.key.text == key } ?? StageSection() }

  /// The stages that can be reached from some.
  private func reachable(from isStart: (String) -> Bool) -> Set<String> {
    var reached = Set(stages.map(\.key.text).filter(isStart))
    var open = Array(reached)
    while let key = open.popLast() {
      let stage = stage(key)
      // Reopening a closed deal is a correction, not a way.
      let anywhere = stage.outcome == .open ? stages.map(\.key.text) : []
      for next in stage.next ?? anywhere where reached.insert(next).inserted { open.append(next) }
    }
    return reached
  }

  private func leadsToClosing(_ stage: StageSection) -> Bool {
    reachable { $0 == stage.key.text }.contains { self.stage($0).outcome != .open }
  }

  /// Two stages that people cannot distinguish. A stage without a label is called by its key.
  private func warnOfLabels(_ pairs: [(StageSection, ConfigNode)], _ context: inout DecodingContext) {
    var owners = LabelOwners(pairs.map { $0.0.stage.label })
    for (stage, node) in pairs where !stage.key.text.isEmpty {
      if let owner = owners.note(stage.stage.label, of: stage.key.text) {
        context.report(
          .duplicateKey,
          "the stages '\(owner.clipped(to: 40))' and '\(stage.key.text.clipped(to: 40))' have the same label",
          at: node["label"]?.value.mark ?? node.mark, severity: .warning)
      }
    }
  }

  /// Shares that are read as percentages, and open stages that are less likely than the one before them.
  private func warnOfProbabilities(_ pairs: [(StageSection, ConfigNode)], _ context: inout DecodingContext) {
    var before: (key: String, probability: BasisPoints)?
    for (stage, node) in pairs where stage.outcome == .open {
      guard let probability = stage.probability, let entry = node["probability"] else { continue }
      if case .scalar(let text, _) = entry.value.content, text.hasPrefix("0."), !text.hasSuffix("%") {
        let meant = BasisPoints(Int(probability.value) * 100) ?? .full
        context.report(
          .invalid, "the probability \(text.clipped(to: 10)) is less than one percent",
          hint: "write \(meant.percentText) for \(meant.percentText) %", at: entry.value.mark, severity: .warning)
      } else if let before, probability < before.probability {
        context.report(
          .invalid,
          "the stage '\(stage.key.text.clipped(to: 40))' is less likely won than '\(before.key.clipped(to: 40))' before it",
          at: entry.value.mark, severity: .warning)
      }
      before = (stage.key.text, probability)
    }
  }
}
