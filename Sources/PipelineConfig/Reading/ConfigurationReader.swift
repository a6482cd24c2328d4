import Foundation
public import Logging
import PipelineFiles
public import PipelinePlugins

/// Reads configurations: YAML into checked setups, and everything about them that people read.
public struct ConfigurationReader: Sendable {
  /// The plugins there are.
  public var catalog: Catalog
  /// The value of an environment variable.
  public var environment: @Sendable (String) -> String?
  /// Where plugins say what they do.
  public var logger: Logger

  /// A reader; by default with the process's environment.
  public init(
    catalog: Catalog, environment: (@Sendable (String) -> String?)? = nil,
    logger: Logger = Logger(label: "sales-pipeline", factory: { _ in SwiftLogNoOpLogHandler() })
  ) {
    self.catalog = catalog
    self.environment = environment ?? environmentVariable
    self.logger = logger
  }

  /// Checks a file.
  public func check(path: String) -> CheckedConfiguration<PipelineSetup> {
    read(path, missing: "'pipeline init' writes one") { decodeSetup($0, &$1) }
  }

  /// Checks a text.
  ///
  /// - Parameter file: What diagnostics call it.
  /// - Parameter baseFolder: Where relative paths start.
  public func check(
    text: String, file: String? = nil, baseFolder: String = ""
  ) -> CheckedConfiguration<PipelineSetup> {
    read(Array(text.utf8), file: file, baseFolder: baseFolder) { decodeSetup($0, &$1) }
  }

  /// Reads a file into a setup. Warnings about it are logged.
  /// - Throws: ``ConfigurationError``.
  public func load(path: String) throws -> PipelineSetup { try logged(check(path: path)).get() }

  /// Reads a text into a setup. Warnings about it are logged.
  /// - Throws: ``ConfigurationError``.
  public func load(text: String, file: String? = nil, baseFolder: String = "") throws -> PipelineSetup {
    try logged(check(text: text, file: file, baseFolder: baseFolder)).get()
  }

  private func logged(_ checked: CheckedConfiguration<PipelineSetup>) -> CheckedConfiguration<PipelineSetup> {
    // An error is thrown, with the warnings.
    guard checked.value != nil else { return checked }
    for warning in checked.diagnostics {
      // Without the path of the file, which can name a customer.
      let place = warning.mark.map { "\($0.line):\($0.column)" } ?? "unknown"
      logger.warning("the configuration has a mistake", metadata: ["place": "\(place)", "about": "\(warning.message)"])
    }
    return checked
  }

  /// Checks another YAML file, such as an import mapping, against the declarations of its settings.
  ///
  /// - Parameter missing: The hint for a file that does not exist.
  public func check<Settings: PluginSettings>(
    _ settings: Settings.Type, path: String, missing: Wording? = nil
  ) -> CheckedConfiguration<Settings> {
    read(path, missing: missing) { Settings.decode($0, &$1) }
  }

  /// The same for a text.
  public func check<Settings: PluginSettings>(
    _ settings: Settings.Type, text: String, file: String? = nil, baseFolder: String = ""
  ) -> CheckedConfiguration<Settings> {
    read(Array(text.utf8), file: file, baseFolder: baseFolder) { Settings.decode($0, &$1) }
  }

  /// Checks bytes, which need not be text.
  func check(bytes: [UInt8], file: String?) -> CheckedConfiguration<PipelineSetup> {
    read(bytes, file: file, baseFolder: "") { decodeSetup($0, &$1) }
  }

  private func decodeSetup(_ node: ConfigNode, _ context: inout DecodingContext) -> PipelineSetup? {
    PipelineSetup.decode(node, &context, logger: logger)
  }

  private func read<Value>(
    _ path: String, missing: Wording?, _ decode: (ConfigNode, inout DecodingContext) -> Value?
  ) -> CheckedConfiguration<Value> {
    do {
      let bytes = try FileBytes.read(path, limit: SourceText.maximumSize)
      let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? ""
      return read(bytes, file: path, baseFolder: folder, decode)
    } catch {
      let isMissing = "\(error)" == "there is no such file"
      let diagnostic = Diagnostic(
        .file, "the file cannot be read: \(error)", hint: isMissing ? missing : nil, file: path)
      return CheckedConfiguration(value: nil, diagnostics: [diagnostic], source: nil)
    }
  }

  private func read<Value>(
    _ bytes: [UInt8], file: String?, baseFolder: String, _ decode: (ConfigNode, inout DecodingContext) -> Value?
  ) -> CheckedConfiguration<Value> {
    let source: SourceText
    switch SourceText.checked(bytes, file: file) {
    case .failure(let refused):
      return CheckedConfiguration(value: nil, diagnostics: [refused.diagnostic], source: SourceText(bytes: bytes))
    case .success(let text): source = text
    }
    let (node, problems) = TreeBuilder.read(source, file: file)
    var context = DecodingContext(file: file, surroundings: surroundings(baseFolder), catalog: catalog)
    for problem in problems { context.diagnostics.add(problem) }
    let value = node.flatMap { decode($0, &context) }
    let sorted = context.diagnostics.sorted
    return CheckedConfiguration(
      value: context.diagnostics.hasErrors ? nil : value, diagnostics: sorted, source: source,
      others: sources(of: sorted, but: file), locale: node?.locale)
  }

  /// A file's tree and what is wrong with its text.
  private static func tree(_ path: String) throws -> (tree: ConfigNode?, problems: [Diagnostic]) {
    switch SourceText.checked(try FileBytes.read(path, limit: SourceText.maximumSize), file: path) {
    case .failure(let refused): (nil, [refused.diagnostic])
    case .success(let source): TreeBuilder.read(source, file: path)
    }
  }

  /// The text of other files that something is wrong with.
  private func sources(of diagnostics: [Diagnostic], but file: String?) -> [String: SourceText] {
    var sources: [String: SourceText] = [:]
    for case let other? in Set(diagnostics.map(\.file)) where other != file {
      guard let bytes = try? FileBytes.read(other, limit: SourceText.maximumSize) else { continue }
      sources[other] = SourceText(bytes: bytes)
    }
    return sources
  }

  private func surroundings(_ baseFolder: String) -> DecodingContext.Surroundings {
    DecodingContext.Surroundings(
      baseFolder: baseFolder, environment: environment,
      readFile: { String(decoding: try FileBytes.read($0, limit: 1 << 16), as: UTF8.self) },
      readTree: { try Self.tree($0) },
      isTimeZone: { $0 == "UTC" || ($0.contains("/") && TimeZone(identifier: $0) != nil) })
  }
}

extension ConfigNode {
  /// The language that a configuration names.
  fileprivate var locale: String? {
    guard case .scalar(let tag, _)? = self["locale"]?.value.content else { return nil }
    return tag
  }
}
