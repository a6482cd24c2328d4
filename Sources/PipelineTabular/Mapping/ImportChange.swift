/// A past change of a deal: an entry under `changes` of the deals' section.
///
/// At its instant, the deal has the values of its row, except for ``fields``. If these include the status, the fields
/// that belong to the row's own status (probability, forecast, loss reason, win/loss report, closing date) are not
/// taken from the row.
package struct ImportChange: Hashable, Sendable {
  /// The effective instant; blank for rows without the change. A date without a time is the start of the day.
  package var at = ValueSource()
  /// The time of that day; `nil` where the date has one or none is known.
  package var time: ValueSource?
  /// The rows with the change; `nil` for all. An outcome is that of the row's own status.
  package var when: RowCondition?
  /// The values that differ from the row.
  package var fields: [FieldName: ValueSource] = [:]
  /// The place in the mapping file.
  package var mark: SourceMark?

  /// A change at no instant yet.
  package init() {}

  /// A change.
  package init(at: ValueSource, when: RowCondition? = nil, fields: [FieldName: ValueSource] = [:]) {
    self.at = at
    self.when = when
    self.fields = fields
  }

  /// Whether the change sets the status.
  package var namesStatus: Bool { fields["status"] != nil || fields["cycle"] != nil }

  /// The fields of a row that belong to its own status.
  package static let fieldsOfStatus: [FieldName] = [
    "probability", "forecast", "loss_reason", "win_loss_report", "actual_close_date",
  ]
}

extension ImportChange: PluginSettings {
  /// What error texts call it.
  package static let noun: Wording = "a change"

  /// The settings of a change.
  package static let settings: [Setting<Self>] = [
    Setting("at", \.at, "When it took effect; a date alone means the start of that day.", required: true),
    Setting("time", \.time, "The time of that day, such as 17:30."),
    Setting("when", \.when, "Which rows have such a change."),
    Setting(
      "fields", \.fieldSources, "What was otherwise than the row says; without it, the deal became what the row says."),
  ]

  /// Decodes a change, with its place.
  package static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> ImportChange? {
    var change = decodeSection(node, &context)
    change?.mark = node.mark
    change?.when?.mark = node["when"]?.value.mark
    return change
  }

  /// Reports instants that cannot be read, and formats that a field has no use for.
  package func validate(_ node: ConfigNode, _ context: inout DecodingContext) {
    for (name, kind, source) in [("at", ImportValueKind.moment, at), ("time", .time, time ?? ValueSource())] {
      guard let value = node[name]?.value else { continue }
      ImportFieldSpec(FieldName(name) ?? "at", kind, "").checkFormats(value, source, &context)
    }
    guard let fields = node["fields"]?.value else { return }
    for spec in PastFields.specs {
      guard let source = self.fields[spec.name], let value = fields[spec.name.description]?.value else { continue }
      spec.checkFormats(value, source, &context)
    }
  }

  private var fieldSources: FieldSources<PastFields> {
    get { FieldSources(byName: fields) }
    set { fields = newValue.byName }
  }
}

/// The fields of a past change: those that users set, except for the identity of the deal.
enum PastFields: ImportFieldSet {
  static let kind = ImportKind.opportunities
  static let specs = ImportKind.pastFields
  static let noun: Wording = "the fields of a change"
}
