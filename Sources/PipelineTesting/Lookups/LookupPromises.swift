public import PipelinePlugins

/// A lookup source on trial.
public struct LookupTrial: Sendable {
  /// Makes a source, afresh, that reads the same thing each time.
  public let make: @Sendable () async throws -> any LookupSource
  /// The entries that the source was given, in their order; `nil` where the trial cannot know them.
  public let expected: [LookupEntry]?
  /// Makes a source that has nothing to read; `nil` where there is no such thing.
  public let makeUnreadable: (@Sendable () async throws -> any LookupSource)?

  /// A trial.
  public init(
    expected: [LookupEntry]? = nil, make: @escaping @Sendable () async throws -> any LookupSource,
    unreadable: (@Sendable () async throws -> any LookupSource)? = nil
  ) {
    self.make = make
    self.expected = expected
    makeUnreadable = unreadable
  }
}

/// The contract of lookup sources, as numbered promises. `Documentation/Contracts/Lookups.md` says the same.
public enum LookupContract {
  /// All promises.
  public static let promises: [Promise<LookupTrial>] = [
    Promise("LK-1", "Every key is valid: 1 to 120 characters, no control character, no blank at either end.") { trial in
      for entry in try await trial.make().entries() where !LookupEntry.isValidKey(entry.key) {
        throw BrokenPromise("'\(entry.key)' is not a key")
      }
    },
    Promise("LK-2", "Keys are unique, including those of retired entries.") { trial in
      var seen: Set<String> = []
      for entry in try await trial.make().entries() where !seen.insert(entry.key).inserted {
        throw BrokenPromise("'\(entry.key)' comes twice")
      }
    },
    Promise("LK-3", "Every label is non-blank, in every language that it has.") { trial in
      for entry in try await trial.make().entries() {
        let labels = [entry.label.fallback] + entry.label.byLanguage.values
        guard labels.allSatisfy({ $0.contains { !$0.isWhitespace } }) else {
          throw BrokenPromise("'\(entry.key)' has an empty label")
        }
      }
    },
    Promise("LK-4", "Attributes have names.") { trial in
      for entry in try await trial.make().entries() where entry.attributes.keys.contains(where: \.isEmpty) {
        throw BrokenPromise("'\(entry.key)' has an attribute without a name")
      }
    },
    Promise("LK-5", "Repeated reads return equal entries in the same order, from the same source and from a new one.") {
      trial in
      let source = try await trial.make()
      let first = try await source.entries()
      guard try await source.entries() == first else { throw BrokenPromise("a second reading differs") }
      guard try await trial.make().entries() == first else { throw BrokenPromise("a second source differs") }
    },
    Promise("LK-6", "Concurrent reads return equal entries.") { trial in
      let source = try await trial.make()
      let readings = try await withThrowingTaskGroup(of: [LookupEntry].self) { group in
        for _ in 0..<16 { group.addTask { try await source.entries() } }
        return try await group.reduce(into: [[LookupEntry]]()) { $0.append($1) }
      }
      guard Set(readings).count == 1 else { throw BrokenPromise("16 readers got \(Set(readings).count) answers") }
    },
    Promise("LK-7", "Reading the entries does not change whether the table is editable.") { trial in
      let source = try await trial.make()
      let before = source.isEditable
      _ = try await source.entries()
      guard source.isEditable == before else { throw BrokenPromise("it changed by reading") }
    },
    Promise(
      "LK-8", "Where known: the entries are the configured ones, in their order, complete.",
      skipping: { $0.expected == nil ? "what the source was given is not known" : nil }
    ) {
      trial in
      guard let expected = trial.expected else { return }
      let found = try await trial.make().entries()
      guard found == expected else {
        throw BrokenPromise(
          "given \(expected.map(\.key)), found \(found.map(\.key)), or their labels or attributes differ")
      }
    },
    Promise(
      "LK-9", "Where the source can be unreadable: reading throws a SourceError with one line per problem.",
      skipping: { $0.makeUnreadable == nil ? "there is always something to read" : nil }
    ) {
      trial in
      guard let makeUnreadable = trial.makeUnreadable else { return }
      do {
        let entries = try await makeUnreadable().entries()
        throw BrokenPromise("\(entries.count) entries came from nowhere")
      } catch let error as SourceError {
        guard !error.problems.isEmpty, error.problems.allSatisfy({ !$0.isEmpty && !$0.contains(where: \.isNewline) })
        else {
          throw BrokenPromise("'\(error)' is not one line a problem")
        }
      } catch let error where !(error is BrokenPromise) {
        throw BrokenPromise("it threw \(error)")
      }
    },
  ]
}
