public import PipelinePlugins
import Synchronization

/// Stores in memory. The driver holds the workspaces: what is opened again with the same driver holds the same records.
public struct MemoryStorage: StorageDriver {
  private let workspaces = Workspaces()

  /// A driver without any workspace yet.
  public init() {}

  /// Opens a workspace.
  public func open(_ context: StoreContext) async throws -> any Store {
    let schema = try StoreSchema(context.schema)
    guard let workspace = workspaces.find(context.workspace, orMake: context.mode == .writing) else {
      throw StoreError.notFound(place: "memory, workspace '\(context.workspace)'")
    }
    if context.mode == .writing { try await workspace.grow(context.schema) }
    return MemoryStore(workspace: workspace, schema: schema, mode: context.mode)
  }
}

private final class Workspaces: Sendable {
  private let byName = Mutex<[String: MemoryWorkspace]>([:])

  func find(_ name: String, orMake make: Bool) -> MemoryWorkspace? {
    byName.withLock { byName in
      if byName[name] == nil, make { byName[name] = MemoryWorkspace() }
      return byName[name]
    }
  }
}
