import AccessPlugins
import Foundation
import PipelinePlugins
import PipelineTesting
import Testing

@Suite("The contract of access policies")
struct AccessContractTests {
  /// Eva manages Anna and Bob, Zoe manages Eva.
  static let people = [
    DirectoryPerson("anna", team: "north", manager: "eva"),
    DirectoryPerson("bob", team: "north", manager: "eva", sees: .team, changes: .own),
    DirectoryPerson("Çağla", team: "south", manager: "eva"),
    DirectoryPerson("eva", sees: .team), DirectoryPerson("zoe", manager: nil, sees: .team, changes: Authority.none),
    DirectoryPerson("omar", sees: .all, changes: .own), DirectoryPerson("root", sees: .all),
  ].map { person in
    var person = person
    if person.name == "eva" { person.manager = "zoe" }
    return person
  }

  static let expected: [String: AccessGrant] = [
    "anna": AccessGrant(sees: .owners(["anna"])),
    "bob": AccessGrant(sees: .owners(["anna", "bob"]), changes: .owners(["bob"])),
    "Çağla": AccessGrant(sees: .owners(["Çağla"])),
    "eva": AccessGrant(sees: .owners(["eva", "anna", "bob", "Çağla"])),
    "zoe": AccessGrant(sees: .owners(["zoe", "eva", "anna", "bob", "Çağla"]), changes: .owners([])),
    "omar": AccessGrant(sees: .all, changes: .owners(["omar"])), "root": .everything,
    "nobody": AccessGrant(sees: .owners([])),
  ]

  static let teams = ["anna": "north", "bob": "north", "Çağla": "south"]

  static let bundled: [(String, AccessTrial)] = [
    (
      "everyone_sees_all",
      AccessTrial(people: ["anna"], expected: ["anna": .everything], expectedTeams: [:], make: { EveryoneSeesAll() })
    ),
    (
      "directory",
      AccessTrial(
        people: people.map(\.name), expected: expected, expectedTeams: teams, make: { try Directory(people) })
    ),
    (
      "directory whose strangers see their own",
      AccessTrial(
        people: people.map(\.name), expected: ["nobody": AccessGrant(sees: .owners(["nobody"]))],
        make: { try Directory(people, defaults: DirectoryDefaults(strangers: .own)) })
    ),
    (
      "directory whose strangers see all",
      AccessTrial(
        people: people.map(\.name), expected: ["nobody": .everything],
        make: { try Directory(people, defaults: DirectoryDefaults(strangers: .all)) })
    ),
    (
      "directory in a file",
      AccessTrial(
        people: people.map(\.name), expected: expected, expectedTeams: teams,
        make: {
          DirectoryFile(
            path: try TemporaryFiles.write(
              """
              name;team;manager;sees;changes
              anna;north;eva;;
              bob;north;eva;team;own
              Çağla; south;eva;;
              eva;;zoe;team;
              zoe;;;team;none
              omar;;;all;own

              root;;;all;
              """), delimiter: ";")
        },
        unreadable: { DirectoryFile(path: "/nowhere/people.csv") })
    ),
  ]

  @Test("bundled policies keep every promise", arguments: bundled.map(\.0))
  func kept(name: String) async throws {
    let trial = try #require(Self.bundled.first { $0.0 == name }).1
    let reports = try await AccessContract.promises.check { trial }
    for report in reports { #expect(report.verdict.breach == nil, "\(name): \(report)") }
    print("\(name):", reports.filter { $0.verdict != .kept }.map(\.description).joined(separator: "; "))
  }

  @Test("the page holds the same promises")
  func page() throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Documentation/Contracts/Access.md")
    let page = try String(contentsOf: path, encoding: .utf8)
    let listed = page.split(separator: "\n").filter { $0.hasPrefix("- **AC-") }.map(String.init)
    #expect(listed == AccessContract.promises.map(\.listed))
  }
}

/// The files of this run's tests, in a folder that goes with the process, also where a test fails: sources read their file whenever
/// they are asked, so none knows when it is read last.
enum TemporaryFiles {
  private static let folder: String = {
    let folder = NSTemporaryDirectory() + "people-tests-\(UUID().uuidString)"
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    atexit { try? FileManager.default.removeItem(atPath: TemporaryFiles.folder) }
    return folder
  }()

  /// Writes a file; its path.
  static func write(_ text: String) throws -> String {
    let path = folder + "/people-\(UUID().uuidString).csv"
    try Data(text.utf8).write(to: URL(filePath: path))
    return path
  }
}
