import PipelineDomain

extension FunnelReport: CustomStringConvertible {
  /// A line for each stage and one for the total, for logs: the key, with its sales cycle if there are several, number of
  /// deals, unweighted and weighted value.
  public var description: String {
    let lines =
      rows.map { line(cycles.count > 1 ? "\($0.cycle)/\($0.status)" : $0.status, $0.figures) } + [line("total", total)]
    return lines.joined(separator: "\n")
  }

  private func line(_ name: String, _ figures: DealFigures) -> String {
    let unweighted = currency.decimalText(figures.unweighted)
    let weighted = currency.decimalText(figures.weighted)
    return "\(name): \(figures.count) deals, \(unweighted) \(currency), weighted \(weighted) \(currency)"
  }
}
