import PipelinePlugins

/// Somebody in a directory.
package struct DirectoryPerson: Hashable, Sendable {
  /// The name by which deals name their owner and by which the person works.
  package var name: String
  /// The team; `nil` for none.
  package var team: String?
  /// The name of the person's manager, who is in the directory too.
  package var manager: String?
  /// Whose deals the person may see; `nil` for the directory's default.
  package var sees: Sight?
  /// Whose deals the person may change; `nil` for the directory's default.
  package var changes: Authority?

  /// A person.
  package init(
    _ name: String, team: String? = nil, manager: String? = nil, sees: Sight? = nil, changes: Authority? = nil
  ) {
    self.name = name
    self.team = team
    self.manager = manager
    self.sees = sees
    self.changes = changes
  }
}

/// Whose deals somebody may see.
package enum Sight: String, SettingChoice, Hashable {
  /// One's own.
  case own
  /// One's own, those of one's team, and those of the people that one manages, directly or not.
  case team
  /// Everybody's.
  case all
}

/// Whose deals somebody may change.
package enum Authority: String, SettingChoice, Hashable {
  /// Nobody's.
  case none
  /// One's own.
  case own
  /// One's own, those of one's team, and those of the people that one manages, directly or not.
  case team
  /// Everybody's.
  case all

  /// As much as may be seen.
  init(_ sight: Sight) {
    self =
      switch sight {
      case .own: .own
      case .team: .team
      case .all: .all
      }
  }
}

/// What people may see and change who are not in the directory.
package enum StrangerSight: String, SettingChoice, Hashable {
  /// Nothing.
  case none
  /// Their own deals.
  case own
  /// Everybody's deals.
  case all
}

/// What holds for people of whom nothing else is said.
package struct DirectoryDefaults: Hashable, Sendable {
  /// Whose deals people see.
  package var sees: Sight
  /// Whose deals people change; `nil` for as much as they see.
  package var changes: Authority?
  /// What people see and change who are not in the directory.
  package var strangers: StrangerSight

  /// Some defaults.
  package init(sees: Sight = .own, changes: Authority? = nil, strangers: StrangerSight = .none) {
    self.sees = sees
    self.changes = changes
    self.strangers = strangers
  }
}
