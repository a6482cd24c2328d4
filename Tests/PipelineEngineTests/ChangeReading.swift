import PipelinePlugins

@testable import PipelineEngine

extension AsyncIteratorProtocol where Self: Sendable, Element: Sendable {
  /// The next element, with the iterator after it, in a task of its own.
  func later() -> Task<(Element?, Self), any Error> {
    Task {
      var iterator = self
      let element = try await iterator.next(isolation: nil)
      return (element, iterator)
    }
  }
}

extension Pipeline.Changes {
  /// The changes up to the one that leaves a record at a version.
  func take(until record: RecordID, version: Int64) async throws -> [Pipeline.Change] {
    var found: [Pipeline.Change] = []
    for try await change in self {
      found.append(change)
      if change.record == record, change.version == version { return found }
    }
    return found
  }

  /// The next steps that a deal gets, up to one, with its cursor.
  func steps(of deal: RecordID, until last: String) async throws -> (steps: [String], cursor: Cursor) {
    var steps: [String] = []
    for try await change in self where change.record == deal {
      guard case .changed("next_step", _, .text(let step)) = change.event else { continue }
      steps.append(step)
      if step == last { return (steps, change.cursor) }
    }
    return (steps, .start)
  }
}
