public import PipelinePlugins

/// A storage backend on trial: a driver over a place that holds nothing yet.
public struct StorageTrial: Sendable {
  /// The driver.
  public let driver: any StorageDriver
  /// A second driver over the same place, as another process would have it; `nil` where there can be none.
  public let other: (any StorageDriver)?
  /// What it claims beyond what every backend promises.
  public let claims: Set<StorageClaim>
  /// What random changes are made from.
  public let seed: UInt64
  /// A process that writes to the same place and is killed; `nil` where none is started, and ST-65 is skipped.
  public let killed: KilledProcess?

  /// A trial.
  public init(
    _ driver: any StorageDriver, other: (any StorageDriver)? = nil, claims: Set<StorageClaim> = [], seed: UInt64 = 1,
    killed: KilledProcess? = nil
  ) {
    self.killed = killed
    self.driver = driver
    self.other = other
    self.claims = claims
    self.seed = seed
  }
}

/// What a storage backend may claim.
public enum StorageClaim: String, Hashable, Sendable, CaseIterable {
  /// Promises ST-37, ST-56 and ST-65: what was written is there for another driver, as it is for another process. Every durable
  /// backend claims it.
  case outlivesDriver = "outlives the driver"
  /// Promise ST-38: one process writes, and the second learns who. A durable backend without this claim makes promise
  /// ST-57 and ST-62: several write.
  case oneWriter = "allows one writer"
  /// Promises ST-63 and ST-64: its stores are ``GroupingStore``.
  case groups = "groups records"
}

/// The contract of storage backends, as numbered promises. `Documentation/Contracts/Storage.md` says the same.
public enum StorageContract {
  /// All promises; those that rest on a claim hold for backends that make it. Each needs a trial over a fresh place.
  public static let promises: [Promise<StorageTrial>] =
    cells + finding + versions + operations + restoring + waiting + constraints + journal + columns + loading + opening
    + sharing + concurrency + grouping + killing
}

/// Throws where something promised does not hold.
func require(_ holds: Bool, _ breach: @autoclosure () -> String) throws {
  if !holds { throw BrokenPromise(breach()) }
}

/// Throws where nothing is thrown, or another error than the one promised.
func requireError(
  _ expected: String, _ body: () async throws -> Void, where matches: (StoreError) -> Bool
) async throws {
  do {
    try await body()
  } catch let error as StoreError where matches(error) {
    return
  } catch {
    throw BrokenPromise("expected \(expected), got: \(error)")
  }
  throw BrokenPromise("expected \(expected), but nothing was refused")
}

/// Throws where a call is not refused as invalid.
func requireInvalid(_ what: String, _ body: () async throws -> Void) async throws {
  try await requireError("\(what) refused as invalid", body) { if case .invalid = $0 { true } else { false } }
}

/// Throws where a call is not this conflict.
func requireConflict(_ expected: VersionConflict, _ body: () async throws -> Void) async throws {
  try await requireError("a conflict: \(expected)", body) { $0 == .conflict(expected) }
}
