import Foundation
import PipelinePlugins

/// Normal forms of texts for storing and comparing.
enum StoredText {
  /// A name, a key or an id: in NFC, without surrounding blanks.
  static func name(_ text: String) -> String { text.normalName(composed) }

  /// A text in NFC.
  static func composed(_ text: String) -> String { text.precomposedStringWithCanonicalMapping }

  /// A text in NFD.
  static func decomposed(_ text: String) -> String { text.decomposedStringWithCanonicalMapping }

  /// The values to search an index for: the normalized name, and the original one, since stores may contain older
  /// forms.
  static func keys(_ text: String) -> [FieldValue] {
    let name = name(text)
    return name.utf8.elementsEqual(text.utf8) ? [.text(text)] : [.text(name), .text(text)]
  }
}

extension FieldTable {
  /// Normalizes the texts of a body; unchanged texts of the stored body are kept.
  func normalize(_ body: inout Body, over before: Body?) {
    normalize(&body, over: before, composed: StoredText.composed)
  }
}
