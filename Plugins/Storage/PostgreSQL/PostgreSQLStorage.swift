#if PostgreSQL
  public import PipelinePlugins

  /// Stores in a PostgreSQL database, each workspace in rows of its own.
  ///
  /// Any number of processes write and read. Commits of one workspace take effect one after another; a commit that returned is
  /// on the disk of the server. Connections are opened when they are needed, and lost ones again.
  public struct PostgreSQLStorage: StorageDriver {
    private let url: String
    private let options: PostgreSQLOptions

    /// A driver for a database.
    ///
    /// - Parameters:
    ///   - url: `postgresql://user:password@host:5432/database`, or any other connection string of libpq.
    ///   - options: How it is used.
    public init(url: String, options: PostgreSQLOptions = PostgreSQLOptions()) {
      self.url = url
      self.options = options
    }

    /// Whether a text is a connection string of libpq. Nothing is connected to.
    static func isURL(_ text: String) -> Bool { ConnectionTarget.parts(text) != nil }

    /// Opens a workspace. Opening for writing creates the schema, the tables and the workspace where they do not exist.
    /// - Throws: ``StoreError`` that says what is wrong: the URL, the server, the login, the database or a permission.
    public func open(_ context: StoreContext) async throws -> any Store {
      let schema = try StoreSchema(context.schema)
      var target = try ConnectionTarget(
        url, options, workspace: options.workspace ?? context.workspace, isReadOnly: context.mode == .reading,
        wait: context.wait)
      let opening = Connection(target)
      let opened: (layout: Layout, workspace: Int64)
      do {
        opened = try await opening.run { [target] session in
          var growing = Growing(target, session, context)
          return try growing.open()
        }
      } catch {
        await opening.close()
        throw error
      }
      await opening.close()
      target.workspace = opened.workspace
      target.isSharded = opened.layout.tables.isSharded
      context.logger.debug("opened", metadata: ["place": "\(target.place)", "workspace": "\(target.workspaceName)"])
      return PostgreSQLStore(schema, opened.layout, target, context)
    }
  }
#endif
