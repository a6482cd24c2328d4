public import PipelinePlugins

/// A rate source on trial.
public struct RateTrial: Sendable {
  /// Makes a source, afresh, that reads the same thing each time.
  public let make: @Sendable () async throws -> any RateSource
  /// The rates that the source was given, in their order; `nil` where the trial cannot know them.
  public let expected: [ExchangeRate]?
  /// Makes a source that has nothing to read; `nil` where there is no such thing.
  public let makeUnreadable: (@Sendable () async throws -> any RateSource)?

  /// A trial.
  public init(
    expected: [ExchangeRate]? = nil, make: @escaping @Sendable () async throws -> any RateSource,
    unreadable: (@Sendable () async throws -> any RateSource)? = nil
  ) {
    self.make = make
    self.expected = expected
    makeUnreadable = unreadable
  }
}

/// The contract of rate sources, as numbered promises. `Documentation/Contracts/Rates.md` says the same.
public enum RateContract {
  /// All promises.
  public static let promises: [Promise<RateTrial>] = [
    Promise("RA-1", "A pair of currencies has at most one rate a day, and at most one undated rate.") { trial in
      var seen: Set<PairAndDay> = []
      for rate in try await trial.make().rates() {
        let key = PairAndDay(pair: [rate.currency, rate.quote], day: rate.day)
        guard seen.insert(key).inserted else {
          throw BrokenPromise("\(rate.currency) in \(rate.quote) comes twice")
        }
      }
    },
    Promise("RA-2", "On one day a pair of currencies is quoted in one direction only.") { trial in
      var seen: [PairAndDay: Currency] = [:]
      for rate in try await trial.make().rates() {
        let key = PairAndDay(pair: [rate.currency, rate.quote].sorted(), day: rate.day)
        if let other = seen.updateValue(rate.currency, forKey: key), other != rate.currency {
          throw BrokenPromise("\(rate.currency) and \(rate.quote) are written both ways round")
        }
      }
    },
    Promise("RA-3", "Repeated reads return equal rates in the same order, from the same source and from a new one.") {
      trial in
      let source = try await trial.make()
      let first = try await source.rates()
      guard try await source.rates() == first else { throw BrokenPromise("a second reading differs") }
      guard try await trial.make().rates() == first else { throw BrokenPromise("a second source differs") }
    },
    Promise("RA-4", "Concurrent reads return equal rates.") { trial in
      let source = try await trial.make()
      let readings = try await withThrowingTaskGroup(of: [ExchangeRate].self) { group in
        for _ in 0..<16 { group.addTask { try await source.rates() } }
        return try await group.reduce(into: [[ExchangeRate]]()) { $0.append($1) }
      }
      guard Set(readings).count == 1 else { throw BrokenPromise("16 readers got \(Set(readings).count) answers") }
    },
    Promise(
      "RA-5", "Where known: the rates are the configured ones, digit for digit, none missing and none added.",
      skipping: { $0.expected == nil ? "what the source was given is not known" : nil }
    ) { trial in
      guard let expected = trial.expected else { return }
      let found = try await trial.make().rates()
      // Equal decimals may be written with other digits: 1.50 and 1.5 are worth the same.
      guard found == expected, found.map({ "\($0.rate)" }) == expected.map({ "\($0.rate)" }) else {
        throw BrokenPromise("given \(expected.count) rates, found \(found.count), or other digits, days or currencies")
      }
    },
    Promise(
      "RA-6", "Where the source can be unreadable: reading throws a SourceError with one line per problem.",
      skipping: { $0.makeUnreadable == nil ? "there is always something to read" : nil }
    ) { trial in
      guard let makeUnreadable = trial.makeUnreadable else { return }
      do {
        let rates = try await makeUnreadable().rates()
        throw BrokenPromise("\(rates.count) rates came from nowhere")
      } catch let error as SourceError {
        try checkProblems(error.problems)
      } catch let error where !(error is BrokenPromise) {
        throw BrokenPromise("it threw \(error)")
      }
    },
  ]

  private struct PairAndDay: Hashable {
    let pair: [Currency]
    let day: CivilDate?
  }
}

/// Holds a source's problems to their form.
func checkProblems(_ problems: [String]) throws {
  guard !problems.isEmpty, problems.allSatisfy({ !$0.isEmpty && !$0.contains(where: \.isNewline) }) else {
    throw BrokenPromise("'\(problems.joined(separator: "\n"))' is not one line a problem")
  }
}
