import AccessPlugins
import Foundation
import PipelinePlugins
import Testing

@Suite("directory")
struct DirectoryTests {
  /// What is wrong with a file, with the folder and the file's random name taken off.
  private func problems(_ text: String, _ columns: DirectoryColumns = DirectoryColumns()) async throws -> [String] {
    let policy = DirectoryFile(path: try TemporaryFiles.write(text), columns: columns)
    do {
      _ = try await policy.grant(to: "anna")
      return []
    } catch let error as SourceError {
      return error.problems.map { $0.replacing(/^.*people-[^.]*/, with: "people") }
    }
  }

  @Test("all that is wrong with a file is said at once, each with its place")
  func mistakes() async throws {
    let found = try await problems(
      """
      name,team,manager,sees,changes
      anna,north,evva,tem,
      bob,north,,,everything
      bob,south,,,
      ,south,,,
      eva,,zoe,,
      zoe,,eva,,
      max,,max,,
      short,row
      """)
    #expect(
      found == [
        "people.csv:2:17: error: 'tem' is not one of own, team, all; did you mean 'team'?",
        "people.csv:2:12: error: 'evva', the manager of 'anna', is not in the directory; did you mean 'eva'?",
        "people.csv:3:13: error: 'everything' is not one of none, own, team, all",
        "people.csv:4:1: error: 'bob' is in the directory twice",
        "people.csv:5:1: error: a person needs a name",
        "people.csv:6:6: error: managers in a circle: eva → zoe → eva; the one at the top has no manager",
        "people.csv:8:6: error: managers in a circle: max → max; the one at the top has no manager",
        "people.csv:9:1: error: the row has 2 fields, the header has 5; quote the fields that hold delimiters",
      ])
  }

  @Test("managers are those above a person, from the nearest on; a directory that names none does not know")
  func managers() async throws {
    let policy = DirectoryFile(path: try TemporaryFiles.write("name,manager\nanna,eva\neva,zoe\nzoe,\nbob,\n"))
    #expect(try await policy.managers(of: "anna") == ["eva", "zoe"])
    #expect(try await policy.managers(of: "zoe") == [])
    #expect(try await policy.managers(of: "nobody") == [])
    #expect(try await DirectoryFile(path: try TemporaryFiles.write("name\nanna\n")).managers(of: "anna") == nil)
  }

  @Test("a column that is named must be there; one that is not need not")
  func columns() async throws {
    #expect(try await problems("who\nanna\n", DirectoryColumns(name: "who")) == [])
    #expect(
      try await problems("who\nanna\n") == ["people.csv:1:1: error: there is no column 'name'; known: who"])
    #expect(
      try await problems("name\nanna\n", DirectoryColumns(team: "squad")) == [
        "people.csv:1:1: error: there is no column 'squad'; known: name"
      ])
    #expect(
      try await problems("") == ["people.csv:1:1: error: the file is empty; its first line must name the columns"])
  }

  @Test("a file that cannot be read is not remembered as one: the next question reads it")
  func again() async throws {
    let path = try TemporaryFiles.write("name,sees\nanna,nothing\n")
    let policy = DirectoryFile(path: path)
    await #expect(throws: SourceError.self) { try await policy.grant(to: "anna") }
    try Data("name,sees\nanna,all\n".utf8).write(to: URL(filePath: path))
    #expect(try await policy.grant(to: "anna") == .everything)
    try FileManager.default.removeItem(atPath: path)
    #expect(try await policy.grant(to: "anna") == .everything, "it is read once")
  }

  @Test("managers see their people's people, however deep, and a long line of managers is no problem")
  func deep() async throws {
    let count = 5_000
    let people = (0..<count).map {
      DirectoryPerson("p\($0)", manager: $0 == 0 ? nil : "p\($0 - 1)", sees: $0 == 0 ? .team : .own)
    }
    guard case .owners(let owners) = try await Directory(people).grant(to: "p0").sees else {
      Issue.record("not by owner")
      return
    }
    #expect(owners.count == count)
  }

  @Test("a circle of managers is named from its first person in the list, from wherever it is entered")
  func circle() {
    let people = ["x": "c", "a": "b", "b": "c", "c": "a"].sorted { $0.key < $1.key }
    do {
      _ = try Directory(people.map { DirectoryPerson($0.key, manager: $0.value) })
      Issue.record("it was taken")
    } catch {
      #expect("\(error)" == "managers in a circle: a → b → c → a")
    }
  }

  @Test("what may be changed is never more than what is seen")
  func within() async throws {
    let people = [DirectoryPerson("anna", team: "t", changes: .all), DirectoryPerson("bob", team: "t")]
    #expect(try await Directory(people).grant(to: "anna") == AccessGrant(sees: .owners(["anna"])))
  }
}
