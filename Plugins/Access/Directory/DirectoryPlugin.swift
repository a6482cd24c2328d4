package import PipelinePlugins

/// `directory: {people: [{name: anna, team: north, manager: eva}, …], sees: own}`, or `directory: {file: people.csv}`.
package enum DirectoryPlugin: Plugin {
  /// What can be configured.
  package struct Settings: PluginSettings {
    /// The people.
    package var people: [PersonSetting] = []
    /// The file that they are in.
    package var file: ConfigPath?
    /// The file's columns.
    package var columns = ColumnsSetting()
    /// The separator of the file's fields.
    package var delimiter = ","
    /// Whose deals people see.
    package var sees = Sight.own
    /// Whose deals people change.
    package var changes: Authority?
    /// What everyone else sees and changes.
    package var strangers = StrangerSight.none
    /// The defaults.
    package init() {}
    /// The settings.
    package static let settings: [Setting<Self>] = [
      Setting("people", \.people, "The people."),
      Setting("file", \.file, "The CSV file with the people instead; its first line names the columns."),
      Setting("columns", \.columns, "What the file's columns are called."),
      Setting("delimiter", \.delimiter, "The separator of the file's fields: a comma, a semicolon, a bar or a tab.") {
        [",", ";", "|", "\t"].contains($0) ? nil : "must be one of ',', ';', '|' or a tab (\"\\t\")"
      },
      Setting("sees", \.sees, "Whose deals people see of whom nothing else is said."),
      Setting("changes", \.changes, "Whose deals they change; as much as they see where it is not given."),
      Setting("strangers", \.strangers, "What people see and change who are not in the directory."),
    ]

    /// Reports what people and file do not allow together, and what is wrong with the people.
    package func validate(_ node: ConfigNode, _ context: inout DecodingContext) {
      if let file = node.given("file"), node.given("people") != nil {
        context.report(
          .invalid, "\(context.subject) takes 'people' or 'file', not both", hint: "remove one of them",
          at: file.keyMark)
      }
      if node.given("file") == nil, node.given("people") == nil {
        context.report(
          .missing, "\(context.subject) needs 'people' or 'file'",
          hint: "write for example \("people: [{name: anna}]")",
          at: node.mark)
      }
      guard case .sequence(let items)? = node["people"]?.value.content, items.count == people.count else { return }
      for problem in DirectoryProblem.all(in: people.map(\.person)) {
        let item = items[problem.index]
        // A name that is missing or blank has been reported.
        if problem.part == .name, people[problem.index].name.allSatisfy(\.isWhitespace) { continue }
        context.report(
          .invalid, problem.message, hint: problem.hint, at: item[problem.part.rawValue]?.value.mark ?? item.mark)
      }
    }

    var defaults: DirectoryDefaults { DirectoryDefaults(sees: sees, changes: changes, strangers: strangers) }
  }

  /// The name in configurations.
  package static let name = "directory"
  /// What it does.
  package static let summary =
    "People see and change their own deals, their team's or all; managers their people's too."
  /// Where it goes.
  package static let slot: Slot<any AccessPolicy> = .access

  /// Makes the policy. A file is read when it is first asked.
  package static func make(_ settings: Settings, _ context: PluginContext) throws -> any AccessPolicy {
    guard let file = settings.file else {
      return try Directory(settings.people.map(\.person), defaults: settings.defaults)
    }
    return DirectoryFile(
      path: file.resolved, columns: settings.columns.columns, delimiter: settings.delimiter.first ?? ",",
      defaults: settings.defaults)
  }
}

/// A person as configured: `{name: anna, team: north, manager: eva, sees: team}`.
package struct PersonSetting: PluginSettings {
  /// The name.
  package var name = ""
  /// The team.
  package var team: String?
  /// The manager's name.
  package var manager: String?
  /// Whose deals the person sees.
  package var sees: Sight?
  /// Whose deals the person changes.
  package var changes: Authority?
  /// Nobody.
  package init() {}
  /// What error texts call it.
  package static let noun: Wording = "a person"
  /// The settings.
  package static let settings: [Setting<Self>] = [
    Setting("name", \.name, "The name by which deals name their owner.", required: true) {
      $0.allSatisfy(\.isWhitespace) ? "must not be blank" : nil
    },
    Setting("team", \.team, "The team.") { $0?.allSatisfy(\.isWhitespace) == true ? "must not be blank" : nil },
    Setting("manager", \.manager, "The name of the manager, who is one of the people too."),
    Setting("sees", \.sees, "Whose deals the person sees."),
    Setting("changes", \.changes, "Whose deals the person changes; never more than are seen."),
  ]

  var person: DirectoryPerson { DirectoryPerson(name, team: team, manager: manager, sees: sees, changes: changes) }
}

/// What a file's columns are called.
package struct ColumnsSetting: PluginSettings {
  /// What they are called.
  package var columns = DirectoryColumns()
  /// The standard names.
  package init() {}
  /// What error texts call it.
  package static let noun: Wording = "the columns"
  /// The settings.
  package static let settings: [Setting<Self>] = [
    Setting("name", \.columns.name, "The column of the names; name where it is not given."),
    Setting("team", \.columns.team, "The column of the teams; team where there is one."),
    Setting("manager", \.columns.manager, "The column of the managers; manager where there is one."),
    Setting("sees", \.columns.sees, "The column of own, team or all; sees where there is one."),
    Setting("changes", \.columns.changes, "The column of none, own, team or all; changes where there is one."),
  ]
}
