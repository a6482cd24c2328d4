import ArgumentParser
import Foundation
import SalesPipeline
import ToolSupport

/// Draws a sales cycle.
struct CycleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cycle",
    abstract: "Draw the sales cycle: its stages, gates, probabilities, and how many deals are in each.",
    discussion: """
      EXAMPLES
        pipeline cycle
        pipeline cycle --cycle partners
        pipeline cycle --svg cycle.svg
      """)

  @OptionGroup var options: ToolOptions
  @Option(help: "The sales cycle. Default: all; as a picture the first.", completion: .names(.cycles)) var cycle:
    String?
  @Option(help: "Write a picture to this file instead; - for standard output.", completion: .file()) var svg: String?

  func run() async throws {
    try await options.withDesk(for: .reading) { desk in
      let language = try options.language(desk.setup)
      var cycles = desk.setup.salesCycles
      if let cycle {
        cycles = cycles.filter { $0.key == cycle }
        guard !cycles.isEmpty else {
          throw NotFound(kind: "cycle", key: cycle, known: desk.setup.salesCycles.map(\.key))
        }
      }
      let counts = try await Self.counts(desk)
      let drawings = cycles.map { CycleDrawing($0, counts[$0.key] ?? [:], language) }
      guard let svg else {
        print(drawings.map { $0.lines(options.terminal).joined(separator: "\n") }.joined(separator: "\n\n"))
        return
      }
      let picture = CyclePicture(drawings[0]).svg
      guard svg != "-" else { return print(picture) }
      let file = try AtomicFile(path: svg)
      try file.write(Array((picture + "\n").utf8))
      try file.commit()
      print(DisplayText.safe(svg, limit: .max))
    }
  }

  /// How many deals each stage has, by cycle, then by stage.
  private static func counts(_ desk: Desk) async throws -> [String: [String: Int64]] {
    var filters = DealFilter()
    filters.outcomes = Outcome.allCases
    let report = try await desk.forecast(
      ReportDefinition("cycle", period: .all, groupBy: [.cycle, .stage], filters: filters, measures: [.count]))
    var counts: [String: [String: Int64]] = [:]
    for row in report.table.rows {
      if case .count(let count) = row[2] {
        counts[row[0].plainText(.text) ?? "", default: [:]][row[1].plainText(.text) ?? ""] = count
      }
    }
    return counts
  }
}

/// What a drawing of a sales cycle says of each stage.
struct CycleDrawing {
  struct Row {
    let key: String
    let label: String
    let outcome: Outcome
    let share: String
    let count: String
    /// What must be filled, and where deals may go: a line each.
    let gates: [String]
    /// The stages that deals may go to; `nil` for any.
    let next: [String]?
  }

  let title: String
  let rows: [Row]

  init(_ cycle: SalesCycle, _ counts: [String: Int64], _ language: Phrasebook) {
    title = cycle.label.text(language)
    rows = cycle.stages.map { stage in
      var gates: [String] = []
      if !stage.requires.isEmpty {
        let fields = stage.requires.map { OpportunityBody.fields[$0]?.label ?? LocalizedText($0.description) }
        gates.append(language.text(WorkPhrase.needs, ["fields": .labels(fields)]))
      }
      if let next = stage.next {
        let labels = next.map { key in cycle.stage(key)?.label ?? LocalizedText(key) }
        gates.append(
          next.isEmpty
            ? language.text(WorkPhrase.leadsNowhere) : language.text(WorkPhrase.leadsTo, ["stages": .labels(labels)]))
      }
      return Row(
        key: stage.key, label: stage.label.text(language), outcome: stage.outcome,
        share: language.text(WorkPhrase.share, ["share": .percent(stage.probability)]),
        count: language.text(WorkPhrase.dealCount, ["count": .count(Int(counts[stage.key] ?? 0))]), gates: gates,
        next: stage.next)
    }
  }

  /// The lines of a terminal: a stage with its figures, and its gates between it and the next one.
  func lines(_ terminal: Terminal) -> [String] {
    let width = rows.map { DisplayText.width($0.label) }.max() ?? 0
    let room = max(12, min(width, terminal.width - 26))
    var lines = [terminal.styled(DisplayText.clipped(title, to: terminal.width), .bold)]
    for (place, row) in rows.enumerated() {
      let sign = row.outcome == .open ? "●" : row.outcome == .won ? "✓" : "✗"
      let name = DisplayText.clipped(DisplayText.safe(row.label), to: room)
      let padding = String(repeating: " ", count: max(0, min(width, room) - DisplayText.width(name)))
      let share = String(repeating: " ", count: max(0, 6 - DisplayText.width(row.share))) + row.share
      lines.append("\(sign) \(name)\(padding)  \(share)  \(row.count)")
      let isOpen = row.outcome == .open && place + 1 < rows.count
      for gate in row.gates {
        lines.append(
          terminal.styled(
            DisplayText.clipped("\(isOpen ? "│" : " ")   \(DisplayText.safe(gate))", to: terminal.width), .faint))
      }
      if isOpen, row.gates.isEmpty { lines.append("│") }
    }
    return lines
  }
}
