package import PipelinePlugins

/// All or nothing: a deal that is likely enough weighs in full, any other nothing.
package struct Threshold: WeightingStrategy, Hashable {
  /// The least probability that counts.
  package let from: BasisPoints

  /// 50 %, where nothing else is said.
  package static let standard = BasisPoints(percent: 50) ?? .zero

  /// A strategy.
  package init(from: BasisPoints = standard) { self.from = from }

  /// In full from the threshold on.
  package var weight: Derivation<Weight> {
    let from = from
    return Derivation(.probability) { $0 >= from ? .full : .zero }
  }
}
