import PipelinePlugins

extension DealRow {
  /// Puts what the row says into a deal.
  ///
  /// A blank clears an optional field, but leaves what a new deal gets by default, so that a second import changes nothing.
  func apply(to body: inout OpportunityBody, _ table: ImportTable) {
    for (name, text) in texts {
      guard let field = OpportunityBody.fields[name] else { continue }
      if let text {
        _ = field.set(&body, .text(text))
      } else if !Self.defaulted.contains(name) {
        _ = field.set(&body, .null)
      }
    }
    body.externalID = externalID
    if let currency { body.currency = currency }
    if table.sources["amount"] != nil { body.statedAmount = amount }
    if table.sources["product"] != nil { body.lines = line.map { [$0] } ?? [] }
    if table.sources["expected_close_date"] != nil, expectedCloseDate != nil || !table.section.defaultsCloseDate {
      body.expectedCloseDate = expectedCloseDate
    }
    guard table.sources["probability"] != nil, known.outcome == .open else { return }
    if let probability {
      body.probability = probability
    } else if body.probabilityOrigin == .person {
      body.probability = nil
    }
  }

  private static let defaulted: Set<FieldName> = ["name", "cycle", "status", "owner", "source", "forecast"]
}
