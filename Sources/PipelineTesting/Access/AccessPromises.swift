import PipelinePlugins

/// The contract of access policies, as numbered promises. `Documentation/Contracts/Access.md` says the same.
public enum AccessContract {
  /// All promises.
  public static let promises: [Promise<AccessTrial>] = [
    Promise("AC-1", "A person may see every deal that the person may change.") { trial in
      let policy = try await trial.make()
      for person in trial.people + [AccessTrial.nobody] + AccessTrial.hostile {
        let grant = try await policy.grant(to: person)
        guard grant.changes.within(grant.sees) == grant.changes else {
          throw BrokenPromise("'\(person.clipped(to: 40))' may change \(grant.changes), but see only \(grant.sees)")
        }
      }
    },
    Promise("AC-2", "Repeated calls return equal answers, from the same policy and from a new instance.") { trial in
      let policy = try await trial.make()
      for person in trial.people + [AccessTrial.nobody] {
        let first = try await policy.grant(to: person)
        guard try await policy.grant(to: person) == first else {
          throw BrokenPromise("a second answer for '\(person)'")
        }
        guard try await trial.make().grant(to: person) == first else {
          throw BrokenPromise("a second policy differs for '\(person)'")
        }
      }
      let teams = try await policy.teams()
      guard try await policy.teams() == teams, try await trial.make().teams() == teams else {
        throw BrokenPromise("the teams differ")
      }
    },
    Promise("AC-3", "Concurrent calls return equal answers.") { trial in
      let policy = try await trial.make()
      let people = trial.people + [AccessTrial.nobody]
      let answers = try await withThrowingTaskGroup(of: [AccessGrant].self) { group in
        for _ in 0..<16 {
          group.addTask {
            var grants: [AccessGrant] = []
            for person in people { grants.append(try await policy.grant(to: person)) }
            return grants
          }
        }
        return try await group.reduce(into: Set<[AccessGrant]>()) { $0.insert($1) }
      }
      guard answers.count == 1 else { throw BrokenPromise("16 tasks got \(answers.count) answers") }
    },
    Promise(
      "AC-4", "A name that differs from a person's in case, blanks or control characters gets a stranger's grant."
    ) {
      trial in
      let policy = try await trial.make()
      let stranger = try await policy.grant(to: AccessTrial.nobody)
      for person in trial.people {
        for name in AccessTrial.likenesses(of: person) where !trial.people.contains(name) {
          let wanted = AccessTrial.grant(stranger, of: AccessTrial.nobody, as: name)
          guard try await policy.grant(to: name) == wanted else {
            throw BrokenPromise("'\(name.clipped(to: 40))' is taken for '\(person)'")
          }
        }
      }
    },
    Promise("AC-5", "A name of any content gets an answer, and no more than a stranger's grant.") { trial in
      let policy = try await trial.make()
      let stranger = try await policy.grant(to: AccessTrial.nobody)
      for name in AccessTrial.hostile {
        let wanted = AccessTrial.grant(stranger, of: AccessTrial.nobody, as: name)
        guard try await policy.grant(to: name) == wanted else {
          throw BrokenPromise("'\(name.clipped(to: 40))' gets what no stranger gets")
        }
      }
    },
    Promise("AC-6", "Teams and their members have names that are not blank.") { trial in
      for (person, team) in try await trial.make().teams() {
        guard !person.allSatisfy(\.isWhitespace), !team.allSatisfy(\.isWhitespace) else {
          throw BrokenPromise("'\(person)' is in the team '\(team)'")
        }
      }
    },
    Promise(
      "AC-7", "Where known: each person gets the configured grant and belongs to the configured team.",
      skipping: { $0.expected == nil && $0.expectedTeams == nil ? "the policy's configuration is not known" : nil }
    ) { trial in
      let policy = try await trial.make()
      for (person, wanted) in (trial.expected ?? [:]).sorted(by: { $0.key < $1.key }) {
        let found = try await policy.grant(to: person)
        guard found == wanted else { throw BrokenPromise("'\(person)' gets \(found), not \(wanted)") }
      }
      guard let wanted = trial.expectedTeams else { return }
      let found = try await policy.teams()
      guard found == wanted else { throw BrokenPromise("the teams are \(found), not \(wanted)") }
    },
    Promise(
      "AC-8",
      "Where the source can be unreadable: every call throws a SourceError with one line per problem.",
      skipping: { $0.makeUnreadable == nil ? "there is always something to read" : nil }
    ) { trial in
      guard let policy = try await trial.makeUnreadable?() else { return }
      for person in trial.people + [AccessTrial.nobody] {
        do {
          throw BrokenPromise("'\(person)' gets \(try await policy.grant(to: person)) out of nothing")
        } catch let error as SourceError {
          guard !error.problems.isEmpty, error.problems.allSatisfy({ !$0.isEmpty && !$0.contains(where: \.isNewline) })
          else { throw BrokenPromise("'\(error)' is not one line a problem") }
        } catch let error where !(error is BrokenPromise) {
          throw BrokenPromise("it threw \(error)")
        }
      }
    },
    Promise(
      "AC-9",
      "Nobody is among their own managers; managers have names that are not blank, and are the same in each call."
    ) { trial in
      let policy = try await trial.make()
      for person in trial.people + [AccessTrial.nobody] {
        let managers = try await policy.managers(of: person)
        guard try await policy.managers(of: person) == managers, try await trial.make().managers(of: person) == managers
        else { throw BrokenPromise("the managers of '\(person)' differ") }
        guard managers?.contains(where: { $0 == person || $0.allSatisfy(\.isWhitespace) }) != true else {
          throw BrokenPromise("'\(person)' is managed by \(managers ?? [])")
        }
      }
    },
  ]
}
