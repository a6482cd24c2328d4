import Foundation
public import PipelinePlugins
import Synchronization

/// A process of its own that writes to the place of a trial until it is killed. Promise ST-65 is tested with it.
///
/// With Swift Testing, an exit test is such a process:
///
/// ```swift
/// KilledProcess(log: log) {
///   await #expect(processExitsWith: .signal(SIGKILL)) { [folder = folder as String, log = log as String] in
///     try await StorageContract.writeUntilKilled(MyStorage(path: folder), log: log)
///   }
/// }
/// ```
public struct KilledProcess: Sendable {
  /// The path of the file in which the process records what was acknowledged. It is created.
  public let log: String
  let live: @Sendable () async throws -> Void

  /// - Parameters:
  ///   - log: A path next to the trial's place, or anywhere else that both processes see.
  ///   - live: Starts a process that calls ``StorageContract/writeUntilKilled(_:log:)`` over the trial's place, and returns when
  ///     the process has ended. Called several times.
  public init(log: String, live: @escaping @Sendable () async throws -> Void) {
    self.log = log
    self.live = live
  }

  /// The numbers of the commits that were acknowledged, by all processes so far.
  func acknowledged() throws -> [Int] { try AcknowledgementLog.lines(path: log).compactMap { Int($0) } }
}

extension StorageContract {
  /// Commits from four tasks, records each acknowledgement in the log, and kills its own process with `SIGKILL` at a random moment
  /// within a quarter of a second after the first one. Called in a process that is started for it; see ``KilledProcess``.
  ///
  /// - Throws: What the store throws. The process is then not killed, and the promise is broken.
  public static func writeUntilKilled(_ driver: any StorageDriver, log path: String) async throws {
    let log = try AcknowledgementLog(path: path)
    // Each process has numbers of its own: a commit that was not acknowledged may be there as well.
    let start = try AcknowledgementLog.lines(path: path).count { $0 == AcknowledgementLog.start }
    try log.note(AcknowledgementLog.start)
    let store = try await driver.open(Sample.context())
    let progress = Progress(after: start * 1_000_000)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask {
          while true {
            let number = progress.next()
            try await store.commit(
              number, Sample.create(2 * number, amount: 1), Sample.create(2 * number + 1, amount: 2))
            try log.note("\(number)")
            if progress.isFirst() { Self.killSoon() }
          }
        }
      }
      try await group.waitForAll()
    }
  }

  private static func killSoon() {
    let moment = Double.random(in: 0...0.25)
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: moment)
      kill(getpid(), SIGKILL)
    }
  }
}

/// What four tasks share.
private final class Progress: Sendable {
  private let number: Atomic<Int>
  private let isStarted = Atomic(false)

  init(after number: Int) { self.number = Atomic(number) }

  func next() -> Int { number.add(1, ordering: .relaxed).newValue }

  /// `true` once.
  func isFirst() -> Bool { !isStarted.exchange(true, ordering: .relaxed) }
}

/// A file whose lines are on the disk before `note` returns, so that it has nothing that was not acknowledged.
private final class AcknowledgementLog: Sendable {
  static let start = "start"
  private let file: Int32

  init(path: String) throws {
    file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    if file < 0 { throw BrokenPromise("'\(path)' cannot be written: \(String(cString: strerror(errno)))") }
  }

  deinit { close(file) }

  func note(_ line: String) throws {
    let bytes = Array((line + "\n").utf8)
    guard write(file, bytes, bytes.count) == bytes.count, fsync(file) == 0 else {
      throw BrokenPromise("the log cannot be written: \(String(cString: strerror(errno)))")
    }
  }

  /// The whole lines of a log; none where it does not exist.
  static func lines(path: String) throws -> [Substring] {
    guard FileManager.default.fileExists(atPath: path) else { return [] }
    let text = try String(contentsOfFile: path, encoding: .utf8)
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().filter { !$0.isEmpty }
  }
}
