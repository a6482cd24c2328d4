import Foundation
import PipelinePlugins
import PipelineTesting
import TargetsPlugins
import Testing

@Suite("The contract of target sources")
struct TargetContractTests {
  static let april = CalendarSetup(fiscalYearStartMonth: 4)
  static let targets = [("FY2027-Q1", 25_000_000), ("2026-11", 8_000_050), ("FY2027", 90_000_000)].compactMap {
    label, amount in
    april.fiscal.period(labelled: label).map {
      SalesTarget(label == "FY2027" ? .team("north") : .owner("anna"), $0, Int64(amount))
    }
  }

  static let bundled: [(String, TargetTrial)] = [
    ("listed", TargetTrial(calendar: april, expected: targets, make: { ListedTargets(targets) })),
    (
      "csv_table",
      TargetTrial(
        calendar: april, expected: targets,
        make: {
          CSVTargets(
            path: try TemporaryFiles.write(
              "team,owner,period,amount\n,anna,FY2027-Q1,250000\n,anna,2026-11,80000.50\nnorth,,FY2027,900000.00\n"),
            calendar: april, currency: .eur)
        }, unreadable: { CSVTargets(path: "/nowhere/t.csv", calendar: april, currency: .eur) })
    ),
  ]

  @Test("bundled sources keep every promise", arguments: bundled.map(\.0))
  func kept(name: String) async throws {
    let trial = try #require(Self.bundled.first { $0.0 == name }).1
    #expect(Self.targets.count == 3)
    let reports = try await TargetContract.promises.check { trial }
    for report in reports { #expect(report.verdict.breach == nil, "\(name): \(report)") }
    print("\(name):", reports.filter { $0.verdict != .kept }.map(\.description).joined(separator: "; "))
  }

  @Test("the page holds the same promises")
  func page() throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Documentation/Contracts/Targets.md")
    let page = try String(contentsOf: path, encoding: .utf8)
    let listed = page.split(separator: "\n").filter { $0.hasPrefix("- **") }.map(String.init)
    #expect(listed == TargetContract.promises.map(\.listed))
  }

  @Test("labels are read back by every calendar that makes them, and only by those")
  func labels() throws {
    let calendars = [
      CalendarSetup(), Self.april, CalendarSetup(pattern: .weeks445),
      CalendarSetup(fiscalYearStartMonth: 10, pattern: .weeks445, weekStartsOn: 7),
    ].map(\.fiscal)
    let first = try #require(CivilDate(iso: "2024-01-01"))
    for calendar in calendars {
      for grain in PeriodGrain.allCases {
        for offset in stride(from: 0, to: 1500, by: 11) {
          let period = calendar.period(grain, containing: try #require(first.adding(days: offset)))
          #expect(calendar.period(labelled: period.label) == period)
        }
      }
      for wrong in ["", "2026-Q5", "2026-13", "26", "2026-", "FY2026-Q0", "2026-Q4 ", "20266", "2026-Q04", "+026"] {
        #expect(calendar.period(labelled: wrong) == nil, "\(wrong)")
      }
    }
    #expect(calendars[0].period(labelled: "FY2026") == nil)
    #expect(calendars[1].period(labelled: "2026-Q4") == nil)
  }

  @Test("every bad row is reported with its place")
  func badRows() async throws {
    let path = try TemporaryFiles.write(
      """
      owner,team,period,amount
      ,,2026-Q4,1
      anna,north,2026-Q4,1
      anna,,2026-Q5,1
      anna,,2026-Q4,1.001
      anna,,2026-Q4,-1
      anna,,2026-Q4,99999999999999999999
      anna,,2026-Q3,1
      anna,,2026-Q3,2
      """)
    let source = CSVTargets(path: path, calendar: CalendarSetup(), currency: .eur)
    let error = await #expect(throws: SourceError.self) { try await source.targets() }
    #expect(
      error?.problems == [
        "\(path):2:1: error: the row names neither a salesperson nor a team",
        "\(path):3:1: error: the row names a salesperson and a team; leave one of them empty",
        "\(path):4:7: error: '2026-Q5' is no period of the pipeline's calendar; write one like 2026-11, 2026-Q4 or 2026",
        "\(path):5:15: error: '1.001' has more decimals than EUR allows (2)",
        "\(path):6:15: error: the amount -1 is below zero",
        "\(path):7:15: error: '99999999999999999999' has more digits than can be kept exactly (up to 18)",
        "\(path):9:1: error: 'anna' has two targets for 2026-Q3; the first is on line 8",
      ])
  }
}

/// The files of this run's tests, in a folder that goes with the process, also where a test fails: sources read their file whenever
/// they are asked, so none knows when it is read last.
enum TemporaryFiles {
  private static let folder: String = {
    let folder = NSTemporaryDirectory() + "targets-tests-\(UUID().uuidString)"
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    atexit { try? FileManager.default.removeItem(atPath: TemporaryFiles.folder) }
    return folder
  }()

  /// Writes a file; its path.
  static func write(_ text: String) throws -> String {
    let path = folder + "/targets-\(UUID().uuidString).csv"
    try Data(text.utf8).write(to: URL(filePath: path))
    return path
  }
}
