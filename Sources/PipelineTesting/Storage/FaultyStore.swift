public import PipelinePlugins
import Synchronization

/// Makes one call of a store's go wrong: for tests of what is built on stores. A command that throws must have written
/// nothing, and the next one must work, whichever call failed.
///
/// Calls are counted over all stores that the driver opens; opening is one, closing is none.
public struct FaultyDriver: StorageDriver {
  private let base: any StorageDriver
  private let faults: FaultPlan

  /// A driver over one that works.
  public init(_ base: any StorageDriver, _ faults: FaultPlan) {
    self.base = base
    self.faults = faults
  }

  /// Opens the store, or fails as planned.
  public func open(_ context: StoreContext) async throws -> any Store {
    let (base, faults) = (base, faults)
    let store = try await faults.around(undo: { await $0.close() }) { try await base.open(context) }
    return FaultyStore(base: store, faults: faults)
  }
}

/// Which call goes wrong, and how.
public final class FaultPlan: Sendable {
  /// How a call goes wrong.
  public enum Fault: Hashable, Sendable, CaseIterable {
    /// It throws, and did nothing.
    case failsBefore
    /// It does what it should, and throws all the same: its answer is lost.
    case failsAfter
    /// Its task is cancelled before it begins.
    case cancelledBefore
    /// Its task is cancelled once it is done.
    case cancelledAfter
  }

  /// What a planned fault throws.
  public static let error = StoreError.failed(place: "test", reason: "a planned fault")

  private struct State {
    var calls = 0
    var planned: (call: Int, fault: Fault)?
    var isDone = false
  }

  private let state = Mutex(State())

  /// Nothing planned.
  public init() {}

  /// Plans a fault for a call from now on, the next being 1; forgets an earlier plan. Calls are counted anew.
  public func plan(_ fault: Fault?, atCall call: Int = 1) {
    state.withLock { state in
      state.calls = 0
      state.isDone = false
      state.planned = fault.map { (call, $0) }
    }
  }

  /// How many calls there were since the last plan.
  public var calls: Int { state.withLock { $0.calls } }

  /// Whether the planned fault happened.
  public var happened: Bool { state.withLock { $0.isDone } }

  fileprivate func around<Result>(
    undo: (Result) async -> Void = { _ in }, _ call: () async throws -> Result
  ) async throws -> Result {
    let fault = next()
    switch fault {
    case .failsBefore?: throw Self.error
    case .cancelledBefore?: cancel()
    default: break
    }
    let result = try await call()
    switch fault {
    case .failsAfter?:
      await undo(result)
      throw Self.error
    case .cancelledAfter?: cancel()
    default: break
    }
    return result
  }

  private func next() -> Fault? {
    state.withLock { state in
      state.calls += 1
      guard let planned = state.planned, planned.call == state.calls else { return nil }
      state.isDone = true
      return planned.fault
    }
  }

  private func cancel() { withUnsafeCurrentTask { $0?.cancel() } }
}

private final class FaultyStore: Store {
  private let base: any Store
  private let faults: FaultPlan

  init(base: any Store, faults: FaultPlan) {
    self.base = base
    self.faults = faults
  }

  func read(_ keys: [RecordKey]) async throws -> [StoredRecord?] {
    try await faults.around { try await base.read(keys) }
  }

  func find(_ kind: RecordKind, _ field: FieldName, in values: [FieldValue]) async throws -> [StoredRecord] {
    try await faults.around { try await base.find(kind, field, in: values) }
  }

  func commit(_ changes: ChangeSet) async throws -> CommitReceipt {
    try await faults.around { try await base.commit(changes) }
  }

  func commit(_ changes: ChangeSet, enqueued: () -> Void) async throws -> CommitReceipt {
    try await faults.around { try await base.commit(changes, enqueued: enqueued) }
  }

  func load(_ kind: RecordKind, fields: [FieldName], page: PageToken?) async throws -> ColumnPage {
    try await faults.around { try await base.load(kind, fields: fields, page: page) }
  }

  func journal(_ kind: RecordKind?, id: RecordID?, after: Cursor, limit: Int) async throws -> JournalPage {
    try await faults.around { try await base.journal(kind, id: id, after: after, limit: limit) }
  }

  func journal(
    of record: RecordSchema, fields: [FieldName], after: Cursor, through last: Cursor?, pageSize: Int,
    _ body: (JournalPage.Columns) throws -> Void
  ) async throws -> Cursor {
    try await faults.around {
      try await base.journal(
        of: record, fields: fields, after: after, through: last, pageSize: pageSize, body)
    }
  }

  func operation(_ id: RecordID) async throws -> CommittedOperation? {
    try await faults.around { try await base.operation(id) }
  }

  func close() async { await base.close() }
}
