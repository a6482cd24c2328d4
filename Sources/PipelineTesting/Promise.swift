/// One sentence of a contract, and the code that holds a plugin to it. A value, so that any test runner can run it.
public struct Promise<Subject: Sendable>: Sendable {
  /// The number, such as `HI-3`; never given to another promise.
  public let id: String
  /// What is promised. `Documentation/Contracts/` holds the same sentence.
  public let sentence: String
  private let reasonToSkip: @Sendable (Subject) -> String?
  private let run: @Sendable (Subject) async throws -> Void

  /// A promise.
  ///
  /// - Parameters:
  ///   - skipping: Why a subject is not held to it, such as a claim that it does not make; `nil` where it is.
  ///   - run: Throws ``BrokenPromise``, or anything else, where the promise does not hold.
  public init(
    _ id: String, _ sentence: String, skipping: @escaping @Sendable (Subject) -> String? = { _ in nil },
    run: @escaping @Sendable (Subject) async throws -> Void
  ) {
    self.id = id
    self.sentence = sentence
    reasonToSkip = skipping
    self.run = run
  }

  /// The promise as the pages in `Documentation/Contracts/` list it.
  public var listed: String { "- **\(id)** \(sentence)" }

  /// Holds a subject to the promise.
  public func check(_ subject: Subject) async -> Verdict {
    if let reason = reasonToSkip(subject) { return .skipped(reason) }
    do {
      try await run(subject)
      return .kept
    } catch {
      return .broken("\(error)")
    }
  }
}

/// What came of holding a plugin to a promise.
public enum Verdict: Hashable, Sendable {
  /// It holds.
  case kept
  /// It does not, and how that was seen.
  case broken(String)
  /// The plugin is not held to it, and why.
  case skipped(String)

  /// How the promise was seen broken; `nil` where it was not.
  public var breach: String? { if case .broken(let breach) = self { breach } else { nil } }
}

/// A promise that does not hold.
public struct BrokenPromise: Error, Hashable, Sendable, CustomStringConvertible {
  /// How that was seen.
  public let description: String

  /// A broken promise.
  public init(_ description: String) { self.description = description }
}

/// One line of a run of promises: `HI-3 kept`, `PR-8 skipped: …`, `LK-2 broken: …`.
public struct PromiseReport: Hashable, Sendable, CustomStringConvertible {
  /// The promise's number.
  public let id: String
  /// Its sentence.
  public let sentence: String
  /// What came of it.
  public let verdict: Verdict

  /// The line.
  public var description: String {
    switch verdict {
    case .kept: "\(id) kept"
    case .skipped(let reason): "\(id) skipped: \(reason)"
    case .broken(let breach): "\(id) broken: \(breach) (\(sentence))"
    }
  }
}

extension Sequence {
  /// Holds a subject to one of the promises; `nil` where none has this number. For tests that a promise sees a fault.
  public func verdict<Subject>(on id: String, of subject: Subject) async -> Verdict?
  where Element == Promise<Subject> {
    await first(where: { $0.id == id })?.check(subject)
  }

  /// Holds a subject to every promise, in order; the subject is made anew for each.
  public func check<Subject>(_ subject: () async throws -> Subject) async throws -> [PromiseReport]
  where Element == Promise<Subject> {
    var reports: [PromiseReport] = []
    for promise in self {
      let verdict = await promise.check(try await subject())
      reports.append(PromiseReport(id: promise.id, sentence: promise.sentence, verdict: verdict))
    }
    return reports
  }
}
