/// The key of a stage, a sales cycle or a report: what files, URLs and command lines can hold without quotes.
package struct ConfigKey: SettingValue, Hashable {
  package var text = ""

  package init(text: String = "") { self.text = text }

  package static var shape: SettingShape {
    .pattern(name: "a key", regex: "^[a-z0-9][a-z0-9_-]{0,63}$", example: "best-case")
  }

  package var canonical: CanonicalValue { .text(text) }

  package static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> ConfigKey? {
    guard let text = context.text(node, expected: "a key") else { return nil }
    return check(text, at: node.mark, &context) ? ConfigKey(text: text) : nil
  }

  /// Whether a text can be a key; reports where it cannot.
  @discardableResult
  package static func check(_ text: String, at mark: SourceMark, _ context: inout DecodingContext) -> Bool {
    guard !isKey(text) else { return true }
    let suggestion = String(text.lowercased().map { $0 == " " ? "-" : $0 })
    context.report(
      .invalid, "'\(text.clipped(to: 40))' cannot be a key: keys are a-z, 0-9, '-' and '_', at most 64 characters",
      hint: isKey(suggestion) ? "write '\(suggestion)', and give the rest as its label" : nil, at: mark)
    return false
  }

  package static func isKey(_ text: String) -> Bool {
    guard (1...64).contains(text.utf8.count), let first = text.utf8.first else { return false }
    let isPlain: (UInt8) -> Bool = {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
    }
    return isPlain(first) && text.utf8.allSatisfy { isPlain($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
  }
}
