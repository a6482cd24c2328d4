/// A configuration that the store was opened with, so that the past can be read under the definition then in force.
package struct ConfigurationBody: Hashable, Sendable {
  /// The configuration in canonical form, as JSON; secrets are masked.
  package var text = ""
  /// Since when it is in force.
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
      .text("text", .text, \.text, .longText, access: .system),
      .instant("since", .since, \.since),
    ])
}
