#if SQLite
  import PipelinePlugins
  import Synchronization

  /// One workspace of a file.
  final class SQLiteStore: Store {
    let schema: StoreSchema
    let layout: Layout
    let readers: SQLiteReaders
    /// `nil` for a store that was opened for reading.
    let writer: SQLiteWriter?
    let loads: Loads
    let columnFile: ColumnFilePlace?
    private let isClosed = Mutex(false)

    init(
      schema: StoreSchema, layout: Layout, readers: SQLiteReaders, writer: SQLiteWriter?, loads: Loads,
      columnFile: ColumnFilePlace?
    ) {
      self.schema = schema
      self.layout = layout
      self.readers = readers
      self.writer = writer
      self.loads = loads
      self.columnFile = columnFile
    }

    /// A store that nobody closed lets go of the file all the same.
    deinit {
      if isClosed.withLock({ $0 }) { return }
      Task { [loads, readers, writer] in await Self.release(loads, readers, writer) }
    }

    func close() async {
      let wasClosed = isClosed.withLock { isClosed in
        defer { isClosed = true }
        return isClosed
      }
      if !wasClosed { await Self.release(loads, readers, writer) }
    }

    func checkOpen() throws {
      if isClosed.withLock({ $0 }) { throw StoreError.closed }
    }

    private static func release(_ loads: Loads, _ readers: SQLiteReaders, _ writer: SQLiteWriter?) async {
      await loads.close()
      await readers.close()
      await writer?.release()
    }
  }
#endif
