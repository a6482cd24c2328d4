/// The label of a field in the built-in languages, declared with the field. It becomes a phrase of the catalogue, with the
/// key `field.` and the field's name.
package struct FieldLabel: Hashable, Sendable {
  private let english: String
  private let french: String

  /// A label.
  package static func label(_ english: String, french: String) -> FieldLabel {
    FieldLabel(english: english, french: french)
  }

  /// The label of the field with a name.
  package func text(_ name: FieldName) -> LocalizedText {
    LocalizedText(Phrase("field.\(name)", english: english, french: french))
  }
}

/// Labels of fields that several kinds of records have.
extension FieldLabel {
  static let name = label("Name", french: "Nom")
  static let source = label("Source", french: "Origine")
  static let owner = label("Owner", french: "Responsable")
  static let attributes = label("Attributes", french: "Attributs")
  package static let externalID = label("External id", french: "Identifiant externe")
  static let createdAt = label("Created", french: "Création")
  static let imported = label("Said by imports", french: "Dit par les importations")
  static let currency = label("Currency", french: "Devise")
}
