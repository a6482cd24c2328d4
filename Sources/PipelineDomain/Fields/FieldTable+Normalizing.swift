extension FieldTable {
  /// Normalizes the texts of a body, for storing and comparing.
  ///
  /// Surrounding blanks of names, keys and other single texts are removed; notes keep theirs, unless they are blank.
  /// Line ends become LF, characters NFC, and an empty text null. A text that differs from the stored one only in these
  /// respects stays as stored, so that it is no change.
  ///
  /// - Parameters:
  ///   - before: The stored body; `nil` for a new record.
  ///   - composed: Converts a text to NFC.
  package func normalize(_ body: inout Body, over before: Body?, composed: (String) -> String) {
    // Unwrapped once: each unwrapping copies the body.
    guard let before else {
      for place in writtenTexts {
        let cell = withUnsafePointer(to: body) { self.cell(place, of: $0) }
        guard case .text(let text) = cell, text.isEmpty || !text.isNormal else { continue }
        put(normal(text, place, composed), over: text, place, &body)
      }
      return
    }
    withUnsafePointer(to: before) { before in
      var index = 0
      while index < writtenTexts.count {
        let place = writtenTexts[index]
        index += 1
        // What is as stored stays; most texts are.
        if withUnsafePointer(to: body, { isQuicklyUnchanged(place, before, $0) }) { continue }
        normalize(place, &body, over: before, composed)
      }
    }
  }

  private func normalize(
    _ place: Int, _ body: inout Body, over before: UnsafePointer<Body>, _ composed: (String) -> String
  ) {
    guard case .text(let text) = withUnsafePointer(to: body, { cell(place, of: $0) }) else { return }
    let normal = normal(text, place, composed)
    if case .text(let present) = cell(place, of: before), self.normal(present, place, composed) == normal {
      if !present.utf8.elementsEqual(text.utf8) { _ = setters[place](&body, .text(present)) }
    } else {
      put(normal, over: text, place, &body)
    }
  }

  private func put(_ normal: String, over text: String, _ place: Int, _ body: inout Body) {
    if normal.isEmpty {
      if !setters[place](&body, .null) { _ = setters[place](&body, .text("")) }
    } else if !normal.utf8.elementsEqual(text.utf8) {
      _ = setters[place](&body, .text(normal))
    }
  }

  private func normal(_ text: String, _ place: Int, _ composed: (String) -> String) -> String {
    if text.isNormal { return text }
    return isNote[place] ? text.normalNote(composed) : text.normalName(composed)
  }
}

extension String {
  /// The text as names, keys and identities are stored: composed, without blanks around it, with lines that end in LF.
  package func normalName(_ composed: (String) -> String) -> String {
    isNormal ? self : Self.trimmed(normalNote(composed))
  }

  /// The text as notes are stored: composed, with lines that end in LF; empty where it is blank.
  package func normalNote(_ composed: (String) -> String) -> String {
    if isNormal { return self }
    var text = self
    // No scalar from U+0300 on, where combining characters begin: it is composed.
    if !text.utf8.allSatisfy({ $0 < 0xCC }) { text = composed(text) }
    if text.utf8.contains(UInt8(ascii: "\r")) {
      text = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
    }
    return text.allSatisfy(\.isWhitespace) ? "" : text
  }

  /// Whether the text is normal already, decided by its bytes alone: it begins and ends with a visible ASCII character and
  /// holds no carriage return and no scalar from U+0300 on. Other normal texts take the long way.
  var isNormal: Bool {
    guard let first = utf8.first, let last = utf8.last else { return true }
    let visible: ClosedRange<UInt8> = 0x21...0x7E
    return visible.contains(first) && visible.contains(last)
      && utf8.allSatisfy { $0 < 0xCC && $0 != UInt8(ascii: "\r") }
  }

  private static func trimmed(_ text: String) -> String {
    guard text.first?.isWhitespace == true || text.last?.isWhitespace == true else { return text }
    var rest = text[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
