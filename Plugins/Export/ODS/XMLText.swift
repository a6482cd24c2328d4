#if ODS
  import PipelinePlugins

  /// Texts in XML (1.0) and in paragraphs of OpenDocument (1.2, part 1, 6.1).
  enum XMLText {
    /// Appends a text so that no part of it is markup.
    static func append(_ text: String, to bytes: inout [UInt8]) {
      for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "&"): bytes += "&amp;".utf8
        case UInt8(ascii: "<"): bytes += "&lt;".utf8
        case UInt8(ascii: ">"): bytes += "&gt;".utf8
        case UInt8(ascii: "\""): bytes += "&quot;".utf8
        default: bytes.append(byte)
        }
      }
    }

    /// A text for an attribute.
    static func escaped(_ text: String) -> String {
      var bytes: [UInt8] = []
      append(SheetText.safe(text, isShown: { $0.value < 0x20 }).text, to: &bytes)
      return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends a text as paragraphs; whether its end was cut.
    ///
    /// Blanks that a reader would join are elements, a line end begins a paragraph. A carriage return, which a paragraph cannot
    /// hold, becomes its picture ␍, like other control characters.
    static func appendParagraphs(_ text: String, to bytes: inout [UInt8]) -> Bool {
      let (safe, isCut) = SheetText.safe(text, isShown: { $0 == "\r" })
      bytes += "<text:p>".utf8
      if isPlain(safe) {
        append(safe, to: &bytes)
      } else {
        appendBlanks(safe, to: &bytes)
      }
      bytes += "</text:p>".utf8
      return isCut
    }

    private static func isPlain(_ text: String) -> Bool {
      var before: UInt8 = 0x20
      for byte in text.utf8 {
        if byte < 0x20 || byte == 0x20 && before == 0x20 { return false }
        before = byte
      }
      return before != 0x20
    }

    private static func appendBlanks(_ text: String, to bytes: inout [UInt8]) {
      let units = Array(text.utf8)
      var word: [UInt8] = []
      for (index, byte) in units.enumerated() {
        let element: String
        switch byte {
        case 0x09: element = "<text:tab/>"
        case 0x0A: element = "</text:p><text:p>"
        // One blank between words stays; any other would be lost.
        case 0x20 where index == 0 || index == units.count - 1 || units[index - 1] <= 0x20 || units[index + 1] < 0x20:
          element = "<text:s/>"
        default:
          word.append(byte)
          continue
        }
        append(String(decoding: word, as: UTF8.self), to: &bytes)
        word.removeAll(keepingCapacity: true)
        bytes += element.utf8
      }
      append(String(decoding: word, as: UTF8.self), to: &bytes)
    }
  }
#endif
