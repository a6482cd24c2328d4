public import Logging
import MemoryStorage
import PipelineConfig
public import PipelineEngine
public import PipelinePlugins

extension Pipeline {
  /// Opens the pipeline that a YAML file describes.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - mode: `.reading` records nothing and never takes the writer's lock.
  ///   - plugins: The plugins that the file may name.
  ///   - wait: How long opening for writing may wait for another process that writes; `nil` for as long as configured.
  /// - Throws: ``ConfigurationError`` with every mistake, ``StoreError``, or ``LookupSourceError``.
  public static func open(
    _ path: String, for mode: StoreMode = .writing, plugins: Catalog = .bundled,
    environment: PipelineEnvironment = .system(), wait: Duration? = nil,
    logger: Logger = Logger(label: "sales-pipeline", factory: { _ in SwiftLogNoOpLogHandler() })
  ) async throws -> Pipeline {
    let setup = try ConfigurationReader(catalog: plugins, logger: logger).load(path: path)
    return try await open(setup, for: mode, environment: environment, wait: wait, logger: logger)
  }

  /// Opens the pipeline that a YAML file describes for a rehearsal, such as an import's dry run: nothing is written. Where
  /// there is no store yet, an empty one in memory stands in for it.
  ///
  /// - Throws: What ``open(_:for:plugins:environment:wait:logger:)`` throws.
  public static func rehearse(_ path: String, plugins: Catalog = .bundled) async throws -> Pipeline {
    var setup = try ConfigurationReader(catalog: plugins).load(path: path)
    do {
      return try await open(setup, for: .reading)
    } catch StoreError.notFound {
      setup.storage = MemoryStorage()
      return try await open(setup)
    }
  }
}
