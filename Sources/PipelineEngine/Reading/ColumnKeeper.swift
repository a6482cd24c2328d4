import PipelineAnalytics
import PipelinePlugins

/// The columns that reports read: loaded at the first report, then kept current by the journal.
actor ColumnKeeper {
  private let store: any Store
  private let empty: DealColumns
  private var columns: DealColumns?
  private var refreshing: Task<DealColumns, any Error>?
  private var accounts: (names: [RecordID: String], cursor: Cursor)?

  init(setup: PipelineSetup, store: any Store, dayOf: @escaping @Sendable (Instant) -> CivilDate?) {
    self.store = store
    empty = DealColumns(setup, dayOf: dayOf)
  }

  /// The deals as they stand now. Reports that ask at once share one look at the journal.
  func current() async throws -> DealColumns {
    // A look that began before this call may have missed what the caller has just committed: wait for it, then look again.
    while let running = refreshing { _ = try? await running.value }
    let known = columns
    columns = nil
    let task = Task { try await self.refresh(known) }
    refreshing = task
    do {
      let fresh = try await task.value
      columns = fresh
      refreshing = nil
      return fresh
    } catch {
      columns = known
      refreshing = nil
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
