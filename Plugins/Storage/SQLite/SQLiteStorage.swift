#if SQLite
  public import PipelinePlugins

  /// Stores in one SQLite file.
  ///
  /// One process writes, and holds the lock `FILE.lock` for it; any number read beside it. Stores that one driver opens share
  /// the writer. Journal mode is WAL, and `synchronous` FULL: a commit that returned survives a power cut.
  public struct SQLiteStorage: StorageDriver {
    private let path: String
    private let options: SQLiteOptions
    private let writers = SQLiteWriters()

    /// A driver for a file.
    ///
    /// - Parameters:
    ///   - wait: How long opening for writing waits for a process that writes.
    ///   - columns: Whether `FILE.columns` keeps the columns of the deals, so that a new process need not load them.
    public init(path: String, wait: Duration = .seconds(10), columns: Bool = true) {
      var options = SQLiteOptions()
      options.wait = wait
      options.columnPatience = columns ? options.columnPatience : nil
      self.init(path: path, options: options)
    }

    package init(path: String, options: SQLiteOptions) {
      self.path = path
      self.options = options
    }

    /// Opens a workspace of the file. Opening that fails or is cancelled leaves nothing behind.
    public func open(_ context: StoreContext) async throws -> any Store {
      let schema = try StoreSchema(context.schema)
      let file = FilePlace.resolve(path)
      switch context.mode {
      case .reading: return try await read(file, context, schema)
      case .writing: return try await write(file, context, schema)
      }
    }

    private func read(_ file: String, _ context: StoreContext, _ schema: StoreSchema) async throws -> SQLiteStore {
      let readers = SQLiteReaders(path: file, place: path, mayBeImmutable: true, options: options)
      do {
        let layout = try await readers.run { session in
          try options.checkVersion(of: session, place: path)
          guard let workspace = try Layout.workspace(context.workspace, session) else {
            throw StoreError.notFound(place: "\(path), workspace '\(context.workspace)'")
          }
          return try Layout(workspace: workspace, schema: context.schema, session)
        }
        context.logger.debug("opened for reading", metadata: ["file": "\(path)", "workspace": "\(context.workspace)"])
        return SQLiteStore(
          schema: schema, layout: layout, readers: readers, writer: nil, loads: Loads(readers, path, options),
          columnFile: options.columnFile(beside: file, layout))
      } catch {
        await readers.close()
        throw error
      }
    }

    private func write(_ file: String, _ context: StoreContext, _ schema: StoreSchema) async throws -> SQLiteStore {
      let writer = try await writers.acquire(file, place: path, context, options)
      do {
        let layout = try await writer.connection.run { session in
          try session.transaction { try Layout.growing(context, session) }
        }
        context.logger.debug("opened for writing", metadata: ["file": "\(path)", "workspace": "\(context.workspace)"])
        let readers = SQLiteReaders(path: file, place: path, mayBeImmutable: false, options: options)
        return SQLiteStore(
          schema: schema, layout: layout, readers: readers, writer: writer, loads: Loads(readers, path, options),
          columnFile: options.columnFile(beside: file, layout))
      } catch {
        await writer.release()
        throw error
      }
    }
  }

  /// What only tests and benchmarks vary.
  package struct SQLiteOptions: Sendable {
    /// How many places for rows a page of `load` covers.
    package var pageRows: Int64 = 65_536
    /// Beyond how many entries the journal is read by column on two connections, and a kind with few entries is looked up.
    package var manyEntries = 10_000
    /// How many pages of the file may be used, so that it is full early; `nil` for no limit.
    package var maximumPages: Int?
    /// How long a load may be left alone before its snapshot is let go.
    package var loadPatience = Duration.seconds(60)
    /// How long opening for writing waits for a process that writes.
    package var wait = Duration.seconds(10)
    /// How many journal entries a column file may miss before it is written again; `nil` for no column file.
    package var columnPatience: Int? = 20_000
    /// The steps from an empty file to the newest layout.
    var migrations = Migration.all

    package init() {}

    /// The column file of a workspace; the first workspace's has no number.
    func columnFile(beside file: String, _ layout: Layout) -> ColumnFilePlace? {
      columnPatience.map {
        ColumnFilePlace(
          path: file + ".columns" + (layout.workspace == 1 ? "" : "-\(layout.workspace)"), patience: $0)
      }
    }

    /// The newest layout that this version knows.
    var newestVersion: Int { migrations.count }

    /// Refuses to read a layout that is not the newest.
    func checkVersion(of session: Session, place: String) throws {
      let found = Int(try session.pragma("user_version"))
      if found > newestVersion {
        throw StoreError.newerSchema(place: place, found: found, supported: newestVersion)
      }
      guard try session.pragma("application_id") == FileHeader.applicationID, found > 0 else {
        throw StoreError.notAStore(place: place, reason: "another program's database")
      }
      if found < newestVersion {
        let advice = "open it for writing once, to bring it to schema \(newestVersion)"
        throw StoreError.failed(place: place, reason: "written by an older version (schema \(found)); \(advice)")
      }
    }
  }
#endif
