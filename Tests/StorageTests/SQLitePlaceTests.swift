#if SQLite
  import Foundation
  import PipelinePlugins
  import Testing

  @testable import SQLiteStorage

  @Suite("Places of the sqlite backend, as others leave and name them")
  struct SQLitePlaceTests {
    @Test("a log that a crash left, with a newer layout than the file says, is refused to writers and readers")
    func newerLog() async throws {
      let (place, crashed) = (try Place(), try Place())
      let store = try await SQLiteStorage(path: place.path).open(.writing)
      _ = try await store.commit(adding(0..<3))
      await store.close()
      let newer = try await Connection.open(place.path, place: place.path, readOnly: false) { session in
        try session.execute("PRAGMA wal_autocheckpoint = 0; PRAGMA user_version = 99")
      }
      for suffix in ["", "-wal"] {
        try FileManager.default.copyItem(atPath: place.path + suffix, toPath: crashed.path + suffix)
      }
      await newer.close()
      for mode in [StoreMode.writing, .reading] {
        await #expect {
          _ = try await SQLiteStorage(path: crashed.path).open(mode)
        } throws: { error in
          if case StoreError.newerSchema(_, 99, _) = error { true } else { false }
        }
      }
    }

    @Test(
      "a file is read under any name, also one with the signs that URIs are made of",
      arguments: ["a?mode=rw", "100%", "a%41", "a#b", "a b", "é&"])
    func name(_ name: String) async throws {
      let place = try Place()
      let path = place.folder + "/" + name + ".db"
      let writer = try await SQLiteStorage(path: path).open(.writing)
      _ = try await writer.commit(adding(0..<3))
      await writer.close()
      let reader = try await SQLiteStorage(path: path).open(.reading)
      #expect(try await reader.load(deals, fields: [], page: nil).ids.count == 3)
      await reader.close()
      #expect(try Array(place.files().keys).filter { !$0.hasSuffix(".lock") } == [name + ".db"])
    }
  }
#endif
