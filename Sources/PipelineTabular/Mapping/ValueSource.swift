/// The source of a field's value: the first of its steps that is not blank.
package struct ValueSource: Hashable, Sendable {
  /// What is read, in order, until something is not blank.
  package var steps: [SourceStep]
  /// How dates are written, where not as in the rest of the file.
  package var dates: DateFormat?
  /// How numbers are written, where not as in the rest of the file.
  package var numbers: NumberFormat?
  /// How percentages are to be understood; needed for a probability that is read from a column.
  package var percentages: PercentageRule?
  /// Whether a blank clears the field; `nil` for the section's setting.
  package var clearsBlanks: Bool?
  /// The place in the mapping file.
  package var mark: SourceMark?

  /// A source.
  package init(_ steps: SourceStep..., dates: DateFormat? = nil, numbers: NumberFormat? = nil) {
    self.steps = steps
    self.dates = dates
    self.numbers = numbers
  }

  /// The columns that are read.
  package var columns: [String] {
    steps.compactMap { if case .column(let header) = $0.origin { header } else { nil } }
  }
}

/// A step of a source: a column, a constant or an attribute.
///
/// It is blank if its condition `when` does not hold, or its text is among `blanks`; `values` replaces whole texts.
package struct SourceStep: Hashable, Sendable {
  /// What is read.
  package var origin: Origin
  /// When it is read; otherwise the value is blank.
  package var when: RowCondition?
  /// Texts that count as blank.
  package var blanks: [String] = []
  /// What texts become; others stay as they are. An empty one is blank.
  package var values: [String: String] = [:]
  /// The place in the mapping file.
  package var mark: SourceMark?
  /// Whether `blanks: clear` was given here, where it is an error: only the whole source may have it.
  var clearsBlanks = false

  /// What a value is read from.
  package enum Origin: Hashable, Sendable {
    /// A column of the file, by its header.
    case column(String)
    /// The same for every row, written as configurations write values: ISO dates, a dot before decimals.
    case constant(String)
    /// An attribute of the lookup entry in another field of the row, such as the product's `list_price`.
    case lookup(attribute: String, of: FieldName)
  }

  /// A step.
  package init(_ origin: Origin, when: RowCondition? = nil, values: [String: String] = [:]) {
    self.origin = origin
    self.when = when
    self.values = values
  }

  /// A column.
  package static func column(_ header: String) -> SourceStep { SourceStep(.column(header)) }

  /// The same for every row.
  package static func constant(_ text: String) -> SourceStep { SourceStep(.constant(text)) }
}

/// Which rows a step is read for, or an import reads at all; all of what is given must hold.
package struct RowCondition: Hashable, Sendable {
  /// Only deals whose status has one of these outcomes; empty for all.
  package var outcomes: [Outcome] = []
  /// Only rows whose column has one of ``texts`` and none of ``otherTexts``.
  package var column: String?
  /// The texts of the column; empty for any.
  package var texts: [String] = []
  /// The texts that the column does not hold.
  package var otherTexts: [String] = []
  /// The place in the mapping file.
  package var mark: SourceMark?

  /// A condition that always holds.
  package init() {}

  /// Matches deals whose status has one of these outcomes.
  package init(outcomes: [Outcome]) { self.outcomes = outcomes }
}

/// How a column of percentages becomes probabilities.
package struct PercentageRule: Hashable, Sendable {
  /// What the numbers are.
  package var unit = Unit.percent
  /// What 0 % means on an open deal.
  package var openAtZero = Extreme.refuse
  /// What 100 % means on an open deal.
  package var openAtFull = Extreme.refuse

  /// Percentages; 0 and 100 on an open deal are refused.
  package init() {}

  /// A rule.
  package init(_ unit: Unit, openAtZero: Extreme = .refuse, openAtFull: Extreme = .refuse) {
    self.unit = unit
    self.openAtZero = openAtZero
    self.openAtFull = openAtFull
  }

  /// What a number is.
  package enum Unit: String, SettingChoice, Hashable {
    /// `65`, `65.0%` and `65 %` are 65 %.
    case percent
    /// `0.65` is 65 %.
    case fraction
  }

  /// What 0 % or 100 % on an open deal, which no open deal can have, becomes.
  package enum Extreme: Hashable, Sendable {
    /// The row is refused.
    case refuse
    /// The probability is left to the configured rules.
    case strategy
    /// Another probability, above 0 and below 100 %.
    case replace(BasisPoints)
  }
}
