#if PostgreSQL && os(Linux)
  import Foundation
  import Glibc
  import PipelinePlugins
  import PipelineTesting
  import Synchronization

  /// Between a client and the server: passes on what both send, and cuts connections at their commits.
  final class CuttingProxy: Sendable {
    /// What was done to commits.
    struct Cuts {
      /// Cut once the server had the commit: it is applied, and its reply is lost.
      var after = 0
      /// Cut before the server had it: it is not applied.
      var before = 0
      /// Passed on.
      var passed = 0
    }

    let folder: String
    private let listener: Int32
    private let server: String
    private let state: Mutex<(cuts: Cuts, dice: SeededNumbers, isQuiet: Bool)>

    var cuts: Cuts { state.withLock { $0.cuts } }
    var url: String { "postgresql://sales@/sales?host=\(folder)" }

    /// - Parameter server: The folder of the server's socket.
    init(to server: String, seed: UInt64) throws {
      folder = NSTemporaryDirectory() + "proxy-\(UUID().uuidString.prefix(8))"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      self.server = server
      state = Mutex((Cuts(), SeededNumbers(seed: seed), false))
      listener = try Self.socket(folder) { Glibc.bind($0, $1, $2) }
      guard listen(listener, 64) == 0 else { throw POSIXError(.EIO) }
      Thread.detachNewThread { [self] in
        while true {
          let client = accept(listener, nil, nil)
          guard client >= 0 else { return }
          guard let back = try? Self.socket(server, { Glibc.connect($0, $1, $2) }) else {
            close(client)
            continue
          }
          Pair(self, client, back).start()
        }
      }
    }

    /// From now on every commit is passed on.
    func calm() { state.withLock { $0.isQuiet = true } }

    func stop() {
      shutdown(listener, Int32(SHUT_RDWR))
      close(listener)
      try? FileManager.default.removeItem(atPath: folder)
    }

    enum Choice { case pass, cutAfter, cutBefore }

    fileprivate func choose() -> (Choice, pause: UInt32) {
      state.withLock { state in
        let number = state.dice.next()
        let pause = UInt32(state.dice.next() % 2_000)
        if state.isQuiet || number % 3 == 0 {
          state.cuts.passed += 1
          return (.pass, pause)
        }
        if number % 4 == 1 {
          state.cuts.before += 1
          return (.cutBefore, pause)
        }
        state.cuts.after += 1
        return (.cutAfter, pause)
      }
    }

    private static func socket(
      _ folder: String, _ use: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) throws -> Int32 {
      let file = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      let path = Array((folder + "/.s.PGSQL.5432").utf8)
      guard path.count < MemoryLayout.size(ofValue: address.sun_path) else { throw POSIXError(.ENAMETOOLONG) }
      withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
      let status = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          use(file, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
      }
      guard status == 0 else {
        close(file)
        throw POSIXError(.ECONNREFUSED)
      }
      return file
    }
  }

  /// A connection of a client, and the one that it has with the server.
  private final class Pair: Sendable {
    private let proxy: CuttingProxy
    private let client: Int32
    private let server: Int32
    private let ends = Mutex(0)

    init(_ proxy: CuttingProxy, _ client: Int32, _ server: Int32) {
      self.proxy = proxy
      self.client = client
      self.server = server
    }

    func start() {
      Thread.detachNewThread { [self] in
        passRequests()
        end()
      }
      Thread.detachNewThread { [self] in
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        while true {
          let count = read(server, &bytes, bytes.count)
          guard count > 0, Self.send(bytes[..<count], to: client) else { break }
        }
        shutdown(client, Int32(SHUT_RDWR))
        end()
      }
    }

    /// Both directions ended: the files may be closed.
    private func end() {
      let isLast = ends.withLock { ends in
        ends += 1
        return ends == 2
      }
      guard isLast else { return }
      close(client)
      close(server)
    }

    private func passRequests() {
      defer { shutdown(server, Int32(SHUT_RDWR)) }
      var reader = RequestReader()
      var bytes = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        let count = read(client, &bytes, bytes.count)
        guard count > 0 else { return }
        let hasCommit = reader.read(bytes[..<count])
        guard hasCommit else {
          guard Self.send(bytes[..<count], to: server) else { return }
          continue
        }
        let (choice, pause) = proxy.choose()
        switch choice {
        case .pass: guard Self.send(bytes[..<count], to: server) else { return }
        case .cutBefore:
          shutdown(client, Int32(SHUT_RDWR))
          return
        case .cutAfter:
          // The client is cut first, so that it gets no reply.
          shutdown(client, Int32(SHUT_RDWR))
          _ = Self.send(bytes[..<count], to: server)
          usleep(pause)
          return
        }
      }
    }

    private static func send(_ bytes: ArraySlice<UInt8>, to file: Int32) -> Bool {
      bytes.withUnsafeBytes { raw in
        var sent = 0
        while sent < raw.count {
          let count = Glibc.send(file, raw.baseAddress.map { $0 + sent }, raw.count - sent, Int32(MSG_NOSIGNAL))
          guard count > 0 else { return false }
          sent += count
        }
        return true
      }
    }
  }

  /// Reads PostgreSQL's messages out of what a client sends, to know where it commits.
  private struct RequestReader {
    private var pending: [UInt8] = []
    private var hasStarted = false
    /// The names of the prepared statement that commits.
    private var commits: Set<[UInt8]> = []

    /// - Returns: Whether these bytes complete a message that commits.
    mutating func read(_ bytes: ArraySlice<UInt8>) -> Bool {
      pending += bytes
      var hasCommit = false
      var start = 0
      while true {
        let head = hasStarted ? 1 : 0
        guard pending.count >= start + head + 4 else { break }
        let length = pending[start + head..<start + head + 4].reduce(0) { $0 << 8 | Int($1) }
        guard pending.count >= start + head + length else { break }
        let body = pending[(start + head + 4)..<(start + head + length)]
        if hasStarted {
          let words = body.split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false).map(Array.init)
          switch UInt8(pending[start]) {
          case UInt8(ascii: "P") where words.count > 1 && words[1] == Array("COMMIT".utf8): commits.insert(words[0])
          case UInt8(ascii: "B") where words.count > 1 && commits.contains(words[1]): hasCommit = true
          default: break
          }
        }
        hasStarted = true
        start += head + length
      }
      pending.removeFirst(start)
      return hasCommit
    }
  }
#endif
