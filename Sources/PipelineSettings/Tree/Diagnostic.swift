/// Something that is wrong with a configuration, with its place and a hint.
public struct Diagnostic: Hashable, Sendable {
  /// How bad it is.
  public let severity: Severity
  /// What kind of mistake it is.
  public let code: Code
  /// What is wrong, in one line.
  public let message: String
  /// What to do, in one line; `nil` if the message says it.
  public let hint: String?
  /// The file, as it was named; `nil` for a configuration that is in no file.
  public let file: String?
  /// The place; `nil` where the mistake is about the whole file.
  public let mark: SourceMark?

  /// A diagnostic.
  public init(
    _ code: Code, _ message: String, hint: String? = nil, file: String? = nil, at mark: SourceMark? = nil,
    severity: Severity = .error
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.hint = hint
    self.file = file
    self.mark = mark
  }

  /// How bad a mistake is.
  public enum Severity: String, Hashable, Sendable, CaseIterable {
    /// The configuration is refused.
    case error
    /// The configuration is taken, but is probably not what was meant.
    case warning
  }

  /// The kinds of mistakes.
  public enum Code: String, Hashable, Sendable, CaseIterable {
    /// The file cannot be read, or is no text that can be YAML.
    case file
    /// The text is not YAML.
    case syntax
    /// YAML that configurations may not use: tags, merge keys, a second document, excessive nesting or aliases.
    case notAllowed = "not_allowed"
    /// A key that nothing takes.
    case unknownKey = "unknown_key"
    /// A duplicate key in a mapping.
    case duplicateKey = "duplicate_key"
    /// A setting that must be given and is not.
    case missing
    /// A value of a type that the setting does not take.
    case wrongType = "wrong_type"
    /// A value of the right type that is out of range, or that does not go with another.
    case invalid
    /// A name of something that does not exist: a stage, a field, a lookup entry.
    case unknownName = "unknown_name"
    /// An environment variable that is not set.
    case unsetVariable = "unset_variable"
    /// A version that this SDK does not know.
    case unsupportedVersion = "unsupported_version"
    /// A plugin that does not exist.
    case unknownPlugin = "unknown_plugin"
    /// A plugin that is not compiled in.
    case pluginNotCompiledIn = "plugin_not_compiled_in"
    /// Two plugins of the same name in one slot.
    case duplicatePlugin = "duplicate_plugin"
    /// A plugin that does not start with its settings.
    case pluginFailed = "plugin_failed"
    /// A secret in plain text.
    case readableSecret = "readable_secret"
  }
}

extension Diagnostic: CustomStringConvertible {
  /// One line without the source: `sales.yaml:14:9: error: unknown key 'probabilty' in a stage; did you mean
  /// 'probability'?`
  public var description: String {
    var text = file.map { $0 + ":" } ?? ""
    if let mark { text += "\(mark.line):\(mark.column):" }
    if !text.isEmpty { text += " " }
    return text + "\(severity.rawValue): \(message)" + (hint.map { "; \($0)" } ?? "")
  }
}

/// Collects what is wrong, each thing once.
public struct Diagnostics: Sendable {
  private var collected: [Diagnostic] = []
  private var seen: Set<Diagnostic> = []
  /// Whether any of it is an error.
  public private(set) var hasErrors = false

  /// Nothing yet.
  public init() {}

  /// Adds a diagnostic, unless it is a duplicate.
  public mutating func add(_ diagnostic: Diagnostic) {
    guard seen.insert(diagnostic).inserted else { return }
    collected.append(diagnostic)
    if diagnostic.severity == .error { hasErrors = true }
  }

  /// The diagnostics by file and place; those of the whole file are first, those at one place in the order of
  /// reporting.
  public var sorted: [Diagnostic] {
    let files = Dictionary(collected.enumerated().map { ($1.file, $0) }) { first, _ in first }
    return collected.enumerated().sorted { left, right in
      guard left.element.file == right.element.file else {
        return files[left.element.file, default: 0] < files[right.element.file, default: 0]
      }
      return switch (left.element.mark, right.element.mark) {
      case (nil, nil): left.offset < right.offset
      case (nil, _): true
      case (_, nil): false
      case (let first?, let second?):
        (first.line, first.column, left.offset) < (second.line, second.column, right.offset)
      }
    }.map(\.element)
  }
}
