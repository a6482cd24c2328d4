/// Writes JSON (RFC 8259), with members in the given order. Small objects are written on one line.
package struct JSONWriter: Sendable {
  private var bytes: [UInt8] = []
  private var stack: [Level] = []
  private var afterName = false

  private struct Level {
    let close: UInt8
    let isInline: Bool
    var isEmpty = true
  }

  /// An empty text.
  package init() {}

  /// What was written since the last time, which is then forgotten: for writing in pieces.
  package mutating func take() -> [UInt8] {
    defer { bytes.removeAll(keepingCapacity: true) }
    return bytes
  }

  /// How many bytes wait to be taken.
  package var pending: Int { bytes.count }

  /// Writes an object. With `inline`, it is written on one line.
  package mutating func object(inline: Bool = false, _ body: (inout JSONWriter) throws -> Void) rethrows {
    try nested("{", "}", inline, body)
  }

  /// Writes a list. With `inline`, it is written on one line.
  package mutating func list(inline: Bool = false, _ body: (inout JSONWriter) throws -> Void) rethrows {
    try nested("[", "]", inline, body)
  }

  /// Writes a member's name; its value comes next.
  package mutating func name(_ name: String) {
    separate()
    JSONText.append(name, .shown, to: &bytes)
    bytes += [UInt8(ascii: ":"), UInt8(ascii: " ")]
    afterName = true
  }

  /// Writes a text.
  package mutating func text(_ value: String) {
    separate()
    JSONText.append(value, .shown, to: &bytes)
  }

  /// Writes a text, or `null`.
  package mutating func text(_ value: String?) {
    if let value { text(value) } else { null() }
  }

  /// Writes a whole number.
  package mutating func number(_ value: Int64) {
    separate()
    bytes += String(value).utf8
  }

  /// Writes `null`.
  package mutating func null() {
    separate()
    bytes += "null".utf8
  }

  /// Writes a member that is a text or `null`.
  package mutating func member(_ name: String, _ value: String?) {
    self.name(name)
    text(value)
  }

  /// Writes a member that is a whole number.
  package mutating func member(_ name: String, _ value: Int64) {
    self.name(name)
    number(value)
  }

  /// Writes a value that is JSON already, on one line.
  ///
  /// - Returns: Whether it is JSON; where it is not, nothing is written.
  package mutating func embed(_ json: String) -> Bool {
    guard let value = JSONScanner.compact(json) else { return false }
    separate()
    // Beyond ASCII there are texts only.
    for scalar in String(decoding: value, as: UTF8.self).unicodeScalars {
      JSONText.append(scalar, .shown, to: &bytes)
    }
    return true
  }

  /// Ends the text with a line end.
  package mutating func endLine() { bytes.append(0x0A) }

  private mutating func nested(
    _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ inline: Bool, _ body: (inout JSONWriter) throws -> Void
  ) rethrows {
    separate()
    bytes.append(UInt8(ascii: open))
    stack.append(Level(close: UInt8(ascii: close), isInline: inline || stack.last?.isInline ?? false))
    try body(&self)
    let level = stack.removeLast()
    if !level.isEmpty, !level.isInline { breakLine() }
    bytes.append(level.close)
  }

  private mutating func separate() {
    if afterName {
      afterName = false
      return
    }
    guard let level = stack.last else { return }
    if !level.isEmpty { bytes.append(UInt8(ascii: ",")) }
    if !level.isInline {
      breakLine()
    } else if !level.isEmpty {
      bytes.append(UInt8(ascii: " "))
    }
    stack[stack.count - 1].isEmpty = false
  }

  private mutating func breakLine() {
    bytes.append(0x0A)
    for _ in stack { bytes += [0x20, 0x20] }
  }
}
