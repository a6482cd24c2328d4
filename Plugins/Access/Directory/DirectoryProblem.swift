import PipelinePlugins

/// What is wrong with a list of people.
struct DirectoryProblem: Hashable, Sendable {
  /// The person's place in the list.
  let index: Int
  /// What of the person is wrong.
  let part: Part
  let message: Wording
  var hint: Wording?

  enum Part: String, Sendable { case name, manager }

  /// All problems, in the order of the people.
  static func all(in people: [DirectoryPerson]) -> [DirectoryProblem] {
    var problems: [DirectoryProblem] = []
    var places: [String: Int] = [:]
    for (index, person) in people.enumerated() {
      if person.name.allSatisfy(\.isWhitespace) {
        problems.append(DirectoryProblem(index: index, part: .name, message: "a person needs a name"))
      } else if places[person.name] != nil {
        problems.append(
          DirectoryProblem(index: index, part: .name, message: "'\(person.name.clipped())' is in the directory twice"))
      } else {
        places[person.name] = index
      }
    }
    for (index, person) in people.enumerated() {
      guard let manager = person.manager, places[manager] == nil else { continue }
      problems.append(
        DirectoryProblem(
          index: index, part: .manager,
          message: "'\(manager.clipped())', the manager of '\(person.name.clipped())', is not in the directory",
          hint: people.isEmpty ? nil : PipelinePlugins.hint(for: manager, among: people.map(\.name))))
    }
    return (problems + circles(people, places)).sorted { $0.index < $1.index }
  }

  /// Managers who manage themselves, directly or not: one problem a circle, at its first person in the list.
  private static func circles(_ people: [DirectoryPerson], _ places: [String: Int]) -> [DirectoryProblem] {
    // The walk on which a person was come by: everyone is walked over once.
    var walks = [Int?](repeating: nil, count: people.count)
    var problems: [DirectoryProblem] = []
    for start in people.indices {
      var path: [Int] = []
      var next: Int? = start
      while let index = next, walks[index] == nil {
        walks[index] = start
        path.append(index)
        next = people[index].manager.flatMap { places[$0] }
      }
      guard let end = next, walks[end] == start, let from = path.firstIndex(of: end) else { continue }
      let circle = path[from...]
      guard let first = circle.min(), let turn = circle.firstIndex(of: first) else { continue }
      let names = (circle[turn...] + circle[..<turn] + [first]).map { people[$0].name.clipped(to: 40) }
      let shown = names.count <= 10 ? names : names.prefix(8) + ["…"] + names.suffix(1)
      problems.append(
        DirectoryProblem(
          index: first, part: .manager, message: "managers in a circle: \(shown.joined(separator: " → "))",
          hint: "the one at the top has no manager"))
    }
    return problems
  }
}
