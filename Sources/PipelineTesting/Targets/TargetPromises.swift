public import PipelinePlugins

/// A target source on trial.
public struct TargetTrial: Sendable {
  /// Makes a source, afresh, that reads the same thing each time.
  public let make: @Sendable () async throws -> any TargetSource
  /// The calendar that the source was made for.
  public let calendar: CalendarSetup
  /// The targets that the source was given, in their order; `nil` where the trial cannot know them.
  public let expected: [SalesTarget]?
  /// Makes a source that has nothing to read; `nil` where there is no such thing.
  public let makeUnreadable: (@Sendable () async throws -> any TargetSource)?

  /// A trial.
  public init(
    calendar: CalendarSetup = CalendarSetup(), expected: [SalesTarget]? = nil,
    make: @escaping @Sendable () async throws -> any TargetSource,
    unreadable: (@Sendable () async throws -> any TargetSource)? = nil
  ) {
    self.make = make
    self.calendar = calendar
    self.expected = expected
    makeUnreadable = unreadable
  }
}

/// The contract of target sources, as numbered promises. `Documentation/Contracts/Targets.md` says the same.
public enum TargetContract {
  /// All promises.
  public static let promises: [Promise<TargetTrial>] = [
    Promise("TA-1", "A salesperson or team has at most one target a period.") { trial in
      var seen: Set<HolderAndPeriod> = []
      for target in try await trial.make().targets() {
        guard seen.insert(HolderAndPeriod(holder: target.holder, period: target.period)).inserted else {
          throw BrokenPromise("\(target.holder) has two targets for \(target.period.label)")
        }
      }
    },
    Promise("TA-2", "Names of salespeople and teams are not blank.") { trial in
      for target in try await trial.make().targets() where target.holder.name.allSatisfy(\.isWhitespace) {
        throw BrokenPromise("a target for \(target.period.label) is nobody's")
      }
    },
    Promise("TA-3", "Amounts are 0 or more.") { trial in
      for target in try await trial.make().targets() where target.amount < 0 {
        throw BrokenPromise("\(target.holder) is to win \(target.amount)")
      }
    },
    Promise("TA-4", "Periods are periods of the pipeline's calendar, with its days and labels.") { trial in
      for target in try await trial.make().targets() {
        let period = target.period
        guard trial.calendar.fiscal.period(period.grain, containing: period.range.lowerBound) == period else {
          throw BrokenPromise("\(period.label) from \(period.range.lowerBound) is no period of the calendar")
        }
      }
    },
    Promise("TA-5", "Repeated reads return equal targets in the same order, from the same source and from a new one.") {
      trial in
      let source = try await trial.make()
      let first = try await source.targets()
      guard try await source.targets() == first else { throw BrokenPromise("a second reading differs") }
      guard try await trial.make().targets() == first else { throw BrokenPromise("a second source differs") }
    },
    Promise("TA-6", "Concurrent reads return equal targets.") { trial in
      let source = try await trial.make()
      let readings = try await withThrowingTaskGroup(of: [SalesTarget].self) { group in
        for _ in 0..<16 { group.addTask { try await source.targets() } }
        return try await group.reduce(into: [[SalesTarget]]()) { $0.append($1) }
      }
      guard Set(readings).count == 1 else { throw BrokenPromise("16 readers got \(Set(readings).count) answers") }
    },
    Promise(
      "TA-7", "Where known: the targets are the configured ones, none missing and none added.",
      skipping: { $0.expected == nil ? "what the source was given is not known" : nil }
    ) { trial in
      guard let expected = trial.expected else { return }
      let found = try await trial.make().targets()
      guard found == expected else {
        throw BrokenPromise("given \(expected.count) targets, found \(found.count), or others")
      }
    },
    Promise(
      "TA-8", "Where the source can be unreadable: reading throws a SourceError with one line per problem.",
      skipping: { $0.makeUnreadable == nil ? "there is always something to read" : nil }
    ) { trial in
      guard let makeUnreadable = trial.makeUnreadable else { return }
      do {
        let targets = try await makeUnreadable().targets()
        throw BrokenPromise("\(targets.count) targets came from nowhere")
      } catch let error as SourceError {
        try checkProblems(error.problems)
      } catch let error where !(error is BrokenPromise) {
        throw BrokenPromise("it threw \(error)")
      }
    },
  ]

  private struct HolderAndPeriod: Hashable {
    let holder: SalesTarget.Holder
    let period: Period
  }
}

extension SalesTarget.Holder {
  fileprivate var name: String {
    switch self {
    case .owner(let name), .team(let name): name
    }
  }
}
