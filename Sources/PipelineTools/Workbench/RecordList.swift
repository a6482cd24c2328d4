import PipelinePlugins
import SalesPipeline
import ToolSupport

/// A list of records with its columns, for a terminal or an export.
struct RecordList<Body: Sendable & Encodable> {
  /// The stable name: `deals`.
  let name: String
  let title: LocalizedText
  let records: [Record<Body>]
  /// The columns after the id.
  let columns: [RecordColumn<Body>]
  /// What each record is called on command lines.
  let key: (Record<Body>) -> String
  /// The groups of consecutive records, with a heading for each; empty for one list.
  var groups: [(heading: String, count: Int)] = []
  /// What is shown above and below it.
  var filter = DealFilter()
  var note: String?
  /// The day at whose end the records are shown; `nil` for now.
  var asOf: CivilDate?
  /// Whether the first column is what records are called on command lines; where it is not, another column says that.
  var showsKey = true
  /// Whether columns that matter least may be left out of a table that is wider than the terminal, before names are cut.
  var dropsColumns = false

  /// Writes the list where the options say.
  func write(_ output: ListOutput, _ desk: Desk, _ options: ToolOptions) async throws {
    let language = try options.language(desk.setup)
    if output.isText { return draw(parameters(try await desk.lookups(), desk.setup), language, options.terminal) }
    if try output.write(records) {
      if let note { ToolRunner.note(note, language) }
      return
    }
    var document = ReportDocument(
      name: name, title: title, period: nil, today: options.today ?? asOf ?? desk.today, groupedBy: [], table: table,
      parameters: parameters(try await desk.lookups(), desk.setup))
    document.language = language
    try await output.target.write(document, desk, options)
    if let note { ToolRunner.note(note, language) }
  }

  /// What was asked: the filters and the day.
  private func parameters(_ lookups: LookupTables, _ setup: PipelineSetup) -> [ReportParameter] {
    let filters = filter.parameters(setup, lookups)
    guard let asOf else { return filters }
    let day = LocalizedText(ReportPhrase.day, ["day": .date(asOf)])
    return filters + [ReportParameter("as_of", LocalizedText(ReportPhrase.asOf), day)]
  }

  /// The list as the table of an export, with whole identities.
  private var table: ReportTable {
    ReportTable(
      columns: [ReportColumn("id", LocalizedText(ColumnPhrase.id), .text)]
        + columns.map { ReportColumn($0.key, $0.header, $0.kind) },
      rows: records.map { record in [.text("\(record.id)")] + columns.map { $0.cell(record) } })
  }

  private func draw(_ parameters: [ReportParameter], _ language: Phrasebook, _ terminal: Terminal) {
    for line in AskedView.lines(parameters, language, terminal) { print(line) }
    if terminal.width <= Terminal.widestCard {
      cards(language, terminal)
    } else {
      rows(language, terminal)
    }
    if let note { print(terminal.styled(note, .faint)) }
  }

  private func rows(_ language: Phrasebook, _ terminal: Terminal) {
    let shown = dropsColumns ? fitting(language, terminal) : columns
    rows(shown, language, terminal)
    let dropped = columns.filter { column in !shown.contains { $0.key == column.key } }
    guard !dropped.isEmpty else { return }
    let values: [String: PhraseValue] = ["columns": .labels(dropped.map(\.header))]
    let line = language.text(WorkPhrase.columnsLeftOut, values)
    print(terminal.styled(DisplayText.clipped(line, to: terminal.width), .faint))
  }

  /// A name that is longer than this is cut rather than another column left out for it.
  private static var longName: Int { 32 }

  /// The columns without those that matter least, as few as are needed for the others to fit.
  private func fitting(_ language: Phrasebook, _ terminal: Terminal) -> [RecordColumn<Body>] {
    func width(_ column: RecordColumn<Body>) -> Int {
      let cells = records.map { DisplayText.width(DisplayText.safe(column.text($0))) }.max() ?? 0
      let least = column.header.text(language).split(separator: " ").map { DisplayText.width(String($0)) }.max() ?? 0
      return max(least, column.isFlexible ? min(cells, Self.longName) : cells)
    }
    var shown = columns
    let keys = showsKey ? records.map { DisplayText.width(key($0)) }.max() ?? 0 : 0
    var total = keys + columns.reduce(0) { $0 + width($1) + 2 }
    for column in columns.filter({ $0.droppedAt != nil }).sorted(by: { ($0.droppedAt ?? 0) < ($1.droppedAt ?? 0) })
    where total > terminal.width {
      shown.removeAll { $0.key == column.key }
      total -= width(column) + 2
    }
    return shown
  }

  private func rows(_ columns: [RecordColumn<Body>], _ language: Phrasebook, _ terminal: Terminal) {
    var table = TextTable(
      (showsKey ? [TextTable.Column(language.text(ColumnPhrase.id))] : [])
        + columns.map {
          TextTable.Column($0.header.text(language), right: $0.isRight, flexible: $0.isFlexible, isName: $0.isFlexible)
        })
    for record in records { table.add((showsKey ? [key(record)] : []) + columns.map { $0.text(record) }) }
    let lines = table.lines(terminal)
    let first = lines.count - records.count
    for line in lines.prefix(first) { print(line) }
    grouped(terminal) { print(lines[first + $0]) }
  }

  private func cards(_ language: Phrasebook, _ terminal: Terminal) {
    let width = (columns.dropFirst().map { DisplayText.width($0.header.text(language)) }.max() ?? 0) + 4
    grouped(terminal) { index in
      let record = records[index]
      let heading =
        (showsKey ? DisplayText.safe(key(record)) + "  " : "") + DisplayText.safe(columns.first?.text(record) ?? "")
      print(terminal.styled(DisplayText.clippedInside(heading, to: terminal.width), .bold))
      for column in columns.dropFirst() {
        let text = DisplayText.safe(column.text(record))
        guard !text.isEmpty else { continue }
        let label = DisplayText.padded("  " + column.header.text(language), to: width)
        print(terminal.styled(label, .faint) + DisplayText.clippedInside(text, to: terminal.width - width))
      }
    }
  }

  /// Calls for each record in order, with the headings between.
  private func grouped(_ terminal: Terminal, _ show: (Int) -> Void) {
    guard !groups.isEmpty else { return records.indices.forEach(show) }
    var index = 0
    for group in groups {
      if index > 0 { print("") }
      print(terminal.styled(DisplayText.clipped(DisplayText.safe(group.heading), to: terminal.width), .accent))
      for _ in 0..<group.count {
        show(index)
        index += 1
      }
    }
  }
}
