public import PipelinePlugins

/// An exporter on trial.
public struct ExportTrial: Sendable {
  /// Makes the exporter, afresh.
  public let make: @Sendable () throws -> any Exporter
  /// What the exporter says of itself.
  public let claims: Set<ExportClaim>
  /// Reads the format back; `nil` where that cannot be done here.
  public let read: (@Sendable ([UInt8]) throws -> ExportReading)?

  /// A trial.
  public init(
    claims: Set<ExportClaim> = [], read: (@Sendable ([UInt8]) throws -> ExportReading)? = nil,
    make: @escaping @Sendable () throws -> any Exporter
  ) {
    self.make = make
    self.claims = claims
    self.read = read
  }
}

/// What an exporter may say of itself.
public enum ExportClaim: Hashable, Sendable, CaseIterable {
  /// The document's language has no part in what is written: a format for programs.
  case ignoresLanguage
  /// No text runs as a formula when a spreadsheet opens the file.
  case defusesFormulas
  /// Rows that sum up others are written.
  case writesSubtotals
  /// A document's further tables are written.
  case writesSections
}

/// A file read back, as its usual reader sees it.
public struct ExportReading: Sendable {
  /// The header.
  public var columns: [String]
  /// The rows, in order.
  public var rows: [[ExportedCell]]
  /// The totals row; `nil` where there is none.
  public var total: [ExportedCell]?
  /// Rows that sum up others, each with the number of rows before it; empty where the format has none.
  public var subtotals: [(after: Int, cells: [ExportedCell])] = []
  /// Further tables, in order.
  public var sections: [ExportReading] = []
  /// Every other thing that can be read: the title, parameters, notes, the receipt's facts.
  public var facts: [ExportedCell] = []
  /// The row, as formulas count it, of the first line below the header; lines follow it without a gap.
  public var firstLine: Int

  /// A reading.
  public init(columns: [String], rows: [[ExportedCell]], total: [ExportedCell]? = nil, firstLine: Int = 2) {
    self.columns = columns
    self.rows = rows
    self.total = total
    self.firstLine = firstLine
  }
}

/// A cell read back.
public enum ExportedCell: Hashable, Sendable {
  /// Nothing there.
  case blank
  /// Text; of numbers and days in formats that know only text, too.
  case text(String)
  /// A number as a decimal with a dot; 62.5 % is `62.5`.
  case number(String)
  /// A day.
  case date(CivilDate)
  /// A formula as `SUBTOTAL(9,C5:C8)` or `SUM(C5:C6,C8:C9)`, without a leading `=`, and the value that is stored with it.
  case formula(String, value: String)
}

extension ExportedCell {
  /// Whether this is how a cell may be read back.
  func says(_ cell: ReportCell, _ kind: ReportColumnKind) -> Bool {
    guard let plain = cell.plainText(kind) else { return self == .blank }
    switch (self, cell) {
    case (.blank, _): return plain.isEmpty
    case (.text(let found), _): return found == plain
    case (.number(let found), .text): return found == plain
    case (.number(let found), _), (.formula(_, let found), .money), (.formula(_, let found), .count):
      // Formats that keep binary numbers give back the nearest one, which is exact to 15 digits.
      return found == plain
        || (plain.utf8.count(where: { $0 != 0x2D && $0 != 0x2E }) <= 15 && Double(found) == Double(plain))
    case (.date(let found), _): return found.description == plain
    case (.formula, _): return false
    }
  }
}
