public import PipelinePlugins

/// All or nothing: a deal that is likely enough weighs in full, any other nothing.
public struct Threshold: WeightingStrategy, Hashable {
  /// The least probability that counts.
  public let from: BasisPoints

  /// 50 %, where nothing else is said.
  public static let standard = BasisPoints(percent: 50) ?? .zero

  /// A strategy.
  public init(from: BasisPoints = standard) { self.from = from }

  /// In full from the threshold on.
  public var weight: Derivation<Weight> {
    let from = from
    return Derivation(.probability) { $0 >= from ? .full : .zero }
  }
}
