import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Exports to where no file can be: each is refused with its message, and what was there stays.
@Suite("Exports to where no file can be")
struct ExportFileTests {
  private func export(_ format: String, to output: String) -> [String] {
    ["--report", "this-year-by-quarter", "--format", format, "--output", output]
  }

  @Test("a folder that is none, a folder, a path through a file, no name")
  func places() throws {
    try Workbench.use { bench in
      try bench.addDeals()
      let before = try bench.files
      for (output, message) in [
        ("missing/x.csv", "missing/x.csv: there is no such folder"),
        (".", ".: this is a folder; name a file"),
        ("sales.yaml/x.csv", "sales.yaml/x.csv: a part of the path is not a folder"),
        (String(repeating: "n", count: 300), String(repeating: "n", count: 300) + ": the name is too long"),
      ] {
        let run = try bench.run("forecast-exporter", export("csv", to: output))
        #expect(run.err == "error: \(message)\n")
        #expect(run.status == 1 && run.out == "")
      }
      let nameless = try bench.run("forecast-exporter", export("csv", to: ""))
      #expect(nameless.err.hasPrefix("Error: --output names a file, or is - for standard output\n"), "\(nameless.err)")
      #expect(nameless.status == 2)
      #expect(try bench.files == before)
    }
  }

  @Test("a pipe or a device is not replaced by a file")
  func device() throws {
    try Workbench.use { bench in
      try bench.addDeals()
      #expect(mkfifo(bench.path("pipe.csv"), 0o600) == 0)
      let run = try bench.run("forecast-exporter", export("csv", to: "pipe.csv"))
      #expect(run.err == "error: pipe.csv: this is a device or a pipe; name a file\n")
      #expect(run.status == 1)
      var status = stat()
      #expect(stat(bench.path("pipe.csv"), &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
    }
  }

  @Test("a file that is replaced keeps its access rights, and a link stays a link")
  func replaced() throws {
    try Workbench.use { bench in
      try bench.addDeals()
      try bench.write("real.csv", "old")
      #expect(chmod(bench.path("real.csv"), 0o600) == 0)
      #expect(symlink("real.csv", bench.path("link.csv")) == 0)
      #expect(try bench.run("forecast-exporter", export("csv", to: "link.csv")).status == 0)
      var status = stat()
      #expect(lstat(bench.path("link.csv"), &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
      #expect(stat(bench.path("real.csv"), &status) == 0 && status.st_mode & 0o777 == 0o600)
      #expect(bench.bytes("real.csv")?.starts(with: Data("quarter,".utf8)) == true)
    }
  }

  @Test("the longest name that there can be, in characters of many bytes")
  func longName() throws {
    try Workbench.use { bench in
      try bench.addDeals()
      let name = String(repeating: "👩‍👩‍👧", count: 14)
      let run = try bench.run("forecast-exporter", export("csv", to: name))
      #expect(run.status == 0, "\(run.err)")
      #expect(try bench.files.contains(name))
    }
  }

  @Test("a folder that may not be written, and a file that is write-protected")
  func rights() throws {
    guard let prefix = Nobody.prefix else { return }
    try Workbench.use { bench in
      try bench.addDeals()
      try bench.write("kept.csv", "old")
      var bench = bench
      bench.prefix = prefix
      // A new database is for its owner alone; whoever exports may read it.
      #expect(chmod(bench.path("sales.db"), 0o644) == 0)
      #expect(chmod(bench.path("kept.csv"), 0o444) == 0)
      #expect(chmod(bench.folder, 0o555) == 0)
      let closed = try bench.run("forecast-exporter", export("csv", to: "x.csv"))
      #expect(closed.err == "error: x.csv: the folder may not be written\n")
      #expect(chmod(bench.folder, 0o777) == 0)
      let kept = try bench.run("forecast-exporter", export("csv", to: "kept.csv"))
      #expect(kept.err == "error: kept.csv: the file is write-protected\n")
      #expect(closed.status == 1 && kept.status == 1)
      #expect(bench.bytes("kept.csv") == Data("old".utf8))
      #expect(try bench.files.filter { $0.contains("x.csv") } == [])
    }
  }

  @Test("standard output on a full disk is an error of every command")
  func fullOutput() throws {
    guard let full = FileHandle(forWritingAtPath: "/dev/full") else {
      print("SKIPPED: there is no /dev/full here")
      return
    }
    try Workbench.use { bench in
      try bench.addDeals()
      for format in ["csv", "json", "xlsx"] {
        let run = try bench.run("forecast-exporter", export(format, to: "-"), output: full)
        #expect(run.err == "error: standard output cannot be written: No space left on device\n")
        #expect(run.status == 1)
      }
      for (tool, arguments) in [("dashboard-printer", []), ("pipeline", ["deals", "list"])] {
        let run = try bench.run(tool, arguments, output: full)
        #expect(run.err == "error: standard output cannot be written: No space left on device\n")
        #expect(run.status == 1)
      }
    }
  }

  @Test("a reader that goes away ends the tool in silence")
  func closedPipe() throws {
    try Workbench.use { bench in
      try bench.addDeals()
      for format in ["csv", "json", "xlsx"] {
        let pipe = Pipe()
        try pipe.fileHandleForReading.close()
        let run = try bench.run("forecast-exporter", export(format, to: "-"), output: pipe.fileHandleForWriting)
        #expect(run.err == "" && run.signal == SIGPIPE, "\(run.err) \(run.status) \(run.signal)")
      }
    }
  }
}
