extension SalesCycle {
  /// The sales cycle where none is configured: four open stages, won and lost.
  public static var standard: SalesCycle {
    SalesCycle(
      "standard", label: LocalizedText(StandardPhrase.cycle),
      stages: [
        stage("prospecting", .prospecting, 10, "pipeline"),
        stage("qualification", .qualification, 25, "pipeline"),
        stage("proposal", .proposal, 50, "best_case"),
        stage("negotiation", .negotiation, 75, "commit"),
        Stage("won", label: LocalizedText(StandardPhrase.won), outcome: .won),
        Stage("lost", label: LocalizedText(StandardPhrase.lost), outcome: .lost),
      ])
  }

  private static func stage(_ key: String, _ label: StandardPhrase, _ percent: Int, _ forecast: String) -> Stage {
    Stage(
      key, label: LocalizedText(label), probability: BasisPoints(percent: percent) ?? .zero, forecast: forecast
    )
  }
}
