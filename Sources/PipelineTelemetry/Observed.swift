import PipelineDomain

#if Observability
  import Metrics
  import Tracing

  /// The metrics and the tracer of the program, as they were when the pipeline was opened.
  ///
  /// The handles of all metrics are created once. There is no value where the program has set up neither.
  package final class Observed: Sendable {
    private enum Handle {
      case counter(Counter)
      case timer(Timer)
      case meter(Meter)
    }

    private let handles: [Metric: Handle]
    private let tracer: (any Tracer)?

    private init(_ factory: (any MetricsFactory)?, _ tracer: (any Tracer)?) {
      var handles: [Metric: Handle] = [:]
      for metric in Metric.all {
        guard let factory else { break }
        handles[metric] =
          switch metric.kind {
          case .counter: .counter(Counter(label: metric.label, dimensions: metric.dimensions, factory: factory))
          case .timer: .timer(Timer(label: metric.label, dimensions: metric.dimensions, factory: factory))
          case .meter: .meter(Meter(label: metric.label, dimensions: metric.dimensions, factory: factory))
          }
      }
      self.handles = handles
      self.tracer = tracer
    }

    /// What the program has set up; `nil` if nothing.
    static func current() -> Observed? {
      let factory = MetricsSystem.factory
      let tracer = InstrumentationSystem.tracer
      let (isMeasured, isTraced) = (!(factory is NOOPMetricsHandler), !(tracer is NoOpTracer))
      guard isMeasured || isTraced else { return nil }
      return Observed(isMeasured ? factory : nil, isTraced ? tracer : nil)
    }

    /// Adds to a counter.
    package func count(_ metric: Metric, by amount: Int = 1) {
      if case .counter(let counter)? = handles[metric] { counter.increment(by: amount) }
    }

    /// Adds a duration to a timer.
    package func time(_ metric: Metric, _ duration: Duration) {
      guard case .timer(let timer)? = handles[metric] else { return }
      let (seconds, attoseconds) = duration.components
      timer.recordNanoseconds(seconds &* 1_000_000_000 &+ attoseconds / 1_000_000_000)
    }

    /// Sets a meter.
    package func set(_ metric: Metric, to value: Int64) {
      if case .meter(let meter)? = handles[metric] { meter.set(value) }
    }

    /// Runs work in a span, as a child of the current one.
    ///
    /// - Parameter facts: The attributes that the result adds.
    package nonisolated(nonsending) func span<Result>(
      _ name: TracedSpan, _ known: [TracedSpan.Fact], adding facts: (Result) -> [TracedSpan.Fact] = { _ in [] },
      _ work: nonisolated(nonsending) () async throws -> Result
    ) async throws -> Result {
      guard let tracer else { return try await work() }
      let span = tracer.startAnySpan(name.rawValue)
      defer { span.end() }
      span.add(known)
      do {
        let result = try await InstrumentationContext.$current.withValue(span.context) { try await work() }
        span.add(facts(result))
        return result
      } catch {
        span.fail(error)
        throw error
      }
    }

    /// Runs work in a span, without waiting.
    package func span<Result>(
      _ name: TracedSpan, _ known: [TracedSpan.Fact], _ work: () throws -> Result
    ) throws -> Result {
      guard let tracer else { return try work() }
      let span = tracer.startAnySpan(name.rawValue)
      defer { span.end() }
      span.add(known)
      do { return try InstrumentationContext.$current.withValue(span.context) { try work() } } catch {
        span.fail(error)
        throw error
      }
    }
  }

  extension Span {
    fileprivate func add(_ facts: [TracedSpan.Fact]) {
      for fact in facts {
        switch fact {
        case .text(let attribute, let text): attributes[attribute.rawValue] = text
        case .count(let attribute, let count): attributes[attribute.rawValue] = count
        }
      }
    }

    /// Marks the span as failed, by the error's type: what errors say has values, and names of customers.
    fileprivate func fail(_ error: any Error) {
      add([.text(.error, "\(type(of: error))")])
      if let refused = error as? Refused {
        add([.text(.refusals, refused.refusals.map(\.code.rawValue).joined(separator: ","))])
      }
      setStatus(SpanStatus(code: .error))
    }
  }
#else
  /// Metrics and traces are not compiled in: there is no value of this type.
  package struct Observed: Sendable {
    private init() {}

    static func current() -> Observed? { nil }

    package func count(_ metric: Metric, by amount: Int = 1) {}
    package func time(_ metric: Metric, _ duration: Duration) {}
    package func set(_ metric: Metric, to value: Int64) {}

    package nonisolated(nonsending) func span<Result>(
      _ name: TracedSpan, _ known: [TracedSpan.Fact], adding facts: (Result) -> [TracedSpan.Fact] = { _ in [] },
      _ work: nonisolated(nonsending) () async throws -> Result
    ) async throws -> Result { try await work() }

    package func span<Result>(
      _ name: TracedSpan, _ known: [TracedSpan.Fact], _ work: () throws -> Result
    ) throws -> Result { try work() }
  }
#endif
