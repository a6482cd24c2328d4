import PipelinePlugins

extension ImportRun {
  /// Records an account that may have lost a won deal.
  mutating func doubt(_ writes: [DealWrite], _ account: RecordID) {
    for write in writes {
      guard case .update(_, let changes) = write.action else { continue }
      for change in changes {
        switch change.field {
        case "status", "cycle": doubtful.insert(account)
        case "account": if let id = change.old.bytes.flatMap({ RecordID(bytes: $0) }) { doubtful.insert(id) }
        default: continue
        }
      }
    }
  }

  /// Finds accounts without a won deal, which become prospects again.
  mutating func findFormerCustomers() async throws {
    let candidates = doubtful.subtracting(customers)
    try await knowAccounts(of: Array(candidates))
    let customersNow = candidates.filter { accounts[$0]?.body.standing == .customer }.sorted()
    // Deals of this import count as written by it: a won one has made its account a customer already.
    let written = customersNow.isEmpty ? [] : Set(deals.lazy.map(\.key.id))
    var stillCustomers: Set<RecordID> = []
    for start in stride(from: 0, to: customersNow.count, by: Self.findSize) {
      let values = customersNow[start..<min(start + Self.findSize, customersNow.count)].map {
        FieldValue.bytes($0.bytes)
      }
      for stored in try await pipeline.store.find(.opportunity, "account", in: values)
      where !written.contains(stored.id) {
        let deal = try Desk.deal(stored).body
        if planner.stage(of: deal)?.outcome == .won { stillCustomers.insert(deal.account) }
      }
    }
    formerCustomers = Set(customersNow).subtracting(stillCustomers)
  }
}
