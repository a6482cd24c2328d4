import PipelineAnalytics
import PipelinePlugins

/// The columns that reports read: loaded at the first report, then kept current by the journal.
actor ColumnKeeper {
  private let store: any Store
  private let empty: DealColumns
  private var columns: DealColumns?
  /// The look at the journal that was asked for last; `nil` once it has ended.
  private var latest: Look?
  private var number = 0
  private var accounts: (names: [RecordID: String], cursor: Cursor)?

  init(setup: PipelineSetup, store: any Store, dayOf: @escaping @Sendable (Instant) -> CivilDate?) {
    self.store = store
    empty = DealColumns(setup, dayOf: dayOf)
  }

  /// The deals at the journal's end, which lies at or after the end at the time of the call: a caller sees what it committed
  /// before it asked.
  ///
  /// Callers that ask at once share a look at the journal that begins after they asked. Every look runs in a task of its own:
  /// a caller that is cancelled cancels nobody else's, and a look that failed is over before the next one begins.
  func current() async throws -> DealColumns {
    try Task.checkCancellation()
    if let latest, !latest.hasBegun { return try await latest.task.value }
    // A look that has begun may have missed what the caller has just committed.
    let before = latest?.task
    number += 1
    let task = Task { [number] in
      _ = await before?.result
      return try await self.look(number)
    }
    latest = Look(number: number, task: task)
    return try await task.value
  }

  private struct Look {
    let number: Int
    let task: Task<DealColumns, any Error>
    var hasBegun = false
  }

  private func look(_ number: Int) async throws -> DealColumns {
    if latest?.number == number { latest?.hasBegun = true }
    defer { if latest?.number == number { latest = nil } }
    let known = columns
    columns = nil
    do {
      let fresh = try await refresh(known)
      columns = fresh
      return fresh
    } catch {
      columns = known
      throw error
    }
  }

  /// The accounts' names as they stand now.
  func accountNames() async throws -> [RecordID: String] {
    var (names, cursor) = if let accounts { accounts } else { try await loadAccounts() }
    var hasMore = true
    while hasMore {
      let page = try await store.journal(.account, id: nil, after: cursor, limit: Self.pageSize)
      for entry in page.entries {
        switch entry.event {
        case .created(let cells):
          if let place = AccountBody.fields.position(of: "name"), place < cells.count, let name = cells[place].text {
            names[entry.key.id] = name
          }
        case .changed(let change): if change.field == "name", let name = change.new.text { names[entry.key.id] = name }
        case .deleted: names[entry.key.id] = nil
        }
      }
      cursor = page.cursor
      hasMore = page.hasMore
    }
    accounts = (names, cursor)
    return names
  }

  private static let pageSize = 10_000

  private nonisolated func refresh(_ known: consuming DealColumns?) async throws -> DealColumns {
    var columns: DealColumns
    if let known {
      columns = known
    } else {
      columns = empty
      var token: PageToken?
      repeat {
        let page = try await store.load(.opportunity, fields: DealColumns.fields, page: token)
        try columns.append(page)
        token = page.next
      } while token != nil
    }
    var hasMore = true
    while hasMore {
      let page = try await store.journal(.opportunity, id: nil, after: columns.cursor, limit: Self.pageSize)
      columns.apply(page)
      hasMore = page.hasMore
    }
    return columns
  }

  private func loadAccounts() async throws -> (names: [RecordID: String], cursor: Cursor) {
    var names: [RecordID: String] = [:]
    var cursor = Cursor.start
    var token: PageToken?
    repeat {
      let page = try await store.load(.account, fields: ["name"], page: token)
      if case .texts(let codes, let dictionary)? = page.columns.first {
        for (id, code) in zip(page.ids, codes) where code != CellColumn.missingCode {
          names[id] = dictionary[Int(code)]
        }
      }
      cursor = page.cursor
      token = page.next
    } while token != nil
    return (names, cursor)
  }
}
