import PipelinePlugins

/// Writes how the figures came about, folded away.
struct PageReceipt {
  let receipt: ReportReceipt
  let format: PageFormat

  func write(_ page: inout HTMLWriter) {
    page.markup("<section class=\"receipt\" aria-labelledby=\"receipt\"><details><summary><h2 id=\"receipt\">")
    page.text(format.text(PagePhrase.receipt))
    page.markup("</h2></summary><dl>\n")
    line(PagePhrase.person, receipt.person, &page)
    line(PagePhrase.madeAt, format.text(receipt.madeAt), exact: receipt.madeAt.description, &page)
    let asOf = receipt.asOf.map(format.text) ?? format.text(PagePhrase.present)
    line(PagePhrase.asOf, asOf, exact: receipt.asOf?.description, &page)
    if let known = receipt.knownAt { line(PagePhrase.knownAt, format.text(known), exact: known.description, &page) }
    if receipt.sequence > 0 {
      line(PagePhrase.sequence, format.numbers.count(receipt.sequence), exact: "\(receipt.sequence)", &page)
    }
    line(PagePhrase.configuration, configuration, exact: receipt.configurationSince?.description, &page)
    line(PagePhrase.counted, format.numbers.count(receipt.counted), exact: "\(receipt.counted)", &page)
    for gap in receipt.excluded {
      let exact = [gap.reason.rawValue, gap.detail, "\(gap.count)"].filter { !$0.isEmpty }.joined(separator: " ")
      line(PagePhrase.excluded, format.text(gap.note), exact: exact, &page)
    }
    page.markup("</dl>\n")
    rates(&page)
    if !receipt.definition.isEmpty {
      page.markup("<h3>")
      page.text(format.text(PagePhrase.definition))
      page.markup("</h3><pre tabindex=\"0\">")
      page.text(receipt.definition, isMarked: true)
      page.markup("</pre>")
    }
    page.markup("</details></section>\n")
  }

  private var configuration: String {
    let since = receipt.configurationSince.map { "\(format.text(PagePhrase.since)) \(format.text($0))" }
    return [receipt.configurationDigest, since ?? ""].filter { !$0.isEmpty }.joined(separator: ", ")
  }

  /// A line; `exact` is what programs read in it, which never varies by language.
  private func line(_ name: PagePhrase, _ value: String, exact: String? = nil, _ page: inout HTMLWriter) {
    guard !value.isEmpty else { return }
    page.markup("<div><dt>")
    page.text(format.text(name))
    page.markup("</dt><dd")
    if let exact {
      page.markup(" data-v=\"")
      page.text(exact)
      page.markup("\"")
    }
    page.markup(">")
    page.stored(value)
    page.markup("</dd></div>\n")
  }

  private func rates(_ page: inout HTMLWriter) {
    guard !receipt.rates.isEmpty else { return }
    page.markup("<h3 id=\"rates\">")
    page.text(format.text(PagePhrase.rates))
    page.markup(
      "</h3><div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-labelledby=\"rates\"><table aria-labelledby=\"rates\"><thead><tr><th scope=\"col\">"
    )
    page.text(format.text(PagePhrase.currency))
    page.markup("</th><th scope=\"col\" class=\"n\">")
    page.text(format.text(PagePhrase.rate))
    page.markup("</th><th scope=\"col\">")
    page.text(format.text(PagePhrase.day))
    page.markup("</th><th scope=\"col\">")
    page.text(format.text(PagePhrase.quote))
    page.markup("</th></tr></thead><tbody>\n")
    let oldest = receipt.oldestRateDay
    for use in receipt.rates {
      let rate = use.rate.description
      page.built("<tr><th scope=\"row\">\(use.currency.code)</th><td class=\"n\" data-v=\"\(rate)\">")
      page.text(format.numbers.decimal(rate))
      page.built("</td><td class=\"d\"\(use.day.map { " data-v=\"\($0)\"" } ?? "")>")
      page.text(use.day.map(format.numbers.date) ?? format.text(PagePhrase.always))
      if use.day != nil, use.day == oldest {
        page.markup(" <small>")
        page.text(format.text(PagePhrase.oldest))
        page.markup("</small>")
      }
      page.markup("</td><td>")
      page.text(use.quote ?? "")
      page.markup("</td></tr>\n")
    }
    page.markup("</tbody></table></div>\n")
  }
}
