import PipelineDomain

extension FunnelReport: CustomStringConvertible {
  /// A line a stage and one for the total: key, number of deals, unweighted and weighted value. For logs and a first look; the
  /// dashboard printer draws it.
  public var description: String {
    let lines = rows.map { line($0.status, $0.figures) } + [line("total", total)]
    return lines.joined(separator: "\n")
  }

  private func line(_ name: String, _ figures: DealFigures) -> String {
    let unweighted = currency.decimalText(figures.unweighted)
    let weighted = currency.decimalText(figures.weighted)
    return "\(name): \(figures.count) deals, \(unweighted) \(currency), weighted \(weighted) \(currency)"
  }
}
