/// The mapping of CSV files to accounts, salespeople, lookup entries and deals.
public struct ImportMapping: Hashable, Sendable {
  /// The day on which the import takes place; `nil` for the day of the clock.
  public var today: CivilDate?
  /// The name under which imported values are stored. Mappings of different systems for the same records need different
  /// names; empty for a mapping without one.
  public var name = ""
  /// What each kind of file means, at most one section a kind, in the order of ``ImportKind``.
  package var sections: [ImportSection]
  /// The mapping file's name, for error texts; `nil` for a mapping that was made in Swift.
  public var file: String?

  /// A mapping.
  package init(today: CivilDate? = nil, sections: [ImportSection] = [], file: String? = nil) {
    self.today = today
    self.sections = sections
    self.file = file
  }

  /// The section for a kind of file.
  package subscript(kind: ImportKind) -> ImportSection? { sections.first { $0.kind == kind } }
}

/// The kind of a file's rows, in the order of references between kinds.
public enum ImportKind: String, Hashable, Sendable, CaseIterable {
  /// Entries of `OpportunityLine`.
  case products
  /// Entries of `OpportunitySource`.
  case sources
  /// Entries of `OpportunityCompetitor`.
  case competitors
  /// Entries of `OpportunityLossReason`.
  case lossReasons = "loss_reasons"
  /// The sales teams.
  case salespeople
  /// Customers and prospects.
  case accounts
  /// Deals.
  case opportunities
  /// Dated changes of deals: another system's audit trail, one field a row.
  case changes

  /// The lookup table of the kind.
  public var table: LookupTableName? {
    switch self {
    case .products: .line
    case .sources: .source
    case .competitors: .competitor
    case .lossReasons: .lossReason
    case .salespeople, .accounts, .opportunities, .changes: nil
    }
  }

  /// Whether imported values are stored for the kind.
  public var remembers: Bool { self == .opportunities || self == .accounts || self == .salespeople }
}

/// What an import does about a deal's account that does not exist.
package enum MissingAccounts: String, SettingChoice, Hashable {
  /// It refuses the row.
  case require
  /// It adds the account.
  case create
}

/// What an import does where a cell has changed in the file, and a person has changed the field, since its last import.
package enum ImportConflict: String, SettingChoice, Hashable {
  /// It takes the file's value.
  case file
  /// It keeps the person's.
  case person
  /// It refuses the row.
  case refuse
}

/// What an import does about deals that closed on a day that has not come.
package enum FutureClosings: String, SettingChoice, Hashable {
  /// It refuses them.
  case refuse
  /// It takes them.
  case allow
}

/// What the columns of one kind of file mean.
package struct ImportSection: Hashable, Sendable {
  /// What the rows are.
  package var kind: ImportKind
  /// The file that the section reads unless another is given; `nil` where it has to be given.
  package var file: ConfigPath?
  /// What separates the cells of a row: an ASCII character.
  package var delimiter: Character = ","
  /// How the file's text is written.
  package var encoding = TextEncoding.utf8
  /// The number of lines before the header.
  package var skippedLines = 0
  /// Which rows are read; all of what is given must hold.
  package var conditions: [RowCondition] = []
  /// The IANA name of the zone of times that do not say their own; `nil` for the configured one.
  package var timeZone: String?
  /// What happens to a deal's account that does not exist. An account that the mapping itself names is always added.
  package var accounts = MissingAccounts.require
  /// Whether an open deal without a close date gets the sales cycle's default. Otherwise an unknown date stays unknown.
  package var defaultsCloseDate = false
  /// Texts that count as blank in every column.
  package var blanks: [String] = []
  /// Whether a blank clears a field. Otherwise it leaves the field unchanged.
  package var clearsBlanks = false
  /// What happens where both the file and a person changed a field.
  package var conflicts = ImportConflict.refuse
  /// Whether a deal may have closed on a day that has not come.
  package var futureClosings = FutureClosings.refuse
  /// How dates are written in the file.
  package var dates = DateFormat.iso
  /// How numbers are written in the file.
  package var numbers = NumberFormat.plain
  /// The source of each field.
  package var fields: [FieldName: ValueSource] = [:]
  /// The source of each attribute of an account or a lookup entry, by name.
  package var attributes = OrderedMap<ValueSource>()
  /// What deals were before they became what their rows say, in order of time. Empty for deals without a past.
  package var changes: [ImportChange] = []

  /// An empty section.
  package init(_ kind: ImportKind) { self.kind = kind }
}
