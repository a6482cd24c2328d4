package import Logging

/// What a pipeline logs, counts and traces: the one place that knows the libraries for it.
///
/// Levels follow the guidelines for libraries of the Swift server workgroup: `debug` for what happens in an operation, `trace`
/// for details, `info` for what an operator would not learn otherwise and happens rarely, `warning` for what is to be
/// changed, once. Above `debug` a line has no names, amounts or paths; secrets are in none.
package struct Telemetry: Sendable {
  /// The logger that the pipeline was opened with.
  package let logger: Logger
  /// The metrics and the tracer of the program; `nil` if it has neither, which is all that a commit and a warm question look at.
  package let observed: Observed?

  /// The telemetry of a pipeline that is about to be opened.
  package init(logger: Logger) {
    self.logger = logger
    observed = .current()
  }

  /// Logs nothing; for parts without a pipeline.
  package static let none = Telemetry(
    logger: Logger(label: "sales-pipeline", factory: { _ in SwiftLogNoOpLogHandler() }))

  /// Runs work in a span, if there is a tracer.
  nonisolated(nonsending) func span<Result>(
    _ name: TracedSpan, _ known: [TracedSpan.Fact], adding facts: (Result) -> [TracedSpan.Fact] = { _ in [] },
    _ work: nonisolated(nonsending) () async throws -> Result
  ) async throws -> Result {
    guard let observed else { return try await work() }
    return try await observed.span(name, known, adding: facts, work)
  }
}

/// The question that the current task is answering, if any.
private enum Answering {
  @TaskLocal static var isNested = false
}

extension Telemetry {
  /// Runs the opening of a pipeline.
  package nonisolated(nonsending) func opening<Result>(
    _ mode: String, _ work: nonisolated(nonsending) () async throws -> Result
  ) async throws -> Result {
    let start = ContinuousClock.now
    let result = try await span(.open, [.text(.mode, mode)], work)
    logger.debug("opened the pipeline", metadata: ["mode": "\(mode)", "duration": "\(ContinuousClock.now - start)"])
    return result
  }

  /// Answers a question. One that is part of another is not counted by itself.
  package nonisolated(nonsending) func question<Result>(
    _ question: Question, _ work: nonisolated(nonsending) () async throws -> Result
  ) async throws -> Result {
    guard let observed, !Answering.isNested else { return try await work() }
    let start = ContinuousClock.now
    defer { observed.time(.questions(question), ContinuousClock.now - start) }
    return try await Answering.$isNested.withValue(true) {
      try await observed.span(.question, [.text(.kind, question.rawValue)], work)
    }
  }

  /// Builds a part of the cache from the store.
  package nonisolated(nonsending) func building<Part>(
    _ part: CachePart, _ cause: RebuildCause, _ work: nonisolated(nonsending) () async throws -> Part
  ) async throws -> Part {
    let start = ContinuousClock.now
    let built = try await work()
    let duration = ContinuousClock.now - start
    observed?.time(.rebuilds(part, cause), duration)
    logger.debug(
      "built a part of the cache",
      metadata: ["part": "\(part.rawValue)", "cause": "\(cause.rawValue)", "duration": "\(duration)"])
    return built
  }

  /// Writes a report in a format.
  package func exporting<Result>(_ format: String, rows: Int, _ work: () throws -> Result) throws -> Result {
    let facts: [TracedSpan.Fact] = [.text(.format, format), .count(.rows, rows)]
    let result = if let observed { try observed.span(.export, facts, work) } else { try work() }
    logger.debug("exported a report", metadata: ["format": "\(format)", "rows": "\(rows)"])
    return result
  }
}

extension Observed {
  /// Commits a change set.
  ///
  /// - Parameter isNew: Whether the result is that of a commit now; otherwise the operation was committed before.
  package nonisolated(nonsending) func commit<Receipt>(
    of writes: Int, isNew: (Receipt) -> Bool, _ work: nonisolated(nonsending) () async throws -> Receipt
  ) async throws -> Receipt {
    let start = ContinuousClock.now
    let receipt = try await span(.commit, [.count(.writes, writes)], work)
    if isNew(receipt) {
      time(.commitDuration, ContinuousClock.now - start)
      count(.commits)
      count(.writes, by: writes)
    }
    return receipt
  }
}
