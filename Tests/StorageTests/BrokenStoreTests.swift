import PipelinePlugins
import PipelineTesting
import Synchronization
import Testing

/// The kit is tested too: each promise fails for a store that breaks it.
@Suite("The storage contract sees broken stores", .enabled(if: Bundled.hasSQLite))
struct BrokenStoreTests {
  /// For each promise a fault that it must see.
  static let faults: [(String, Fault)] = [
    ("ST-1", .losesText), ("ST-2", .emptyIsNothing), ("ST-3", .normalisesText), ("ST-4", .acceptsMisfits),
    ("ST-5", .forgetsUnknownKinds), ("ST-6", .wrongReadOrder), ("ST-7", .wrongFindOrder), ("ST-8", .findsNothing),
    ("ST-9", .findsStale), ("ST-10", .searchesAnything), ("ST-11", .versionsStandStill),
    ("ST-12", .overwritesOnCreate), ("ST-12", .hidesConflictingVersion), ("ST-13", .ignoresUpdateVersion),
    ("ST-14", .ignoresDeleteVersion), ("ST-15", .losesGuards), ("ST-16", .keepsDeleted), ("ST-17", .losesUpdates),
    ("ST-18", .appliesHalf), ("ST-19", .repeatsOperations), ("ST-20", .forgetsOldOperations),
    ("ST-21", .remembersFailures), ("ST-22", .tearsBatches), ("ST-23", .forgetsJournal), ("ST-24", .wrongAuthor),
    ("ST-25", .wrongCursor), ("ST-26", .dropsAfterPage), ("ST-27", .ignoresFilter), ("ST-28", .rewindsCursor),
    ("ST-29", .wrongLoadVersion), ("ST-30", .movingPages), ("ST-31", .staleLoadCursor), ("ST-32", .forgetsOnClose),
    ("ST-33", .commitsWhileReading), ("ST-34", .makesOnReading), ("ST-35", .losesNewFields), ("ST-36", .staysOpen),
    ("ST-37", .forgetsForOthers), ("ST-38", .hidesHolder), ("ST-39", .sharesWorkspaces),
    ("ST-40", .writesOnce), ("ST-41", .losesInstants), ("ST-42", .sharesUnique),
    ("ST-43", .sharesUniquePairs), ("ST-44", .racesUnique), ("ST-45", .losesReferences),
    ("ST-46", .losesEntries), ("ST-47", .judgesWriteByWrite), ("ST-48", .losesBroken), ("ST-49", .runsBackwards),
    ("ST-50", .forgetsOperations), ("ST-51", .losesRestorations), ("ST-52", .restoresAnything),
    ("ST-53", .sharesFailures), ("ST-54", .overtakes),
    ("ST-55", .missesCommits), ("ST-55", .waitsForEver), ("ST-56", .answersFromCache), ("ST-57", .losesUpdates),
    ("ST-58", .marksAlike), ("ST-58", .marksTheEnd), ("ST-59", .timesByOperation), ("ST-60", .keepsReading),
    ("ST-61", .skipsBesideCommits), ("ST-61", .reordersFeed), ("ST-23", .reordersFeed),
    ("ST-62", .racesUnique), ("ST-65", .writesBehind), ("ST-65", .judgesWriteByWrite),
    ("ST-63", .groupsDeleted), ("ST-63", .groupsByMeaning), ("ST-63", .roundsTowardsZero), ("ST-63", .wrapsSums),
    ("ST-63", .groupsLate), ("ST-64", .groupsAnything),
  ]

  @Test("each fault breaks the promise that forbids it", arguments: faults)
  func seen(id: String, fault: Fault) async throws {
    let promise = try #require(StorageContract.promises.first { $0.id == id })
    let right =
      switch id {
      case "ST-57", "ST-62": Bundled.severalWriters()
      case "ST-63", "ST-64": Bundled.grouping()
      default: try Bundled.trial("sqlite")
      }
    let other = fault == .forgetsForOthers ? try Bundled.trial("sqlite").driver : right.other
    let trial = StorageTrial(
      BrokenDriver(base: right.driver, fault: fault), other: other.map { BrokenDriver(base: $0, fault: fault) },
      claims: right.claims, killed: right.killed(fault))
    let verdict = await promise.check(trial)
    #expect(verdict.breach != nil, "\(id) did not see \(fault): \(verdict)")
    // Not because the process failed.
    if id == "ST-65" { #expect(verdict.breach?.contains(/was acknowledged|of 2 records/) == true, "\(verdict)") }
  }

  @Test("every promise has a fault, and every fault a promise")
  func complete() {
    #expect(Set(Self.faults.map(\.0)) == Set(StorageContract.promises.map(\.id)))
    #expect(Set(Self.faults.map(\.1)) == Set(Fault.allCases))
  }
}

/// What a driver's stores have read, until one of them commits.
final class ReadCache: Sendable {
  private let records = Mutex<[RecordKey: StoredRecord?]>([:])

  func read(_ keys: [RecordKey], from store: any Store) async throws -> [StoredRecord?] {
    let known = records.withLock { $0 }
    let missing = keys.filter { known[$0] == nil }
    for (key, record) in zip(missing, try await store.read(missing)) {
      records.withLock { $0[key] = .some(record) }
    }
    let all = records.withLock { $0 }
    return keys.map { all[$0] ?? nil }
  }

  func clear() { records.withLock { $0 = [:] } }
}
