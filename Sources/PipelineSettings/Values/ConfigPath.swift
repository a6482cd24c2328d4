/// The path of a file or folder. In a configuration file it is relative to that file's folder, and may hold `${NAME}`.
public struct ConfigPath: Hashable, Sendable, ExpressibleByStringLiteral {
  /// The path as it was written.
  public let text: String
  /// The path to open.
  public let resolved: String

  /// A path.
  public init(_ path: String) {
    text = path
    resolved = path
  }

  /// A path written in the source.
  public init(stringLiteral value: String) { self.init(value) }

  init(text: String, resolved: String) {
    self.text = text
    self.resolved = resolved
  }

  /// Whether none was given.
  public var isEmpty: Bool { text.isEmpty }
}

extension ConfigPath: SettingValue {
  /// A path.
  public static var shape: SettingShape { .path }
  /// The path as written, so that a configuration is the same on every machine.
  public var canonical: CanonicalValue { .text(text) }

  /// Reads a path.
  public static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> ConfigPath? {
    guard case .scalar(let written, _) = node.content, let path = context.text(node, expected: shape.wording) else {
      if case .scalar = node.content { return nil }
      context.reportType(node, expected: shape.wording)
      return nil
    }
    guard !path.isEmpty else {
      context.report(.invalid, "\(context.subject) is an empty path", at: node.mark)
      return nil
    }
    guard !path.utf8.contains(0) else {
      context.report(.invalid, "\(context.subject): a path cannot hold NUL", at: node.mark)
      return nil
    }
    return ConfigPath(text: written, resolved: context.surroundings.resolve(path))
  }
}

extension DecodingContext.Surroundings {
  /// A path as seen from the base folder.
  func resolve(_ path: String) -> String {
    path.hasPrefix("/") || baseFolder.isEmpty ? path : "\(baseFolder)/\(path)"
  }
}
