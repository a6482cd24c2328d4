package import PipelinePlugins

/// Writes a document as one self-contained page: nothing is loaded, and nothing but its own style and script may run, which a
/// content security policy holds by their digests. Without the script the page says the same; tables then do not sort.
///
/// Charts come before their table, and the table is their text. Rows that open link to their details. Numbers, days
/// and texts are in the document's language; the exact value of each number is its cell's `data-v`, where its text is
/// another.
package struct HTMLExporter: Exporter {
  /// An exporter.
  package init() {}

  /// `html`
  package var fileExtension: String { "html" }

  /// Writes the page.
  package func export(_ document: ReportDocument, to sink: inout any ByteSink) throws -> [String] {
    let format = PageFormat(document.language)
    var page = HTMLWriter()
    let title = format.text(document.title)
    head(title, format, &page)
    page.markup("<a class=\"skip\" href=\"#figures\">")
    page.text(format.text(PagePhrase.skip))
    page.markup("</a>\n<header><h1>")
    page.stored(title)
    page.markup("</h1>\n")
    parameters(document, format, &page)
    page.markup("</header>\n<main id=\"figures\" tabindex=\"-1\">\n")
    let sections = document.allSections
    let figures = sections.firstIndex { $0.chart?.kind == .figures && !$0.table.rows.isEmpty }
    if let figures {
      try PageFigures(section: sections[figures], index: figures, format: format).write(&page, &sink)
    } else {
      keyFigures(document.table, format, &page)
    }
    notes(document.notes, PagePhrase.notes, format, &page)
    notes(document.receipt?.unknown ?? [], PagePhrase.unknown, format, &page)
    for (index, section) in sections.enumerated() where index != figures {
      let groups = index == 0 ? document.groupedBy.count - 1 : 0
      try PageSection(
        section: section, index: index, groups: groups,
        isOnlyTable: index == 0 && (document.lead == nil || format.text(section.title) == title),
        others: sections, format: format
      ).write(&page, &sink)
    }
    document.receipt.map { PageReceipt(receipt: $0, format: format).write(&page) }
    page.built("</main>\n<script>\(PageScript.text)</script>\n</body>\n</html>\n")
    try page.pass(to: &sink, all: true)
    return []
  }

  private func head(_ title: String, _ format: PageFormat, _ page: inout HTMLWriter) {
    page.built("<!doctype html>\n<html lang=\"\(format.tag)\"\(format.isRightToLeft ? " dir=\"rtl\"" : "")>\n<head>\n")
    page.markup("<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"")
    page.built(Self.policy)
    page.markup("\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
    page.markup(
      "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>")
    page.clipped(title, to: 120)
    page.built("</title>\n<style>\(PageStyle.text)</style>\n</head>\n<body>\n")
  }

  /// What the page lets run: its own style and script, and nothing that is loaded.
  static let policy =
    "default-src 'none'; style-src '\(PageDigest.source(PageStyle.text))'; script-src '\(PageDigest.source(PageScript.text))'; base-uri 'none'; form-action 'none'"

  /// The document's own lines, or the days that it is about where it has none.
  private func parameters(_ document: ReportDocument, _ format: PageFormat, _ page: inout HTMLWriter) {
    var lines = document.parameters
    if lines.isEmpty {
      if let period = document.period {
        lines.append(ReportParameter("period", LocalizedText(PagePhrase.period), LocalizedText(period)))
      }
      lines.append(ReportParameter("today", LocalizedText(PagePhrase.today), LocalizedText(document.today)))
    }
    page.markup("<dl class=\"parameters\">")
    for line in lines {
      page.markup("<div><dt>")
      page.text(format.text(line.label))
      page.markup("</dt><dd>")
      page.stored(format.text(line.value))
      page.markup("</dd></div>")
    }
    page.markup("</dl>\n")
  }

  /// The totals, large.
  private func keyFigures(_ table: ReportTable, _ format: PageFormat, _ page: inout HTMLWriter) {
    guard let total = table.total else { return }
    let figures = zip(total, table.columns).filter { $0 != .null && $1.kind.isNumber }
    guard !figures.isEmpty else { return }
    page.markup("<section class=\"key\" aria-labelledby=\"key\"><h2 id=\"key\" class=\"sr\">")
    page.text(format.text(PagePhrase.keyFigures))
    let width = format.width(of: figures.map { ($0, $1.kind) })
    page.built("</h2><dl class=\"\(figures.count > 6 ? "many" : "sums")\(width)\">")
    for (cell, column) in figures {
      page.markup("<div><dt>")
      page.text(format.text(column.header))
      page.markup("</dt><dd><span class=\"d\">")
      page.text(format.text(cell, column.kind, isWhole: true) ?? "–")
      page.markup("</span>")
      if case .money(let currency) = column.kind { page.built(" <small>\(currency.code)</small>") }
      page.markup("</dd></div>")
    }
    page.markup("</dl></section>\n")
  }

  private func notes(
    _ notes: [LocalizedText], _ heading: PagePhrase, _ format: PageFormat, _ page: inout HTMLWriter
  ) {
    guard !notes.isEmpty else { return }
    page.markup("<aside class=\"notes\"><h2>")
    page.text(format.text(heading))
    page.markup("</h2><ul>")
    for note in notes {
      page.markup("<li>")
      page.stored(format.text(note))
      page.markup("</li>")
    }
    page.markup("</ul></aside>\n")
  }
}
