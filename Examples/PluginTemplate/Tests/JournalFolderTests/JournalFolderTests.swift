import Foundation
import JournalFolder
import PipelinePlugins
import PipelineTesting
import Testing

@Suite("journal_folder")
struct JournalFolderTests {
  @Test("keeps every promise of a durable backend that one process writes")
  func contract() async throws {
    var folders: [String] = []
    defer { for folder in folders { try? FileManager.default.removeItem(atPath: folder) } }
    let reports = try await StorageContract.promises.check {
      let folder = NSTemporaryDirectory() + "journal-folder-\(UUID().uuidString)"
      folders.append(folder)
      let log = folder + "-acknowledged.txt"
      folders.append(log)
      let killed = KilledProcess(log: log) {
        await #expect(processExitsWith: .signal(SIGKILL)) { [folder = folder as String, log = log as String] in
          try await StorageContract.writeUntilKilled(JournalFolder(path: folder), log: log)
        }
      }
      // Two drivers of one place, as two processes have them.
      return StorageTrial(
        JournalFolder(path: folder), other: JournalFolder(path: folder), claims: [.outlivesDriver, .oneWriter],
        killed: killed)
    }
    for report in reports {
      if report.verdict != .kept { print(report) }
      #expect(report.verdict.breach == nil, "\(report)")
    }
  }

  @Test("a line that a crash left unfinished is cut off, and what was committed before is there")
  func torn() async throws {
    let folder = NSTemporaryDirectory() + "journal-folder-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let schema = [RecordSchema("note", [FieldSpec("text", .text)])]
    let context = StoreContext(workspace: "w", schema: schema, mode: .writing)
    func changes(_ number: UInt64) -> ChangeSet {
      let now = Instant(microsecondsSince1970: 0)
      let write = RecordWrite(RecordKey("note", RecordID(high: 1, low: number)), .create([.text("n\(number)")]))
      return ChangeSet(
        operation: RecordID(high: 2, low: number), effectiveAt: now, recordedAt: now, author: "anna", writes: [write])
    }
    let store = try await JournalFolder(path: folder).open(context)
    for number in 1...3 as ClosedRange<UInt64> { _ = try await store.commit(changes(number)) }
    await store.close()
    let file = folder + "/77.ndjson"
    let bytes = try Data(contentsOf: URL(filePath: file))
    try bytes.dropLast(5).write(to: URL(filePath: file))
    let again = try await JournalFolder(path: folder).open(context)
    #expect(try await again.load("note", fields: [], page: nil).ids.count == 2)
    _ = try await again.commit(changes(3))
    await again.close()
    let third = try await JournalFolder(path: folder).open(context)
    #expect(try await third.load("note", fields: [], page: nil).ids.count == 3)
    await third.close()
  }
}
