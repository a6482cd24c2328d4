public import PipelinePlugins

/// Which deals to list.
public struct OpportunityFilter: Hashable, Sendable {
  /// Only this account's.
  public var account: RecordID?
  /// Only these salespeople's; empty for everybody's.
  public var owners: Set<String> = []
  /// Only deals in these statuses; empty for all.
  public var statuses: Set<String> = []
  /// Only these outcomes; empty for all.
  public var outcomes: Set<Outcome> = []
  /// Only deals whose name contains this, whatever the case.
  public var nameContains: String?
  /// Only deals that close on these days; closed deals by their actual date.
  public var closing: ClosedRange<CivilDate>?

  /// All deals.
  public init() {}
}

/// A part of a list.
public struct Page<Element: Sendable>: Sendable {
  /// The records.
  public let items: [Element]
  /// How many there are in all.
  public let total: Int
  /// Where the next part begins; `nil` after the last.
  public let next: Int?
}

extension Desk {
  /// The deals that pass a filter and that the acting person may see, oldest first, a page at a time. O(number of deals) unless an account is named.
  ///
  /// - Parameters:
  ///   - offset: How many to leave out, from 0.
  ///   - limit: How many to give at most, from 1.
  public func opportunities(
    _ filter: OpportunityFilter = OpportunityFilter(), offset: Int = 0, limit: Int = 50
  ) async throws -> Page<Opportunity> {
    let planner = try await pipeline.lookups.planner()
    let gate = try await pipeline.gate(for: user)
    if let account = filter.account {
      let stored = try await pipeline.store.find(.opportunity, "account", in: [.bytes(account.bytes)])
      let deals = try stored.map(Self.deal).filter { gate.sees($0.body) && filter.passes($0.body, planner) }
      return Page(slicing: deals, offset, limit)
    }
    var ids: [RecordID] = []
    let fields: [FieldName] = ["name", "cycle", "status", "owner", "expected_close_date", "actual_close_date"]
    try await pipeline.eachPage(of: .opportunity, fields: fields) { page in
      for row in page.ids.indices {
        var body = OpportunityBody()
        for (name, column) in zip(fields, page.columns) { OpportunityBody.fields[name]?.fill(&body, column, row) }
        if gate.sees(body), filter.passes(body, planner) { ids.append(page.ids[row]) }
      }
    }
    ids.sort()
    let part = Page(slicing: ids, offset, limit)
    let stored = try await pipeline.store.read(part.items.map { RecordKey(.opportunity, $0) })
    // Between the two readings a deal may have gone to somebody else.
    let deals = try stored.compactMap { try $0.map(Self.deal) }.filter { gate.sees($0.body) }
    return Page(items: deals, total: part.total, next: part.next)
  }

  /// The accounts whose name contains a text, by name, a page at a time.
  public func accounts(nameContains text: String? = nil, offset: Int = 0, limit: Int = 50) async throws -> Page<Account>
  {
    let wanted = text.map { $0.lowercased() }
    let names = try await pipeline.names(of: .account, field: "name")
      .filter { wanted == nil || $0.name.lowercased().contains(wanted ?? "") }
      .sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    let part = Page(slicing: names, offset, limit)
    let stored = try await pipeline.store.read(part.items.map { RecordKey(.account, $0.id) })
    return Page(items: try stored.compactMap { try $0.map(Self.account) }, total: part.total, next: part.next)
  }
}

extension OpportunityFilter {
  func passes(_ deal: OpportunityBody, _ planner: Planner) -> Bool {
    if !owners.isEmpty, !owners.contains(deal.owner) { return false }
    if !statuses.isEmpty, !statuses.contains(deal.status) { return false }
    if let text = nameContains, !deal.name.lowercased().contains(text.lowercased()) { return false }
    guard !outcomes.isEmpty || closing != nil else { return true }
    let outcome = planner.stage(of: deal)?.outcome ?? .open
    if !outcomes.isEmpty, !outcomes.contains(outcome) { return false }
    guard let closing else { return true }
    let date = outcome.isClosed ? deal.actualCloseDate : deal.expectedCloseDate
    return date.map(closing.contains) ?? false
  }
}

extension Page {
  init(slicing all: [Element], _ offset: Int, _ limit: Int) {
    let start = min(max(0, offset), all.count)
    let end = min(start + max(1, min(limit, all.count)), all.count)
    self.init(items: Array(all[start..<max(start, end)]), total: all.count, next: end < all.count ? end : nil)
  }
}

extension Field {
  /// Puts a cell of a column page into a body.
  func fill(_ body: inout Body, _ column: CellColumn, _ row: Int) {
    switch column {
    case .integers(let cells):
      _ = set(&body, cells[row] == CellColumn.missing ? .null : .integer(cells[row]))
    case .texts(let codes, let dictionary):
      _ = set(&body, codes[row] == CellColumn.missingCode ? .null : .text(dictionary[Int(codes[row])]))
    case .identities(let codes, let dictionary):
      _ = set(&body, codes[row] == CellColumn.missingCode ? .null : .bytes(dictionary[Int(codes[row])].bytes))
    }
  }
}
