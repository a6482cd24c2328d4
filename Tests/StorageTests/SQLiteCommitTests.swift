#if SQLite
  import PipelinePlugins
  import Testing

  @testable import SQLiteStorage

  /// Commits that were announced.
  @Suite("Announced commits of the sqlite backend")
  struct SQLiteCommitTests {
    @Test("commits write the same, announced or not, one by one and at once, and each is read after it returns")
    func announced() async throws {
      let place = try Place()
      let store = try await SQLiteStorage(path: place.path).open(.writing)
      for round in 0..<20 {
        for _ in 0..<round % 3 { store.expectCommit() }
        _ = try await store.commit(adding(round..<round + 1, operation: round + 1))
        #expect(try await store.load(deals, fields: ["name"], page: nil).ids.count == round + 1)
      }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 20..<220 {
          group.addTask {
            if number % 2 == 0 { store.expectCommit() }
            _ = try await store.commit(adding(number..<number + 1, operation: number + 1))
          }
        }
        try await group.waitForAll()
      }
      #expect(try await store.load(deals, fields: ["name"], page: nil).ids.count == 220)
      await store.close()
    }

    @Test("one that never comes delays neither other commits, large ones, closing, nor the next opening")
    func neverComes() async throws {
      let place = try Place()
      for round in 0..<20 {
        let store = try await SQLiteStorage(path: place.path).open(.writing)
        store.expectCommit()
        // More writes than share a transaction with others.
        _ = try await store.commit(adding(round * 200..<(round + 1) * 200, operation: 2 * round + 1))
        store.expectCommit()
        await #expect(throws: StoreError.self) {
          _ = try await store.commit(adding(round * 200..<round * 200 + 1, operation: 2 * round + 2))
        }
        store.expectCommit()
        await store.close()
        store.expectCommit()
        await #expect(throws: StoreError.closed) { try await store.commit(adding(0..<1, operation: 99)) }
      }
      let reader = try await SQLiteStorage(path: place.path).open(.reading)
      reader.expectCommit()
      #expect(try await reader.load(deals, fields: ["name"], page: nil).ids.count == 4_000)
      await reader.close()
    }

    @Test("those that share a transaction while the disk fills have each their own result, and none is there by half")
    func fills() async throws {
      let place = try Place()
      var options = SQLiteOptions()
      options.maximumPages = 150
      let store = try await SQLiteStorage(path: place.path, options: options).open(.writing)
      let written = try await withThrowingTaskGroup(of: Int?.self) { group in
        for number in 0..<300 {
          group.addTask {
            do {
              _ = try await store.commit(adding(number * 50..<number * 50 + 50, operation: number + 1))
              return number
            } catch {
              #expect(error as? StoreError == .full(place: place.path))
              return nil
            }
          }
        }
        return try await group.reduce(into: Set<Int>()) { if let number = $1 { $0.insert(number) } }
      }
      #expect(written.count > 10 && written.count < 290)
      let ids = try await store.load(deals, fields: [], page: nil).ids
      var expected: Set<RecordID> = []
      for one in written { for index in 0..<50 { expected.insert(number(one * 50 + index)) } }
      #expect(Set(ids) == expected)
      await store.close()
      let wider = try await SQLiteStorage(path: place.path).open(.writing)
      _ = try await wider.commit(adding(90_000..<90_010, operation: 9_999))
      await wider.close()
    }
  }
#endif
