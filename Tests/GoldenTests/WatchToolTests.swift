@preconcurrency import Dispatch
import Foundation
import Synchronization
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A dashboard that is watched, while another process changes the pipeline.
@Suite("A watched dashboard", .serialized)
struct WatchToolTests: RunsTools {
  /// A tool that runs on, and what it has printed so far.
  private final class Watched: Sendable {
    let process: Process
    private let printed = Mutex("")
    private let output: FileHandle
    private let reading: any DispatchSourceRead

    /// - Parameter terminal: The end of a pseudo terminal to print to; `nil` for a pipe.
    init(_ folder: String, terminal: (own: FileHandle, tool: FileHandle)? = nil) throws {
      let pipe = Pipe()
      output = terminal?.own ?? pipe.fileHandleForReading
      process = Process()
      process.executableURL = WatchToolTests().place("pipeline")
      process.arguments = ["dashboard", "--widgets", "funnel", "--watch"]
      process.currentDirectoryURL = URL(fileURLWithPath: folder)
      process.standardOutput = terminal?.tool ?? pipe.fileHandleForWriting
      process.standardError = FileHandle.nullDevice
      process.standardInput = FileHandle.nullDevice
      let descriptor = output.fileDescriptor
      reading = DispatchSource.makeReadSource(fileDescriptor: descriptor)
      reading.setEventHandler { [weak self] in
        // Not by FileHandle, which traps at the end of a terminal (EIO).
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = read(descriptor, &bytes, bytes.count)
        if count < 0, errno == EINTR || errno == EAGAIN { return }
        guard count > 0 else {
          self?.reading.cancel()
          return
        }
        self?.printed.withLock { $0 += String(decoding: bytes[..<count], as: UTF8.self) }
      }
      reading.resume()
      try process.run()
      // Only the tool writes to it.
      try (terminal?.tool ?? pipe.fileHandleForWriting).close()
    }

    deinit { reading.cancel() }

    var text: String { printed.withLock { $0 } }

    /// Waits until the tool has printed something.
    /// - Returns: How long that took; `nil` if it did not within a minute.
    func wait(for text: Regex<Substring>) -> Duration? {
      let start = ContinuousClock.now
      while ContinuousClock.now - start < .seconds(60) {
        if self.text.contains(text) { return ContinuousClock.now - start }
        usleep(5_000)
      }
      return nil
    }

    /// Nobody reads any more.
    func stopReading() throws {
      let ended = DispatchSemaphore(value: 0)
      reading.setCancelHandler { ended.signal() }
      reading.cancel()
      ended.wait()
      try output.close()
    }

    /// Waits for the end of the tool.
    /// - Returns: Its status; `nil` if it did not end within a minute, or a signal ended it.
    func status() -> Int32? {
      let start = ContinuousClock.now
      while process.isRunning, ContinuousClock.now - start < .seconds(60) { usleep(5_000) }
      guard !process.isRunning else {
        kill(process.processIdentifier, SIGKILL)
        return nil
      }
      process.waitUntilExit()
      return process.terminationReason == .exit ? process.terminationStatus : nil
    }
  }

  private func inCompany(_ body: (String) throws -> Void) throws {
    try inFolder { folder in
      let made = try shell(
        "pipeline init sales.yaml && pipeline accounts add Acme --set external_id=A-1 && pipeline deals add --account A-1",
        folder)
      #expect(made.status == 0, "\(made.err)")
      try body(folder)
    }
  }

  @Test("shows a change of another process within a second, and ends with the status of an interrupt")
  func change() throws {
    try inCompany { folder in
      let watched = try Watched(folder)
      #expect(watched.wait(for: #/Total +1 /#) != nil, "\(watched.text)")
      var waits: [Duration] = []
      for count in 2...4 {
        #expect(try run("pipeline", ["deals", "add", "--account", "A-1"], folder).status == 0)
        // The change is committed; the clock begins when the other process has ended.
        waits.append(try #require(watched.wait(for: try Regex(verbatim: "Total", count)), "\(watched.text)"))
      }
      // On a busy machine one of them may wait for the processor.
      #expect(try #require(waits.min()) < .seconds(1), "\(waits)")
      #expect(watched.text.components(separatedBy: "\n---\n").count == 4, "drawn again after changes only")
      kill(watched.process.processIdentifier, SIGINT)
      #expect(watched.status() == 128 + SIGINT)
      #expect(!watched.text.contains("\u{1B}"), "no terminal codes in a pipe")
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == Self.files, "nothing is left behind")
    }
  }

  private static let files = ["sales.db", "sales.db.lock", "sales.yaml"]

  @Test("ends on a termination, and when nobody reads it any more, without waiting for a change")
  func ends() throws {
    try inCompany { folder in
      let terminated = try Watched(folder)
      #expect(terminated.wait(for: /Total/) != nil)
      kill(terminated.process.processIdentifier, SIGTERM)
      #expect(terminated.status() == 128 + SIGTERM)
      let unread = try Watched(folder)
      #expect(unread.wait(for: /Total/) != nil)
      try unread.stopReading()
      #expect(unread.status() == 128 + SIGPIPE)
    }
  }

  #if os(Linux)
    @Test("clears a terminal before each drawing, and leaves it without colours")
    func terminal() throws {
      try inCompany { folder in
        let controller = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        var (locked, number): (Int32, Int32) = (0, 0)
        // TIOCSPTLCK and TIOCGPTN, which the header does not show to Swift.
        try #require(
          controller >= 0 && ioctl(controller, 0x4004_5431, &locked) == 0
            && ioctl(controller, 0x8004_5430, &number) == 0)
        let other = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
        try #require(other >= 0)
        let watched = try Watched(
          folder,
          terminal: (
            FileHandle(fileDescriptor: controller, closeOnDealloc: true),
            FileHandle(fileDescriptor: other, closeOnDealloc: true)
          ))
        #expect(watched.wait(for: /Total/) != nil, "\(watched.text)")
        #expect(watched.text.hasPrefix("\u{1B}[H\u{1B}[2J"), "\(watched.text)")
        kill(watched.process.processIdentifier, SIGINT)
        #expect(watched.status() == 128 + SIGINT)
        usleep(100_000)
        #expect(watched.text.hasSuffix("\u{1B}[0m\r\n"), "\(watched.text.suffix(40))")
        #expect(!watched.text.contains("\u{1B}[?"), "no mode of the terminal is changed")
      }
    }
  #endif
}

extension Regex<Substring> {
  /// A row of the funnel with a number of deals.
  fileprivate init(verbatim label: String, _ count: Int) throws { try self.init("\(label) +\(count) ") }
}
