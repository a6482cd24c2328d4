/// A report that a person saved.
package struct ReportBody: Hashable, Sendable {
  /// Its name, unique per author: a key of `a-z`, `0-9`, `-` and `_`.
  package var name = ""
  /// The author.
  package var author = ""
  /// The definition in canonical form, as JSON.
  package var definition = ""
  /// When it was first saved.
  package var createdAt = Instant(microsecondsSince1970: 0)

  package init() {}

  package init(name: String, author: String, definition: String, createdAt: Instant) {
    self.name = name
    self.author = author
    self.definition = definition
    self.createdAt = createdAt
  }

  /// The fields, in stored order.
  package static let fields = FieldTable(
    .report, empty: ReportBody(), unique: [["author", "name"]],
    [
      .text("name", .name, \.name, access: .system, isIndexed: true),
      .text("author", .label("Author", french: "Auteur"), \.author, .person, access: .system, isIndexed: true),
      .text("definition", .label("Definition", french: "Définition"), \.definition, .longText, access: .system),
      .instant("created_at", .createdAt, \.createdAt),
    ])
}
