/// Finds labels that people of some language cannot distinguish: alike but for case and blanks around them.
package struct LabelOwners {
  private struct Reading: Hashable {
    let language: String
    let text: String
  }

  private let languages: Set<String>
  private var owners: [Reading: String] = [:]

  /// - Parameter labels: All labels that are going to be compared.
  package init(_ labels: some Sequence<LocalizedText>) {
    languages = labels.reduce(into: [""]) { $0.formUnion($1.byLanguage.keys) }
  }

  /// Notes the label of a key.
  /// - Returns: The key that has this label already in some language; `nil` for none, or if it is the same key.
  package mutating func note(_ label: LocalizedText, of key: String) -> String? {
    var found: String?
    for language in languages.sorted() {
      let text = (label.byLanguage[language] ?? label.fallback).lowercased().split(separator: " ").joined(
        separator: " ")
      if let owner = owners.updateValue(key, forKey: Reading(language: language, text: text)), owner != key {
        found = found ?? owner
      }
    }
    return found
  }
}
