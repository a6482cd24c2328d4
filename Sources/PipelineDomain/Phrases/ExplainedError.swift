/// An error whose sentence people read in their language.
public protocol ExplainedError: Error, Sendable, CustomStringConvertible {
  /// The sentence: one line that a person can act on.
  var explanation: LocalizedText { get }
}

extension ExplainedError {
  /// The sentence in English.
  public var description: String { explanation.fallback }
}

extension LocalizedText {
  /// The sentence of an error: in any language where it has them, else what it says of itself.
  public init(explaining error: any Error) {
    self = (error as? any ExplainedError)?.explanation ?? LocalizedText("\(error)")
  }
}
