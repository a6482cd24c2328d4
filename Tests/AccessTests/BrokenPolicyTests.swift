import PipelinePlugins
import PipelineTesting
import Synchronization
import Testing

/// The kit is tested too: each promise fails for a policy that breaks it.
@Suite("The access contract sees broken policies")
struct BrokenPolicyTests {
  @Test("a policy that lets people change what they do not see")
  func blind() async {
    await expectBroken("AC-1") { person in
      var grant = own(person)
      grant.changes = .all
      return grant
    }
  }

  @Test("a policy that opens up the second time, and one that changes its teams")
  func moods() async {
    let turns = Turns()
    await expectBroken("AC-2") { person in turns.next() % 2 == 0 ? own(person) : .everything }
    await expectBrokenTeams("AC-2") { ["anna": turns.next() % 2 == 0 ? "north" : "south"] }
  }

  @Test("a policy that mixes up who asks when many do")
  func crowded() async {
    let turns = Turns()
    await expectBroken("AC-3") { person in turns.next() == 7 ? .everything : own(person) }
  }

  @Test("policies that trim names, or overlook their case")
  func alike() async {
    await expectBroken("AC-4") { person in
      let trimmed = String(person.drop(while: \.isWhitespace))
      return trimmed == "anna" ? .everything : own(person)
    }
    await expectBroken("AC-4") { person in person.lowercased() == "anna" ? .everything : own(person) }
    await expectBroken("AC-4") { person in person.hasPrefix("anna") ? .everything : own(person) }
  }

  @Test("policies that the empty name, a pattern or a long name opens")
  func hostile() async {
    await expectBroken("AC-5") { person in person.isEmpty ? .everything : own(person) }
    await expectBroken("AC-5") { person in person == "%" ? .everything : own(person) }
    await expectBroken("AC-5") { person in
      guard person.count < 1000 else { throw SourceError(["too long"]) }
      return own(person)
    }
  }

  @Test("a team without a name, and a nameless person in a team")
  func nameless() async {
    await expectBrokenTeams("AC-6") { ["anna": " "] }
    await expectBrokenTeams("AC-6") { ["": "north"] }
  }

  @Test("policies that grant more, or name other teams, than configured")
  func untrue() async {
    await expectBroken("AC-7", expected: ["anna": own("anna")]) { _ in .everything }
    await expectBrokenTeams("AC-7", expectedTeams: ["anna": "north"]) { ["anna": "south"] }
  }

  @Test("policies that let people in where there is nothing to read, throw what nobody knows, or say it in two lines")
  func unreadable() async {
    await expectBroken("AC-8", unreadable: Policy(grants: { _ in AccessGrant(sees: .owners([])) }))
    await expectBroken("AC-8", unreadable: Policy(grants: { _ in throw Unknown() }))
    await expectBroken("AC-8", unreadable: Policy(grants: { _ in throw SourceError(["one\ntwo"]) }))
    await expectBroken("AC-8", unreadable: Policy(grants: { _ in throw SourceError([]) }))
  }

  @Test("a policy in which somebody manages themselves, one that changes its managers, and one with nameless managers")
  func selfManaged() async {
    await expectBrokenManagers("AC-9") { ["eva", $0] }
    let turns = Turns()
    await expectBrokenManagers("AC-9") { _ in turns.next() % 2 == 0 ? ["eva"] : [] }
    await expectBrokenManagers("AC-9") { _ in [" "] }
  }

  @Test("a promise without what it needs is skipped, and says why")
  func skipped() async throws {
    let reports = try await AccessContract.promises.check { AccessTrial { Policy() } }
    #expect(
      reports.filter { $0.verdict != .kept }.map(\.description) == [
        "AC-7 skipped: the policy's configuration is not known", "AC-8 skipped: there is always something to read",
      ])
  }
}

private func own(_ person: String) -> AccessGrant { AccessGrant(sees: .owners([person])) }

private func expectBroken(
  _ id: String, expected: [String: AccessGrant]? = nil, unreadable: Policy? = nil,
  _ grants: @escaping @Sendable (String) throws -> AccessGrant = own
) async {
  let makeUnreadable = unreadable.map { policy in { @Sendable () async throws -> any AccessPolicy in policy } }
  await expectBroken(
    id,
    AccessTrial(
      people: ["anna"], expected: expected, make: { Policy(grants: grants) }, unreadable: makeUnreadable))
}

private func expectBrokenTeams(
  _ id: String, expectedTeams: [String: String]? = nil, _ teams: @escaping @Sendable () -> [String: String]
) async {
  await expectBroken(id, AccessTrial(people: ["anna"], expectedTeams: expectedTeams, make: { Policy(known: teams) }))
}

private func expectBrokenManagers(_ id: String, _ managers: @escaping @Sendable (String) -> [String]) async {
  await expectBroken(id, AccessTrial(people: ["anna"], make: { Policy(above: managers) }))
}

private func expectBroken(_ id: String, _ trial: AccessTrial) async {
  let verdict = await AccessContract.promises.verdict(on: id, of: trial)
  #expect(verdict?.breach != nil, "\(id) did not see it: \(String(describing: verdict))")
}

private struct Unknown: Error {}

private struct Policy: AccessPolicy {
  var grants: @Sendable (String) throws -> AccessGrant = { own($0) }
  var known: @Sendable () -> [String: String] = { [:] }

  func grant(to person: String) async throws -> AccessGrant { try grants(person) }
  func teams() async throws -> [String: String] { known() }
  var above: (@Sendable (String) -> [String])?
  func managers(of person: String) async throws -> [String]? { above?(person) }
}

private final class Turns: Sendable {
  private let count = Mutex(0)

  func next() -> Int {
    count.withLock { count in
      count += 1
      return count
    }
  }
}
