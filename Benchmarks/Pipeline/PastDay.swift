import Foundation
import SalesPipeline

/// The deals as of a past day, in a pipeline that was just opened: everything is read from the journal.
struct PastDay {
  private let config: String
  private let folder: String

  init(folder: String) throws {
    self.folder = folder
    config = folder + "/past.yaml"
    try Company.yaml.replacing("measured.db", with: "past.db").write(toFile: config, atomically: true, encoding: .utf8)
  }

  func results(_ deals: Int) async throws -> [Result] {
    let entries = try await fill(deals)
    let day = Company.today.adding(days: -182) ?? Company.today
    let asked = ReportScope(asOf: Instant(startOf: day))
    var times: [Double] = []
    for _ in 0..<3 {
      let pipeline = try await Pipeline.open(config, for: .reading)
      let desk = pipeline.acting(as: "bench")
      times.append(try await Measure.seconds { _ = try await desk.funnel(asked) })
      await pipeline.close()
    }
    let growth = try await Measure.growth {
      let pipeline = try await Pipeline.open(config, for: .reading)
      _ = try await pipeline.acting(as: "bench").funnel(asked)
      await pipeline.close()
    }
    let figures = try await keyFigures()
    let seconds = times.sorted()[1]
    let each = seconds * 1e6 / Double(entries)
    return [
      Result(
        what: "funnel as of half a year ago, just opened, \(entries) journal entries", ours: milliseconds(seconds),
        ratio: String(format: "%.2f µs an entry", each), aim: "≤ 1 s, ≤ 0.5 µs an entry",
        isMet: seconds <= 1 && each <= 0.5),
      Result(what: "the same, memory", ours: growth.map { String(format: "%.0f MiB", $0) } ?? "not known"),
      Result(
        what: "key figures against the quarter before, just opened", ours: milliseconds(figures.first)),
      Result(what: "the same, warm", ours: milliseconds(figures.next)),
    ]
  }

  /// The widget of a dashboard that compares with an earlier moment: the first time, and from then on.
  private func keyFigures() async throws -> (first: Double, next: Double) {
    let pipeline = try await Pipeline.open(config, for: .reading)
    let desk = pipeline.acting(as: "bench")
    func ask() async throws -> Double {
      try await Measure.seconds {
        _ = try await desk.dashboard(ReportScope(today: Company.today), widgets: [.keyFigures])
      }
    }
    let first = try await ask()
    let next = try await Measure.median(5) { try await ask() }
    await pipeline.close()
    return (first, next)
  }

  /// Imports a company, and gives each of its deals another salesperson. Returns the number of journal entries.
  private func fill(_ deals: Int) async throws -> Int {
    let pipeline = try await Pipeline.open(config)
    let desk = pipeline.acting(as: "bench")
    _ = try await Importing.fill(desk, deals, folder)
    let path = folder + "/deals-\(deals).csv"
    var rows = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\r\n")
    for index in rows.indices.dropFirst() {
      var cells = rows[index].split(separator: ",", omittingEmptySubsequences: false)
      cells[3] = "Person \(41 + index % 37)"
      rows[index] = Substring(cells.joined(separator: ","))
    }
    try rows.joined(separator: "\r\n").write(toFile: path, atomically: true, encoding: .utf8)
    let summary = try await desk.importFile(path, mapping: try ImportMapping.read(folder + "/mapping.yaml"))
    precondition(summary.isWritten && summary.problems.isEmpty, "\(summary.problems.prefix(3))")
    let count = try await Int(desk.snapshot().cursor.sequence)
    await pipeline.close()
    return count
  }
}
