import PipelinePlugins
import SalesPipeline

extension SalesCycle {
  /// The stages that a new deal goes through on its way to one, the shortest way that the cycle allows; where a stage says nothing,
  /// the way leads through the open stages in their order. Empty where there is no way.
  func path(to target: Stage) -> [Stage] {
    guard let first = stages.first, first.key != target.key else { return [] }
    var ways: [String: [Stage]] = [first.key: []]
    var waiting = [first]
    while !waiting.isEmpty {
      let stage = waiting.removeFirst()
      for next in followers(of: stage, to: target) where ways[next.key] == nil {
        let way = (ways[stage.key] ?? []) + [next]
        if next.key == target.key { return way }
        ways[next.key] = way
        waiting.append(next)
      }
    }
    return []
  }

  private func followers(of stage: Stage, to target: Stage) -> [Stage] {
    if let next = stage.next { return next.compactMap { self.stage($0) } }
    let place = stages.firstIndex { $0.key == stage.key } ?? 0
    return [stages[(place + 1)...].first { $0.outcome == .open } ?? target]
  }

  /// A way that leaves for its end at some stage from which that is allowed: deals are lost early and late.
  func cutShort(_ path: [Stage], _ random: inout SeededNumbers) -> [Stage] {
    guard let end = path.last, let first = stages.first else { return path }
    let places = path.indices.filter { place in
      (place == 0 ? first : path[place - 1]).next?.contains(end.key) ?? true
    }
    guard !places.isEmpty else { return path }
    return Array(path[..<places[random.below(places.count)]]) + [end]
  }
}
