public import Logging
import MemoryStorage
import PipelineConfig
public import PipelineEngine
public import PipelinePlugins

extension Pipeline {
  /// Opens the pipeline that a YAML file configures.
  ///
  ///     let pipeline = try await Pipeline.open("sales.yaml")
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - mode: `.reading` writes nothing and takes no lock.
  ///   - plugins: The plugins that the file may use.
  ///   - wait: The maximum time to wait for another writing process; `nil` for the configured one.
  /// - Throws: ``ConfigurationError`` with all errors of the file, ``StoreError``, ``SourceError``.
  public static func open(
    _ path: String, for mode: StoreMode = .writing, plugins: Catalog = .bundled,
    environment: PipelineEnvironment = .system(), wait: Duration? = nil,
    logger: Logger = Logger(label: "sales-pipeline", factory: { _ in SwiftLogNoOpLogHandler() })
  ) async throws -> Pipeline {
    let setup = try ConfigurationReader(catalog: plugins, logger: logger).load(path: path)
    return try await open(setup, for: mode, environment: environment, wait: wait, logger: logger)
  }

  /// Opens the pipeline that a YAML file configures for a dry run, such as that of an import: nothing is written. If
  /// there is no store yet, an empty one in memory is used.
  ///
  /// - Throws: The errors of ``open(_:for:plugins:environment:wait:logger:)``.
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
