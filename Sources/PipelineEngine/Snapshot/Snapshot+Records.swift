import PipelineAnalytics
import PipelinePlugins

extension Snapshot {
  /// The given deals at the snapshot's cursor; missing ones are left out.
  func deals(_ ids: [RecordID]) async throws -> [RecordID: Opportunity] {
    guard !ids.isEmpty else { return [:] }
    if let past = moment.past { return try await histories(ids, at: past) }
    let stored = try await pipeline.store.read(ids.map { RecordKey(.opportunity, $0) })
    var deals: [RecordID: Opportunity] = [:]
    for case .some(let record) in stored { deals[record.id] = try Desk.deal(record) }
    // Deals that were changed after the snapshot are read from their journals.
    let changed = try await changedSince(Set(ids))
    for (id, deal) in try await histories(changed.sorted(), at: PastMoment(asOf: .distantFuture, knownAt: nil)) {
      deals[id] = deal
    }
    return deals
  }

  /// The lines of all deals at the snapshot's cursor.
  func lines() async throws -> DealLines {
    var lines = DealLines()
    let base = setup.baseCurrency
    if let past = moment.past {
      let history = try await pipeline.store.advance(RecordHistory(.opportunity), upTo: cursor)
      for deal in try history.records(OpportunityBody.fields, at: past) {
        lines.set(deal.body.lines, of: deal.id, in: deal.body.currency ?? base)
      }
      return lines
    }
    let (field, currencies) = (OpportunityBody.fields["lines"], OpportunityBody.fields["currency"])
    try await pipeline.store.eachPage(of: .opportunity, fields: ["lines", "currency"]) { page in
      for row in page.ids.indices {
        var body = OpportunityBody()
        field?.fill(&body, page.columns[0], row)
        currencies?.fill(&body, page.columns[1], row)
        lines.set(body.lines, of: page.ids[row], in: body.currency ?? base)
      }
    }
    let changed = try await changedSince(nil)
    for (id, deal) in try await histories(changed.sorted(), at: PastMoment(asOf: .distantFuture, knownAt: nil)) {
      lines.set(deal.body.lines, of: id, in: deal.body.currency ?? base)
    }
    return lines
  }

  /// The deals that were changed after the snapshot, among the given ones or all.
  private func changedSince(_ ids: Set<RecordID>?) async throws -> Set<RecordID> {
    var changed: Set<RecordID> = []
    try await pipeline.store.eachEntry(of: .opportunity, after: cursor) { entry in
      if ids?.contains(entry.key.id) ?? true { changed.insert(entry.key.id) }
    }
    return changed
  }

  /// Deals at a moment, computed from their journals up to the snapshot's cursor.
  private func histories(_ ids: [RecordID], at moment: PastMoment) async throws -> [RecordID: Opportunity] {
    var found: [RecordID: Opportunity] = [:]
    for id in ids {
      let history = try await pipeline.store.advance(RecordHistory(.opportunity), of: id, upTo: cursor)
      found[id] =
        moment.asOf == .distantFuture
        ? try history.record(OpportunityBody.fields, id) : try history.records(OpportunityBody.fields, at: moment).first
    }
    return found
  }

  /// A page of listed deals with their records.
  func page(_ listing: DealListing, offset: Int) async throws -> Page<StageDeal> {
    let deals = try await deals(listing.rows.map(\.id))
    return page(listing, deals, offset: offset)
  }

  func page(_ listing: DealListing, _ deals: [RecordID: Opportunity], offset: Int) -> Page<StageDeal> {
    let items = listing.rows.compactMap { row -> StageDeal? in
      guard let deal = deals[row.id], gate.sees(deal.body) else { return nil }
      return StageDeal(
        deal: deal, accountName: reading.accountNames[deal.body.account] ?? "", closeDate: row.closeDate,
        agreed: row.agreed.flatMap { Money(minorUnits: $0, currency: deal.body.currency ?? setup.baseCurrency) },
        probability: row.probability, unweighted: row.amount.map { Int128($0) }, weighted: row.weighted)
    }
    let end = offset + listing.rows.count
    return Page(items: items, total: listing.totalCount, next: end < listing.totalCount ? end : nil)
  }
}
