/// A stage of a configuration.
struct StageSection: PluginSettings {
  var key = ConfigKey()
  var label: LocalizedText?
  var outcome = Outcome.open
  var probability: BasisPoints?
  var forecast: String?
  var next: [String]?
  var requires: [FieldName] = []
  var from: [String] = []
  var was: [String] = []

  static let noun: Wording = "a stage"
  static let settings: [Setting<Self>] = [
    Setting(
      "key", \.key, "The status's key, unique in the sales cycle; never changes once deals use it.", required: true),
    Setting("label", \.label, "What people read; the key where it is not given."),
    Setting("outcome", \.outcome, "Whether a deal here is open, won or lost."),
    Setting("probability", \.probability, "How likely deals here are won. Open stages need it; won is 100, lost is 0."),
    Setting("forecast", \.forecast, "The forecast entry that deals get on arriving here."),
    Setting("next", \.next, "The stages that deals may go to from here; any where it is not given, none for []."),
    Setting("requires", \.requires, "The fields that must be filled before a deal may be here."),
    Setting(
      "from", \.from,
      "Other sales cycles whose deals may come directly here; a cycle's first stage takes the deals of all others."),
    Setting(
      "was", \.was,
      "Keys that this stage had before; deals that are still in them move here when the store is opened for writing."),
  ]

  /// The settings with their effective values.
  var canonical: CanonicalValue {
    var effective = self
    effective.label = stage.label
    effective.probability = stage.probability
    effective.forecast = stage.forecast
    // Left out if empty, so that the digest of an older configuration does not change.
    let left: Set<String> = Set((from.isEmpty ? ["from"] : []) + (was.isEmpty ? ["was"] : []))
    return .map(
      Self.settings.filter { !left.contains($0.name) }
        .map { CanonicalValue.Member($0.name, $0.canonical(effective)) })
  }

  /// Whether the outcome is present but invalid.
  func hasUnreadOutcome(_ node: ConfigNode) -> Bool {
    guard let entry = node["outcome"], outcome == .open else { return false }
    return !entry.value.isScalar("open")
  }

  func validate(_ node: ConfigNode, _ context: inout DecodingContext) {
    guard !hasUnreadOutcome(node) else { return }
    let name: Wording = key.text.isEmpty ? "this stage" : "the stage '\(key.text)'"
    guard let entry = node.given("probability") else {
      if outcome == .open {
        context.report(
          .missing, "\(name) is open and has no probability", hint: "give a percentage between 0 and 100",
          at: node["key"]?.value.mark ?? node.mark)
      }
      return
    }
    guard let probability else { return }
    let mark = entry.value.mark
    switch outcome {
    case .open where probability == .zero || probability == .full:
      context.report(
        .invalid, "\(name) is open: its probability must lie between 0 and 100, not at either",
        hint: "or add outcome: \(probability == .zero ? "lost" : "won")", at: mark)
    case .won where probability != .full:
      context.report(.invalid, "\(name) is won: its probability is 100", hint: "leave it out", at: mark)
    case .lost where probability != .zero:
      context.report(.invalid, "\(name) is lost: its probability is 0", hint: "leave it out", at: mark)
    default: break
    }
  }

  var stage: Stage {
    Stage(
      key.text, label: label, outcome: outcome, probability: probability ?? .zero, forecast: forecast, next: next,
      requires: requires, from: from, was: was)
  }
}
