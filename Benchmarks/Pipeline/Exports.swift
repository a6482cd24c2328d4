import ExportBaseline
import Foundation
import SalesPipeline

/// The same hundred thousand rows through our exporters and through C.
struct Exports {
  private let folder: String
  private let document: ReportDocument
  private let names: [String]
  private let owners: [String]
  private let days: [Int32]
  private let points: [Int32]
  private let cents: [Int64]

  init(rows: Int, folder: String) {
    self.folder = folder
    names = (0..<rows).map { "Deal number \($0)" }
    owners = (0..<rows).map { "Person \($0 % 40)" }
    days = (0..<rows).map { Int32(17_000 + $0 % 700) }
    points = (0..<rows).map { Int32($0 % 100 * 100) }
    cents = (0..<rows * 8).map { Int64($0) * 7919 % 10_000_000 }
    let (names, owners, days, points, cents) = (names, owners, days, points, cents)
    let amounts = (0..<8).map { ReportColumn("amount_\($0)", LocalizedText("Amount \($0)"), .money(.eur)) }
    document = ReportDocument(
      name: "forecast", title: "Forecast", period: nil, today: Company.today, groupedBy: [],
      table: ReportTable(
        columns: [
          ReportColumn("name", "Name", .text), ReportColumn("owner", "Owner", .text),
          ReportColumn("close_date", "Close date", .date), ReportColumn("probability", "Probability", .percent),
        ] + amounts,
        rows: (0..<rows).map { row in
          [
            .text(names[row]), .text(owners[row]), .date(CivilDate(daysSince1970: days[row])!),
            .percent(BasisPoints(Int(points[row]))!),
          ] + (0..<8).map { .money(Int128(cents[row * 8 + $0])) }
        }))
  }

  func results(_ desk: Desk) async throws -> [Result] {
    let csv = try await Measure.paired(
      5, { try await ours(desk, "csv") }, { try await baseline { export_csv($0, $1) } })
    let xlsx = try await Measure.paired(
      3, { try await ours(desk, "xlsx") }, { try await baseline { export_xlsx($0, $1) } })
    let ods = try await Measure.median(3) { try await ours(desk, "ods") }
    return [
      Result(
        what: "CSV, 100,000 rows × 12", ours: milliseconds(csv.0), baseline: "C \(milliseconds(csv.1))",
        ratio: String(format: "%.2f ×", csv.0 / csv.1), aim: "≤ 1.1 ×", isMet: csv.0 <= 1.1 * csv.1),
      Result(
        what: "XLSX, 100,000 rows × 12", ours: milliseconds(xlsx.0),
        baseline: "libxlsxwriter in C \(milliseconds(xlsx.1))",
        ratio: String(format: "%.2f ×", xlsx.0 / xlsx.1), aim: "≤ 0.7 ×", isMet: xlsx.0 <= 0.7 * xlsx.1),
      Result(what: "ODS, 100,000 rows × 12", ours: milliseconds(ods)),
    ]
  }

  /// How much memory the exporters take beside the table that they are given: as much for twice the rows.
  static func memory(_ desk: Desk, folder: String) async throws -> [Result] {
    var grown: [String: [Double?]] = [:]
    for rows in [100_000, 200_000] {
      let exports = Exports(rows: rows, folder: folder)
      for format in ["xlsx", "ods"] {
        grown[format, default: []].append(try await Measure.growth { _ = try await exports.ours(desk, format) })
      }
    }
    return ["xlsx", "ods"].map { format in
      let sizes = (grown[format] ?? []).map { $0.map { String(format: "%.1f MiB", $0) } ?? "not known" }
      return Result(
        what: "\(format.uppercased()), memory beside the table at 100,000 and 200,000 rows",
        ours: sizes.joined(separator: ", "), aim: "constant")
    }
  }

  private func ours(_ desk: Desk, _ format: String) async throws -> Double {
    try await Measure.seconds { _ = try await desk.export(document, to: "\(folder)/ours.\(format)") }
  }

  private func baseline(_ write: (String, UnsafePointer<export_rows>) -> Int32) async throws -> Double {
    let namePointers = names.map { strdup($0).map { UnsafePointer($0) } }
    let ownerPointers = owners.map { strdup($0).map { UnsafePointer($0) } }
    defer { for pointer in namePointers + ownerPointers { free(UnsafeMutablePointer(mutating: pointer)) } }
    return await Measure.seconds {
      namePointers.withUnsafeBufferPointer { names in
        ownerPointers.withUnsafeBufferPointer { owners in
          days.withUnsafeBufferPointer { days in
            points.withUnsafeBufferPointer { points in
              cents.withUnsafeBufferPointer { cents in
                var rows = export_rows()
                rows.rows = Int32(self.names.count)
                rows.names = names.baseAddress
                rows.owners = owners.baseAddress
                rows.days = days.baseAddress
                rows.basis_points = points.baseAddress
                rows.cents = cents.baseAddress
                precondition(write("\(folder)/baseline", &rows) == 0, "the baseline could not write its file")
              }
            }
          }
        }
      }
    }
  }
}
