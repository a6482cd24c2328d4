package import PipelineTabular

/// Writes receipts as JSON, as described in `Documentation/Reference/json.md`, independent of the language.
package enum ReceiptJSON {
  /// Writes a receipt as an object.
  package static func write(_ receipt: ReportReceipt, _ writer: inout JSONWriter) {
    writer.object { writer in
      writer.name("definition")
      // A definition should be JSON; if it is not, it is written as a string.
      if !writer.embed(receipt.definition) { writer.text(receipt.definition) }
      if let scope = receipt.scope {
        writer.name("scope")
        if !writer.embed(scope) { writer.text(scope) }
      }
      writer.member("person", receipt.person)
      writer.member("made_at", receipt.madeAt.description)
      writer.member("as_of", receipt.asOf?.description)
      writer.member("known_at", receipt.knownAt?.description)
      writer.member("sequence", receipt.sequence)
      writer.name("configuration")
      writer.object(inline: true) {
        $0.member("since", receipt.configurationSince?.description)
        $0.member("digest", receipt.configurationDigest.isEmpty ? nil : receipt.configurationDigest)
      }
      writer.member("counted", receipt.counted)
      writer.name("excluded")
      writer.list { list in receipt.excluded.forEach { gap($0, &list) } }
      writer.name("rates")
      writer.list { list in receipt.rates.forEach { rate($0, &list) } }
      writer.member("oldest_rate_day", receipt.oldestRateDay?.description)
      writer.name("unknown")
      writer.list { list in receipt.unknown.forEach { list.text($0.fallback) } }
    }
  }

  /// The content of the separate receipt file for a format without a place for it; `nil` for a document without a
  /// receipt.
  package static func file(_ document: ReportDocument) -> [UInt8]? {
    guard let receipt = document.receipt else { return nil }
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("report", document.name)
      writer.member("generated_for", document.today.description)
      writer.name("receipt")
      write(receipt, &writer)
    }
    writer.endLine()
    return writer.take()
  }

  /// Writes deals that were not priced or left out as an object.
  package static func gap(_ gap: ReportGap, _ writer: inout JSONWriter) {
    writer.object(inline: true) {
      $0.member("reason", gap.reason.rawValue)
      $0.member("detail", gap.detail)
      $0.member("count", gap.count)
    }
  }

  private static func rate(_ rate: RateUse, _ writer: inout JSONWriter) {
    writer.object(inline: true) {
      $0.member("currency", rate.currency.code)
      $0.member("rate", rate.rate.description)
      $0.member("day", rate.day?.description)
      $0.member("quote", rate.quote)
    }
  }
}
