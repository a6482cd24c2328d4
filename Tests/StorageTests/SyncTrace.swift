#if os(Linux)
  import Foundation
  import Glibc

  /// The syncs of processes, as strace lists them.
  final class SyncTrace {
    struct Sync {
      let file: String
      let start: Double
      let end: Double
    }

    private let process = Process()
    private let path = NSTemporaryDirectory() + "syncs-\(UUID().uuidString).txt"
    private(set) var isAttached = false

    static var now: Double {
      var time = timespec()
      clock_gettime(CLOCK_REALTIME, &time)
      return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Traces a process, and those that it starts later.
    init(of pid: pid_t) throws {
      process.executableURL = URL(filePath: "/usr/bin/strace")
      process.arguments = ["-f", "-y", "-ttt", "-T", "-e", "trace=fsync,fdatasync", "-o", path, "-p", "\(pid)"]
      process.standardError = FileHandle.nullDevice
      try process.run()
      for _ in 0..<500 where process.isRunning && !isAttached {
        usleep(10_000)
        let status = (try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)) ?? ""
        isAttached = status.contains("TracerPid:\t\(process.processIdentifier)\n")
      }
    }

    /// Stops tracing.
    func end() throws -> [Sync] {
      // It inherits the signals that the thread blocks, and writes each line when it is complete.
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      defer { try? FileManager.default.removeItem(atPath: path) }
      var begun: [Substring: (file: String, start: Double)] = [:]
      return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").compactMap { line in
        let words = line.split(separator: " ", omittingEmptySubsequences: true)
        guard words.count > 2, let time = Double(words[1]) else { return nil }
        if line.contains("resumed>") {
          guard line.contains("= 0"), let call = begun.removeValue(forKey: words[0]) else { return nil }
          return Sync(file: call.file, start: call.start, end: time)
        }
        guard line.contains("sync(") else { return nil }
        let file = String(line.split(separator: "<").dropFirst().first?.prefix { $0 != ">" } ?? "")
        if line.hasSuffix("<unfinished ...>") {
          begun[words[0]] = (file, time)
          return nil
        }
        guard line.contains("= 0"), let took = line.split(separator: "<").last.flatMap({ Double($0.dropLast()) }) else {
          return nil
        }
        return Sync(file: file, start: time, end: time + took)
      }
    }
  }
#endif
