/// A receipt as lines of a sheet.
struct SheetReceipt {
  private let document: ReportDocument
  private let receipt: ReportReceipt
  private var lines: [SheetLine] = []

  /// The lines; `nil` where the document has no receipt.
  static func lines(_ document: ReportDocument, cellNotes: [String]) -> [SheetLine]? {
    guard let receipt = document.receipt else { return nil }
    var maker = SheetReceipt(document: document, receipt: receipt)
    maker.facts()
    maker.excluded()
    maker.rates()
    maker.sentences(SheetPhrase.unknown, receipt.unknown.map { $0.text(document.language) })
    maker.sentences(SheetPhrase.cells, Self.shortened(cellNotes))
    return maker.lines
  }

  private init(document: ReportDocument, receipt: ReportReceipt) {
    self.document = document
    self.receipt = receipt
  }

  /// The columns' widths.
  static let widths: [Double] = [34, 22, 16, 22, 22]

  /// A moment in UTC, for people.
  static func moment(_ instant: Instant) -> String {
    var text = instant.description
    if let place = text.firstIndex(of: "T") { text.replaceSubrange(place...place, with: " ") }
    if text.last == "Z" { text.removeLast() }
    return text + " UTC"
  }

  private mutating func facts() {
    let present = SheetPhrase.present.text(document.language)
    fact(SheetPhrase.report, document.name)
    fact(SheetPhrase.person, receipt.person)
    fact(SheetPhrase.madeAt, Self.moment(receipt.madeAt))
    fact(SheetPhrase.asOf, receipt.asOf.map(Self.moment) ?? present)
    fact(SheetPhrase.knownAt, receipt.knownAt.map(Self.moment) ?? SheetPhrase.allKnown.text(document.language))
    fact(SheetPhrase.sequence, .cell(.count(receipt.sequence), .count))
    fact(
      SheetPhrase.configuration,
      receipt.configurationSince.map(Self.moment) ?? SheetPhrase.notRemembered.text(document.language))
    if !receipt.configurationDigest.isEmpty { fact(SheetPhrase.digest, receipt.configurationDigest) }
    for (index, words) in document.definitionWords.enumerated() {
      let label = index == 0 ? SheetPhrase.definition.text(document.language) : ""
      lines.append(SheetLine([.init(label, .label), .init(words, .value)]))
    }
    longFact(SheetPhrase.definitionSource, receipt.definition)
    fact(SheetPhrase.counted, .cell(.count(receipt.counted), .count))
  }

  private mutating func excluded() {
    heading(SheetPhrase.excluded)
    guard !receipt.excluded.isEmpty else { return remark(SheetPhrase.none.text(document.language)) }
    header([(SheetPhrase.reason, .text), (SheetPhrase.detail, .text), (SheetPhrase.deals, .count)])
    for gap in receipt.excluded {
      row([
        .cell(.text(gap.reason.words.text(document.language)), .text), .cell(.text(gap.detail), .text),
        .cell(.count(gap.count), .count),
      ])
    }
    for note in document.notes { remark(note.text(document.language)) }
  }

  private mutating func rates() {
    guard !receipt.rates.isEmpty else { return }
    heading(SheetPhrase.rates)
    header([
      (SheetPhrase.currency, .text), (SheetPhrase.rate, .count), (SheetPhrase.rateDay, .date),
      (SheetPhrase.quote, .text),
    ])
    for use in receipt.rates {
      let day = use.day.map { SheetLine.Content.cell(.date($0), .date) }
      row([
        .cell(.text(use.currency.code), .text), .decimal(use.rate),
        day ?? .cell(.text(SheetPhrase.undatedRate.text(document.language)), .date),
        .cell(use.quote.map { .text($0) } ?? .null, .text),
      ])
    }
    if let oldest = receipt.oldestRateDay { fact(SheetPhrase.oldestRate, .cell(.date(oldest), .date)) }
  }

  private mutating func sentences(_ title: SheetPhrase, _ sentences: [String]) {
    guard !sentences.isEmpty else { return }
    heading(title)
    for sentence in sentences { remark(sentence) }
  }

  private static func shortened(_ notes: [String]) -> [String] {
    notes.count <= 100 ? notes : notes.prefix(100) + ["… \(notes.count - 100)"]
  }

  private mutating func fact(_ label: SheetPhrase, _ value: String) { fact(label, .cell(.text(value), .text)) }

  private mutating func fact(_ label: SheetPhrase, _ value: SheetLine.Content) {
    lines.append(SheetLine([.init(label.text(document.language), .label), .init(value, .value)]))
  }

  /// Broken into lines over all columns but the first.
  private mutating func longFact(_ label: SheetPhrase, _ value: String) {
    let width = Int(Self.widths.dropFirst().reduce(0, +))
    // Lines break between words, so they are never quite full.
    let height = min(25, (value.count + 20) / (width - 10) + 1)
    lines.append(
      SheetLine(
        [.init(label.text(document.language), .label), .init(value, .longValue)], span: Self.widths.count - 1,
        height: height))
  }

  private mutating func heading(_ title: SheetPhrase) {
    lines.append(SheetLine())
    lines.append(SheetLine([.init(title.text(document.language), .heading)]))
  }

  private mutating func header(_ titles: [(title: SheetPhrase, of: ReportColumnKind)]) {
    lines.append(
      SheetLine(titles.map { .init(.cell(.text($0.title.text(document.language)), $0.of), .header) }))
  }

  private mutating func row(_ cells: [SheetLine.Content]) {
    lines.append(SheetLine(cells.map { .init($0, .row) }))
  }

  private mutating func remark(_ text: String) { lines.append(SheetLine([.init(text, .note)])) }
}

extension ReportDocument {
  /// What the document shows, in words of its language: its tables or what rows are grouped by, its figures, and its filters.
  package var definitionWords: [String] {
    func line(_ label: String, _ values: [String]) -> String? {
      values.isEmpty ? nil : language.labelled(label, values.joined(separator: ", "))
    }
    let titles = lead == nil ? [] : allSections.map { $0.title.text(language) }
    let columns = lead == nil ? table.columns : []
    let groups = columns.filter { groupedBy.contains($0.key) }.map { $0.header.text(language) }
    let figures = columns.filter { !groupedBy.contains($0.key) }.map { $0.header.text(language) }
    let asked = parameters.filter { $0.key != "made_at" }.map {
      language.labelled($0.label.text(language), $0.value.text(language))
    }
    return [
      line(SheetPhrase.contents.text(language), titles), line(SheetPhrase.groupedBy.text(language), groups),
      line(SheetPhrase.figures.text(language), figures),
    ].compactMap(\.self) + asked
  }
}
