/// The declaration of a setting, used for decoding, checking, `explain`, the reference page and the JSON Schema.
///
/// The default is the value of the property after the owner's `init()`.
public struct Setting<Owner: Sendable>: Sendable {
  /// The name in the file, in snake case.
  public let name: String
  /// What it means, in a sentence.
  public let doc: String
  /// Whether it must be given.
  public let isRequired: Bool
  /// Whether its value is never shown. A secret may be `${NAME}` or `{file: path}`.
  public let isSecret: Bool
  /// What it takes. Made at each call: decoding does without it.
  public var shape: SettingShape { describe() }
  private let describe: @Sendable () -> SettingShape
  let decode: @Sendable (ConfigNode, inout Owner, inout DecodingContext) -> Void
  package let canonical: @Sendable (Owner) -> CanonicalValue

  /// Declares a setting.
  ///
  /// - Parameter check: Returns the error of an invalid value, as in `must be above zero`; `nil` if it is valid.
  public init<Value: SettingValue>(
    _ name: String, _ path: any WritableKeyPath<Owner, Value> & Sendable, _ doc: String, required: Bool = false,
    secret: Bool = false, check: (@Sendable (Value) -> Wording?)? = nil
  ) {
    self.name = name
    self.doc = doc
    isRequired = required
    isSecret = secret
    describe = { Value.shape }
    canonical = { secret ? .masked : $0[keyPath: path].canonical }
    decode = { node, owner, context in
      context.about("'\(name)'") { context in
        guard let node = secret ? context.secret(node) : node, let value = Value.decode(node, &context) else { return }
        if let problem = check?(value) {
          context.report(.invalid, "\(context.subject) \(problem)", at: node.mark)
        }
        owner[keyPath: path] = value
      }
    }
  }

  /// A setting of a part of its owner.
  package init<Part>(_ setting: Setting<Part>, of part: any WritableKeyPath<Owner, Part> & Sendable) {
    (name, doc, describe) = (setting.name, setting.doc, setting.describe)
    (isRequired, isSecret) = (setting.isRequired, setting.isSecret)
    canonical = { setting.canonical($0[keyPath: part]) }
    decode = { node, owner, context in setting.decode(node, &owner[keyPath: part], &context) }
  }
}

extension DecodingContext {
  /// The value of a secret, from a file if the node names one. A secret in plain text is reported as a warning.
  fileprivate mutating func secret(_ node: ConfigNode) -> ConfigNode? {
    switch node.content {
    case .mapping(let entries) where entries.count == 1 && entries[0].key == "file":
      guard let path = ConfigPath.decode(entries[0].value, &self) else { return nil }
      do {
        var text = try surroundings.readFile(path.resolved)[...]
        while text.last?.isNewline == true { text = text.dropLast() }
        // Verbatim: a secret's own `${` is no variable.
        return ConfigNode(.scalar(String(text.replacing("${", with: "$${")), isPlain: true), at: entries[0].value.mark)
      } catch {
        report(.file, "\(subject) cannot be read from its file: \(error)", at: entries[0].value.mark)
        return nil
      }
    case .scalar(let text, _) where !text.contains("${"):
      report(
        .readableSecret, "\(subject) is a secret in plain text in the file",
        hint: "write \("${NAME}") or \("{file: path}")", at: node.mark, severity: .warning)
      return node
    default: return node
    }
  }
}
