/// The context of decoding: the environment, and the diagnostics reported so far.
public struct DecodingContext: Sendable {
  /// The file's name, as diagnostics show it; `nil` for a configuration that is in no file.
  public let file: String?
  /// The outside world as decoding sees it.
  public let surroundings: Surroundings
  /// The plugins there are.
  public let catalog: Catalog
  /// What is wrong so far.
  public var diagnostics = Diagnostics()
  /// What error texts call the value that is being read: `'cache_rows'`, `an entry of 'next'`.
  public var subject: Wording = "the configuration"

  /// A context.
  public init(file: String?, surroundings: Surroundings, catalog: Catalog) {
    self.file = file
    self.surroundings = surroundings
    self.catalog = catalog
  }

  /// The outside world as decoding sees it: injected, so that a check has the same answer everywhere.
  public struct Surroundings: Sendable {
    /// The folder that relative paths start from, without a slash at its end; empty for the process's own.
    public var baseFolder: String
    /// The value of an environment variable.
    public var environment: @Sendable (String) -> String?
    /// The text of a small file, for secrets that are kept in one; throws where it cannot be read.
    public var readFile: @Sendable (String) throws -> String
    /// Reads the tree of another file that the configuration names, with its errors; throws if it cannot be read.
    public var readTree: @Sendable (String) throws -> (tree: ConfigNode?, problems: [Diagnostic])
    /// Whether a time zone of the IANA database exists.
    public var isTimeZone: @Sendable (String) -> Bool

    /// A world; by default one without variables, files and time zones but UTC.
    public init(
      baseFolder: String = "", environment: @escaping @Sendable (String) -> String? = { _ in nil },
      readFile: @escaping @Sendable (String) throws -> String = { throw PluginError("'\($0)' cannot be read") },
      readTree: @escaping @Sendable (String) throws -> (tree: ConfigNode?, problems: [Diagnostic]) = {
        throw PluginError("'\($0)' cannot be read")
      },
      isTimeZone: @escaping @Sendable (String) -> Bool = { $0 == "UTC" }
    ) {
      self.baseFolder = baseFolder
      self.environment = environment
      self.readFile = readFile
      self.readTree = readTree
      self.isTimeZone = isTimeZone
    }
  }
}

extension DecodingContext {
  /// Reports a mistake.
  public mutating func report(
    _ code: Diagnostic.Code, _ message: Wording, hint: Wording? = nil, at mark: SourceMark?,
    severity: Diagnostic.Severity = .error
  ) {
    diagnostics.add(Diagnostic(code, message, hint: hint, file: file, at: mark, severity: severity))
  }

  /// Reports that a node is not what the present subject takes.
  public mutating func reportType(_ node: ConfigNode, expected: @autoclosure () -> Wording, hint: Wording? = nil) {
    if case .null = node.content {
      report(.wrongType, "\(subject) has no value; it expects \(expected())", hint: hint, at: node.mark)
    } else {
      report(.wrongType, "\(subject) expects \(expected()), not \(node.kind)", hint: hint, at: node.mark)
    }
  }

  /// Does something under another subject.
  public mutating func about<Result>(
    _ subject: Wording, _ body: (inout DecodingContext) throws -> Result
  ) rethrows -> Result {
    let outer = self.subject
    self.subject = subject
    defer { self.subject = outer }
    return try body(&self)
  }

  /// The text of a scalar, with `${NAME}` replaced; `nil` if the node is not a scalar, which is reported.
  public mutating func text(_ node: ConfigNode, expected: @autoclosure () -> Wording = "text") -> String? {
    guard case .scalar(let text, _) = node.content else {
      reportType(node, expected: expected())
      return nil
    }
    return expanded(text, at: node.mark)
  }

  /// The text of an unquoted scalar, as required for numbers and flags, or of one from the environment.
  public mutating func plainText(_ node: ConfigNode, expected: @autoclosure () -> Wording) -> String? {
    guard case .scalar(let text, let isPlain) = node.content, !isPlain, !text.utf8.contains(UInt8(ascii: "$")) else {
      return self.text(node, expected: expected())
    }
    let whole = text.hasSuffix(".0") && text.dropLast(2).allSatisfy(\.isNumber) && text.count > 2
    reportType(node, expected: expected(), hint: whole ? "write \(String(text.dropLast(2)))" : "remove the quotes")
    return nil
  }

  /// Replaces `${NAME}` by the variable's value, and `$${` by `${`; `nil`, reported, where a variable is not set.
  public mutating func expanded(_ text: String, at mark: SourceMark) -> String? {
    guard text.utf8.contains(UInt8(ascii: "$")) else { return text }
    var result = ""
    var rest = text[...]
    while let dollar = rest.firstIndex(of: "$") {
      result += rest[..<dollar]
      rest = rest[dollar...]
      if rest.hasPrefix("$${") {
        result += "${"
        rest = rest.dropFirst(3)
      } else if rest.hasPrefix("${") {
        guard let close = rest.firstIndex(of: "}") else {
          report(
            .invalid, "'\("${")' has no '\("}")'",
            hint: "write \("${NAME}"), or \("$${") for the characters themselves", at: mark)
          return nil
        }
        guard let value = variable(String(rest[rest.index(rest.startIndex, offsetBy: 2)..<close]), at: mark) else {
          return nil
        }
        result += value
        rest = rest[rest.index(after: close)...]
      } else {
        result += "$"
        rest = rest.dropFirst()
      }
    }
    return result + rest
  }

  private mutating func variable(_ name: String, at mark: SourceMark) -> String? {
    guard Self.isVariableName(name) else {
      report(
        .invalid, "'\("${" + name.clipped(to: 40) + "}")' does not name an environment variable",
        hint: "names are letters, digits and '_'; write \("$${") for the characters themselves", at: mark)
      return nil
    }
    if let value = surroundings.environment(name) { return value }
    report(
      .unsetVariable, "the environment variable '\(name)' is not set", hint: "set it, or write the value here", at: mark
    )
    return nil
  }

  private static func isVariableName(_ name: String) -> Bool {
    guard let first = name.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return false }
    return name.utf8.allSatisfy {
      switch $0 {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: false
      }
    }
  }
}
