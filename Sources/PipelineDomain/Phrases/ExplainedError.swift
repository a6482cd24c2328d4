/// An error with a message that is localized.
public protocol ExplainedError: Error, Sendable, CustomStringConvertible {
  /// The sentence: one line that a person can act on.
  var explanation: LocalizedText { get }
}

extension ExplainedError {
  /// The sentence in English.
  public var description: String { explanation.fallback }
}

extension LocalizedText {
  /// The message of an error: localized if possible, else its description.
  public init(explaining error: any Error) {
    self =
      (error as? any ExplainedError)?.explanation ?? (error as? DecodingError)?.explanation ?? LocalizedText("\(error)")
  }
}
