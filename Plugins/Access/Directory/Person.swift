public import PipelinePlugins

/// Somebody in a directory.
public struct DirectoryPerson: Hashable, Sendable {
  /// The name by which deals name their owner and by which the person works.
  public var name: String
  /// The team; `nil` for none.
  public var team: String?
  /// The name of the person's manager, who is in the directory too.
  public var manager: String?
  /// Whose deals the person may see; `nil` for the directory's default.
  public var sees: Sight?
  /// Whose deals the person may change; `nil` for the directory's default.
  public var changes: Authority?

  /// A person.
  public init(
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
public enum Sight: String, SettingChoice, Hashable {
  /// One's own.
  case own
  /// One's own, those of one's team, and those of the people that one manages, directly or not.
  case team
  /// Everybody's.
  case all
}

/// Whose deals somebody may change.
public enum Authority: String, SettingChoice, Hashable {
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
public enum StrangerSight: String, SettingChoice, Hashable {
  /// Nothing.
  case none
  /// Their own deals.
  case own
  /// Everybody's deals.
  case all
}

/// What holds for people of whom nothing else is said.
public struct DirectoryDefaults: Hashable, Sendable {
  /// Whose deals people see.
  public var sees: Sight
  /// Whose deals people change; `nil` for as much as they see.
  public var changes: Authority?
  /// What people see and change who are not in the directory.
  public var strangers: StrangerSight

  /// Some defaults.
  public init(sees: Sight = .own, changes: Authority? = nil, strangers: StrangerSight = .none) {
    self.sees = sees
    self.changes = changes
    self.strangers = strangers
  }
}
