import PipelineAnalytics
import PipelinePlugins

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Asks the dashboard's and a forecast report's questions as of past days, each day for the first time, in turn with the same
/// questions about today.
struct Past {
  static let days: [(name: String, days: Int64)] = [
    ("1 day", 1), ("1 month", 30), ("6 months", 182), ("1 year", 365), ("2 years", 729),
  ]
  static let rounds = 21

  private var history: DealHistory
  /// Today's deals, kept current from the journal, as a desk keeps them.
  private var present: DealColumns
  /// The deals as they once were, kept when they were so: what the answers are compared with.
  private var then: [DealColumns] = []
  private var entryCount = 0
  private var appending = 0.0
  private var ordering = 0.0

  /// What is asked.
  enum Question: String, CaseIterable {
    case funnel, grid, forecast
    case all = "all three"
  }

  /// The answers about a moment; `nil` what was not asked.
  struct Answers: Equatable {
    var funnel: FunnelReport?
    var grid: SalesGrid?
    var forecast: ReportTable?
  }

  init(deals: Int) {
    let empty = DealColumns(cycles: [Reports.cycle], baseCurrency: .eur)
    (history, present) = (DealHistory(empty), empty)
    var lives = Lives(deals: deals, seed: 20_171_231)
    let moments = Self.days.map { Self.moment($0.days) }.sorted()
    var (history, present, then) = (history, present, then)
    lives.forEachPage { page in
      entryCount += page.entries.count
      appending += Self.milliseconds { history.append(page) }
      for entry in page.entries {
        while let next = moments.at(then.count), next < entry.effectiveAt { then.append(present) }
        present.apply(entry)
      }
    }
    ordering = Self.milliseconds { _ = history.columns(asOf: Self.moment(0)) }
    (self.history, self.present, self.then) = (history, present, then.reversed())
  }

  private static func moment(_ days: Int64) -> Instant { Instant(microsecondsSince1970: Lives.end - days * Lives.day) }

  private static func ask(_ question: Question, _ columns: DealColumns, _ moment: Instant) async throws -> Answers {
    let reading = DealReading(today: moment.civilDate()!, weighting: Reports.ByProbability())
    func asks(_ one: Question) -> Bool { question == one || question == .all }
    var answers = Answers()
    if asks(.funnel) { answers.funnel = try await columns.funnel(reading) }
    if asks(.grid) { answers.grid = try await columns.salesGrid(reading, by: .month) }
    if asks(.forecast) {
      let quarter = ReportDefinition("q", period: .relative(.thisQuarter), groupBy: [.owner, .quarter, .category])
      answers.forecast = try await columns.forecast(quarter, reading).table
    }
    return answers
  }

  /// Prints what the history costs, and each day's questions beside today's.
  mutating func report() async throws {
    print(
      "\n\(present.rowCount) deals with \(entryCount) journal entries; medians of \(Self.rounds) rounds, in ms of one core"
    )
    let each = Int((appending + ordering) * 1e6 / Double(entryCount))
    print("history read once in \(Int(appending)), put in order in \(Int(ordering)): \(each) ns an entry")
    print("as of         asked      today's  the day's first  ratio  again  ratio")
    for (index, day) in Self.days.enumerated() {
      let moment = Self.moment(day.days)
      guard try await Self.ask(.all, history.columns(asOf: moment), moment) == Self.ask(.all, then[index], moment)
      else {
        print("\(day.name) back: the history and what was kept do not agree")
        throw Disagreement()
      }
      for question in Question.allCases { line(day.name, question, try await times(question, moment)) }
    }
  }

  /// The times of a question about today, and about a moment, first and again.
  private mutating func times(_ question: Question, _ moment: Instant) async throws -> [[Double]] {
    var times: [[Double]] = []
    for _ in 0...Self.rounds {
      let today = try await Self.milliseconds { _ = try await Self.ask(question, present, Self.moment(0)) }
      var columns = present
      let first = try await Self.milliseconds {
        columns = history.columns(asOf: moment)
        _ = try await Self.ask(question, columns, moment)
      }
      let again = try await Self.milliseconds { _ = try await Self.ask(question, columns, moment) }
      times.append([today, first, first / today, again, again / today])
    }
    return Array(times.dropFirst())
  }

  /// What some work took of a processor: on a busy machine its wall-clock time is others' too.
  private static func milliseconds(_ body: () async throws -> Void) async rethrows -> Double {
    let start = processorTime
    try await body()
    return processorTime - start
  }

  private static func milliseconds(_ body: () -> Void) -> Double {
    let start = processorTime
    body()
    return processorTime - start
  }

  private static var processorTime: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
  }

  private func line(_ name: String, _ question: Question, _ times: [[Double]]) {
    func padded(_ text: String, _ width: Int, left: Bool = false) -> String {
      let space = String(repeating: " ", count: max(0, width - text.utf8.count))
      return left ? space + text : text + space
    }
    let figures = zip([7, 17, 7, 7, 7], 0...).map { width, place in
      let ordered = times.map { $0[place] }.sorted()
      return padded(KernelBenchmark.hundredths(ordered[ordered.count / 2]), width, left: true)
    }
    print(padded("\(name) back", 14) + padded(question.rawValue, 11) + figures.joined())
  }
}

extension Array {
  /// The element at a place; `nil` where there is none.
  func at(_ index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
