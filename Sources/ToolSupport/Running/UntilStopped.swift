import ArgumentParser
import Dispatch
import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Runs what goes on until a person or a program stops it.
package enum UntilStopped {
  /// Runs until the work ends, an interrupt or a termination signal comes, or nobody reads standard output any more.
  ///
  /// - Throws: What the work throws; `ExitCode` with 128 and the number of the signal, as shells give it, of `SIGPIPE` where nobody
  ///   reads any more. The work is cancelled and has ended then, so that the caller can close what it opened.
  package static func run(_ work: @escaping @Sendable () async throws -> Void) async throws {
    let signals = StoppingSignals()
    defer { signals.end() }
    try await withThrowingTaskGroup(of: Int32?.self) { group in
      group.addTask {
        try await work()
        return nil
      }
      group.addTask {
        for await signal in signals.stream { return signal }
        return nil
      }
      group.addTask {
        while !isReaderGone { try await Task.sleep(for: .milliseconds(200)) }
        return SIGPIPE
      }
      defer { group.cancelAll() }
      guard let first = try await group.next() else { return }
      group.cancelAll()
      // What the cancelled work throws is its end.
      while let result = await group.nextResult() { _ = result }
      guard let signal = first else { return }
      // Colours of a line that was being drawn end with it.
      if signal != SIGPIPE, Terminal.standardOutputIsTerminal { print("\u{1B}[0m") }
      throw ExitCode(128 + signal)
    }
  }

  /// Whether standard output is a pipe or a socket whose other end is closed.
  private static var isReaderGone: Bool {
    var output = pollfd(fd: STDOUT_FILENO, events: 0, revents: 0)
    guard poll(&output, 1, 0) > 0 else { return false }
    return output.revents & Int16(POLLERR | POLLHUP | POLLNVAL) != 0
  }
}

/// The signals that ask a tool to end, as long as it is there.
private final class StoppingSignals: Sendable {
  let stream: AsyncStream<Int32>
  private let sources: Mutex<[any DispatchSourceSignal]>

  init() {
    let (stream, continuation) = AsyncStream<Int32>.makeStream()
    self.stream = stream
    sources = Mutex(
      [SIGINT, SIGTERM, SIGHUP].map { number in
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number)
        source.setEventHandler { continuation.yield(number) }
        source.resume()
        return source
      })
  }

  func end() {
    sources.withLock { $0.forEach { $0.cancel() } }
    for number in [SIGINT, SIGTERM, SIGHUP] { signal(number, SIG_DFL) }
  }
}
