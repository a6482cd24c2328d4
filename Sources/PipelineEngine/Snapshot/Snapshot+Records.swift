import PipelineAnalytics
package import PipelinePlugins

extension Snapshot {
  /// The names of accounts at the moment, also of those that were deleted before.
  package func accountNames() async throws -> [RecordID: String] { try await texts(.accountName).byID }

  /// The given deals at the snapshot's cursor; missing ones are left out.
  func deals(_ ids: [RecordID]) async throws -> [RecordID: Opportunity] {
    let deals = try await records(OpportunityBody.fields, ids)
    // What a page shows is edited next.
    if moment.past == nil, ids.count <= 200 { for deal in deals.values { pipeline.recentDeals.note(deal) } }
    return deals
  }

  /// The snapshot's records of a kind with the given identities; leaves out those that do not exist in it.
  func records<Body>(_ table: FieldTable<Body>, _ ids: [RecordID]) async throws -> [RecordID: Record<Body>] {
    guard !ids.isEmpty else { return [:] }
    if let past = moment.past { return try await histories(table, ids, at: past) }
    let stored = try await pipeline.store.read(ids.map { RecordKey(table.kind, $0) })
    var records: [RecordID: Record<Body>] = [:]
    for case .some(let record) in stored {
      records[record.id] = Record(id: record.id, version: record.version, body: try table.decode(record.cells))
    }
    // Records that were changed after the snapshot are read from their journals.
    let changed = try await changedSince(table.kind, Set(ids))
    for id in changed { records[id] = nil }
    return records.merging(try await histories(table, changed.sorted(), at: .latest)) { $1 }
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
    let changed = try await changedSince(.opportunity, nil)
    for (id, deal) in try await histories(OpportunityBody.fields, changed.sorted(), at: .latest) {
      lines.set(deal.body.lines, of: id, in: deal.body.currency ?? base)
    }
    return lines
  }

  /// The records of a kind that were changed after the snapshot, among the given ones or all.
  private func changedSince(_ kind: RecordKind, _ ids: Set<RecordID>?) async throws -> Set<RecordID> {
    var changed: Set<RecordID> = []
    try await pipeline.store.eachEntry(of: kind, after: cursor) { entry in
      if ids?.contains(entry.key.id) ?? true { changed.insert(entry.key.id) }
    }
    return changed
  }

  /// Records at a moment, computed from their journals up to the snapshot's cursor.
  private func histories<Body>(
    _ table: FieldTable<Body>, _ ids: [RecordID], at moment: PastMoment
  ) async throws -> [RecordID: Record<Body>] {
    var found: [RecordID: Record<Body>] = [:]
    if ids.count > Self.manyHistories, moment != .latest {
      let wanted = Set(ids)
      let all = try await pipeline.store.advance(RecordHistory(table.kind), upTo: cursor)
      for record in try all.records(table, at: moment) where wanted.contains(record.id) { found[record.id] = record }
      return found
    }
    for id in ids {
      let history = try await pipeline.store.advance(RecordHistory(table.kind), of: id, upTo: cursor)
      found[id] = moment == .latest ? try history.record(table, id) : try history.records(table, at: moment).first
    }
    return found
  }

  /// From so many records on, reading the whole journal of their kind costs less than reading that of each.
  private static let manyHistories = 200

  /// A deal with its values; `nil` if the user may not see it.
  func figures(of deal: RecordID) async throws -> StageDeal? {
    let listing = try columns.deals(reading, where: permissions.filters + [.identities([deal])])
    return try await page(listing, offset: 0).items.first
  }

  /// A page of listed deals with their records.
  func page(_ listing: DealListing, offset: Int) async throws -> Page<StageDeal> {
    let deals = try await deals(listing.rows.map(\.id))
    return page(listing, deals, offset: offset)
  }

  func page(_ listing: DealListing, _ deals: [RecordID: Opportunity], offset: Int) -> Page<StageDeal> {
    let items = listing.rows.compactMap { row -> StageDeal? in
      guard let deal = deals[row.id], permissions.sees(deal.body) else { return nil }
      return StageDeal(
        deal: deal, accountName: reading.accountNames[deal.body.account] ?? "", closeDate: row.closeDate,
        agreed: row.agreed.flatMap { Money(minorUnits: $0, currency: deal.body.currency ?? setup.baseCurrency) },
        probability: row.probability, currency: setup.baseCurrency, unweighted: row.amount.map { Int128($0) },
        weighted: row.weighted)
    }
    let end = offset + listing.rows.count
    return Page(items: items, total: listing.totalCount, next: end < listing.totalCount ? end : nil)
  }
}
