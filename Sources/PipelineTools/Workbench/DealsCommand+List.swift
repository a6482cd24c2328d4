import ArgumentParser
import PipelinePlugins
import SalesPipeline
import ToolSupport

extension DealsCommand {
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List deals.",
      discussion: """
        An id is as short as it can be, and is taken wherever a command names a deal. As text, 50 deals are shown; other
        formats hold all of them.

        EXAMPLES
          pipeline deals list --owner anna --outcome open --sort -amount
          pipeline deals list --group status --columns name,owner,amount
          pipeline deals list --as-of 2026-06-30
          pipeline deals list --deleted
          pipeline deals list --format xlsx --output deals.xlsx
        """)
    @OptionGroup var options: ToolOptions
    @OptionGroup var paging: Paging
    @Option(
      parsing: .unconditional,
      help: """
        What to order by: created, name, amount or a grouping such as owner; - in front reverses the order. Several with \
        commas order deals of equal value: owner,-amount.
        """)
    var sort = "created"
    @Option(help: "What to group by: a grouping such as owner, team, status or account.") var group: String?
    @Option(help: "The fields to show, with commas, such as name,source,amount.") var columns: String?
    @Option(help: "Show the deals as they were at the end of this day, yyyy-MM-dd. Default: now.") var asOf: CivilDate?
    @Flag(help: "Show the deals that were deleted, which 'deals restore' brings back.") var deleted = false
    @OptionGroup(title: "Filters") var filters: FilterOptions
    @OptionGroup var output: ListOutput

    func validate() throws {
      if deleted, asOf != nil || group != nil || sort != "created" || filters.filter != DealFilter() {
        throw ValidationError(
          usage: "--deleted lists all deleted deals, the oldest first; leave out what orders or filters")
      }
      try checkSort()
      _ = try fields()
      _ = try grouping()
    }

    /// What orders are called, by the fields that they are about.
    private static let orders = ["expected_close_date": "close_date", "status": "stage", "created_at": "created"]

    /// The order by the names that it has, where fields were named.
    private var order: String {
      sort.split(separator: ",", omittingEmptySubsequences: false).map { key in
        let name = key.hasPrefix("-") ? key.dropFirst() : key
        return Self.orders[String(name)].map { key.hasPrefix("-") ? "-\($0)" : $0 } ?? String(key)
      }
      .joined(separator: ",")
    }

    private func checkSort() throws {
      guard DealFilter.Order(order) == nil else { return }
      let keys = order.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      if let wrong = keys.first(where: { DealFilter.Order($0) == nil }) {
        throw Words.noSuch("order", wrong, DealFilter.Order.names)
      }
      throw ValidationError(usage: "a part of the order '\(sort)' has no effect; name each key once, and created last")
    }

    /// The fields to show; `nil` for the usual ones.
    private func fields() throws -> [Field<OpportunityBody>]? {
      // The id is always the first column.
      try columns.map { try Words.names($0).filter { $0 != "id" } }?.map { name in
        let own = Self.orders.first { $0.value == name }?.key ?? name
        if let field = FieldName(own).flatMap({ OpportunityBody.fields[$0] }) { return field }
        throw Words.noSuch("field", name, OpportunityBody.fields.fields.map(\.name.description))
      }
    }

    /// The field to group by, and the order of the groups; the team of the owner is no field.
    private func grouping() throws -> (field: Field<OpportunityBody>?, order: DealFilter.Order)? {
      guard let group else { return nil }
      if group == Self.team, let order = DealFilter.Order(group) { return (nil, order) }
      let name = group == "stage" ? "status" : group
      let order = DealFilter.Order(name == "status" ? "stage" : name)
      let fields = OpportunityBody.fields.fields.filter {
        $0.name == "status" || DealDimension(rawValue: $0.name.description) != nil && $0.kind != .lines
      }
      guard let field = fields.first(where: { $0.name.description == name }), let order else {
        throw Words.noSuch("grouping", group, fields.map(\.name.description) + [Self.team])
      }
      return (field, order)
    }

    func run() async throws {
      try await options.withDesk(for: .reading) { desk in
        guard !deleted else {
          let part = output.isText ? paging.page : paging.whole
          return try await DeletedRecords(desk, options, output, paging).deals(part, fields())
        }
        let (filter, account) = try await filters.resolved(desk, asOf: asOf)
        let language = try options.language(desk.setup)
        try MomentOptions.checkPast(asOf, desk)
        let source = try await DealSource(desk, asOf: asOf, today: options.today, filter, account)
        let shown = output.isText ? paging.page : paging.whole
        let group = try grouping()
        let sort = DealFilter.Order(self.order) ?? .oldest
        let order = group.map { $0.order.then(sort) } ?? sort
        let page = try await source.page(order, shown)
        var columns = try await RecordColumns(desk, language)
        try await columns.read(page.items, names: asOf == nil ? nil : try await source.accountNames())
        var list = RecordList(
          name: "deals", title: LocalizedText(ColumnPhrase.deals), records: page.items,
          columns: try fields()?.map { columns.field(ofDeals: $0) }
            ?? (output.isText ? columns.usual : columns.allOfDeals),
          key: { columns.key($0.id, $0.body.externalID) })
        list.dropsColumns = try fields() == nil
        if let group {
          // A heading counts its whole group, also where the page has a part of it. Beyond a limit that would read too many deals.
          let isWhole = page.total <= Self.mostGrouped
          let all =
            isWhole && page.items.count < page.total ? try await source.page(order, (0, .max)).items : page.items
          if !isWhole, output.isText {
            ToolRunner.note(language.text(WorkPhrase.headingsOfPage, ["count": .count(Self.mostGrouped)]), language)
          }
          let part = shown.offset..<shown.offset + page.items.count
          if let field = group.field {
            let column = field.name == "status" ? nil : columns.field(ofDeals: field)
            list.groups = try groups(RecordGroups(all, by: field), all.count, showing: part, columns) {
              column?.text($0) ?? columns.stage($0.body)
            }
          } else {
            let teams = source.teams
            list.groups = try groups(
              RecordGroups(all) { teams[$0.body.owner] }, all.count, showing: part, columns
            ) { teams[$0.body.owner] ?? "" }
          }
        }
        list.filter = filters.filter
        list.asOf = asOf
        list.note = paging.note(page.items.count, of: page.total, language)
        try await list.write(output, desk, options)
      }
    }

    private static let team = DealDimension.team.rawValue

    /// The most deals of a list whose headings are about whole groups.
    private static let mostGrouped = 10_000

    /// The headings of the groups: the value, how many deals have it, and their amounts.
    private func groups(
      _ groups: RecordGroups<OpportunityBody>, _ count: Int, showing part: Range<Int>, _ columns: RecordColumns,
      _ text: (Opportunity) -> String
    ) throws -> [(heading: String, count: Int)] {
      try groups.headings(showing: count == part.count ? 0..<count : part) { deals in
        let value = text(deals[0])
        let sums = try Dictionary(grouping: deals.compactMap(\.body.amount)) { $0.currency }
          .sorted { $0.key.code < $1.key.code }
          .map { columns.numbers.decimal(try $0.value.sum(in: $0.key).decimalText) + " " + $0.key.code }
        return columns.language.text(
          WorkPhrase.groupHeading,
          [
            "value": .text(value.isEmpty ? "—" : value), "count": .count(deals.count),
            "amounts": .text(sums.isEmpty ? "—" : sums.joined(separator: ", ")),
          ])
      }
    }
  }
}

/// The deals of a list: now, or at the end of a day.
struct DealSource {
  private let filter: DealFilter
  private let account: RecordID?
  private let snapshot: Snapshot

  /// - Parameter today: The day that deals are overdue by; `nil` for that of the moment.
  init(
    _ desk: Desk, asOf: CivilDate?, today: CivilDate? = nil, _ filter: DealFilter, _ account: RecordID?
  ) async throws {
    (self.filter, self.account) = (filter, account)
    snapshot = try await desk.snapshot(asOf.map { .asOf(desk.endOfDay($0)) } ?? .now, today: today)
  }

  /// The names of the accounts then.
  func accountNames() async throws -> [RecordID: String] { try await snapshot.accountNames() }

  /// The team of each salesperson then.
  var teams: [String: String] { snapshot.teams }

  /// A page of the list.
  func page(_ order: DealFilter.Order, _ part: (offset: Int, limit: Int)) async throws -> Page<Opportunity> {
    try await snapshot.opportunities(filter, by: order, in: account, offset: part.offset, limit: part.limit)
  }
}
