/// A configuration that the store was opened with, so that reports about the past use the configuration of that day.
package struct ConfigurationBody: Hashable, Sendable {
  /// The configuration in canonical form, as JSON; secrets are masked.
  package var text = ""
  /// The start of its period.
  package var since = Instant(microsecondsSince1970: 0)

  package init() {}

  package init(text: String, since: Instant) {
    self.text = text
    self.since = since
  }

  /// The fields, in stored order.
  package static let fields = FieldTable(
    .configuration, empty: ConfigurationBody(),
    [
      .text("text", .label("Text", french: "Texte"), \.text, .longText, access: .system),
      .instant("since", .label("Since", french: "Depuis"), \.since),
    ])
}
