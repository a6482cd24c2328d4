#if Observability
  import InMemoryTracing
  import Metrics
  import MetricsTestKit
  import PipelinePlugins
  import SalesPipeline
  import Tracing

  /// The metrics and spans of a pipeline that was opened with them.
  struct Collected {
    let metrics = TestMetrics()
    let tracer = InMemoryTracer()

    /// Opens with the backends of a test.
    func opening(_ open: () async throws -> Pipeline) async throws -> Pipeline {
      try await withMetricsFactory(metrics) { try await withTracer(tracer) { try await open() } }
    }

    /// How much each metric has counted, and how many durations each timer has, by name with the values of dimensions.
    var counts: [String: Int] {
      var counts: [String: Int] = [:]
      for counter in metrics.counters {
        counts[Self.name(counter.label, counter.dimensions), default: 0] += Int(counter.totalValue)
      }
      for timer in metrics.timers { counts[Self.name(timer.label, timer.dimensions), default: 0] += timer.values.count }
      return counts.filter { $0.value > 0 }
    }

    private static func name(_ label: String, _ dimensions: [(String, String)]) -> String {
      let values = dimensions.map(\.1)
      let label = label.replacing("sales_pipeline.", with: "")
      return values.isEmpty ? label : "\(label) \(values.joined(separator: " "))"
    }

    /// What some work counts.
    func counts(of work: () async throws -> Void) async throws -> [String: Int] {
      let before = counts
      try await work()
      return counts.reduce(into: [:]) { more, count in
        let difference = count.value - (before[count.key] ?? 0)
        if difference > 0 { more[count.key] = difference }
      }
    }

    /// The spans that some work ends, in the order of their ends.
    func spans(of work: () async throws -> Void) async throws -> [FinishedInMemorySpan] {
      tracer.clearFinishedSpans()
      try await work()
      return tracer.popFinishedSpans()
    }
  }

  extension FinishedInMemorySpan {
    /// The name with the attributes, without what all have in common.
    var text: String {
      var facts: [String] = []
      attributes.forEach { name, value in
        let text =
          switch value {
          case .string(let text): text
          case .int64(let number): "\(number)"
          default: "\(value)"
          }
        facts.append("\(name.replacing("sales_pipeline.", with: ""))=\(text)")
      }
      let name = operationName.replacing("sales_pipeline.", with: "")
      return ([name] + facts.sorted()).joined(separator: " ")
    }
  }
#endif
