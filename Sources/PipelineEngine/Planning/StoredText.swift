import Foundation
import PipelinePlugins

/// Texts in the form in which they are stored and compared.
enum StoredText {
  /// A name, a key or an identity: composed (NFC), without blanks around it.
  static func name(_ text: String) -> String { text.normalName(composed) }

  /// A text in composed form.
  static func composed(_ text: String) -> String { text.precomposedStringWithCanonicalMapping }

  /// What an index is asked for to find a name: its stored form, and the text as it is, since stores hold older forms too.
  static func keys(_ text: String) -> [FieldValue] {
    let name = name(text)
    return name.utf8.elementsEqual(text.utf8) ? [.text(text)] : [.text(name), .text(text)]
  }
}

extension FieldTable {
  /// The body with its texts in the form in which they are stored, over the stored body where there is one.
  func normalized(_ body: Body, over before: Body?) -> Body {
    normalized(body, over: before, composed: StoredText.composed)
  }
}
