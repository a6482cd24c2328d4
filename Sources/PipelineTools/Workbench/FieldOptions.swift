import ArgumentParser
import SalesPipeline
import ToolSupport

/// Fields of a deal on a command line: `--set`.
struct FieldOptions: ParsableArguments {
  @Option(
    name: .customLong("set"), help: "A field and its value: FIELD=VALUE, or FIELD= to clear it.",
    completion: .names(.fields(.opportunity)))
  var assignments: [Assignment] = []

  /// What sets the fields of a deal. The account may be named as everywhere.
  ///
  /// - Parameter isForMany: Whether it is for several deals: what no deal takes is then refused once, not for each.
  func filling(
    _ desk: Desk, forMany isForMany: Bool = false
  ) async throws -> @Sendable (inout OpportunityBody) throws -> Void {
    let assignments = try await assignments.withAccounts(desk)
    let currency = desk.setup.baseCurrency
    if isForMany {
      var probe = OpportunityBody()
      let alike = assignments.filter { $0.field != "currency" && !$0.isAmount }
      try alike.apply(to: &probe, OpportunityBody.fields, currency)
    }
    return { try assignments.apply(to: &$0, OpportunityBody.fields, currency) }
  }
}

extension Assignment {
  /// Whether its value is read in the currency of the record.
  fileprivate var isAmount: Bool { FieldName(field).flatMap { OpportunityBody.fields[$0] }?.kind == .money }
}

extension [Assignment] {
  /// The assignments with the identity of an account in place of its external id or name.
  func withAccounts(_ desk: Desk) async throws -> [Assignment] {
    var resolved: [Assignment] = []
    for one in self {
      guard one.field == "account", !one.value.isEmpty else {
        resolved.append(one)
        continue
      }
      // What names no account is refused with all else that is wrong.
      do { resolved.append(Assignment(one.field, "\(try await desk.findAccount(one.value).id)")) } catch is NotFound {
        resolved.append(one)
      }
    }
    return resolved
  }
}

/// Which deals a command is about: one, or all that match filters.
struct DealSelection: ParsableArguments {
  @Argument(help: "The deal's id or external id; left out with filters.", completion: .names(.deals)) var deal: String?
  @OptionGroup(title: "Filters") var filters: FilterOptions

  func validate() throws {
    if deal != nil, !filters.filter.isAll {
      throw ValidationError(usage: "name a deal or give filters, not both")
    }
    if deal == nil, filters.filter.isAll {
      throw ValidationError(usage: "say which deals: name one, or give filters such as --owner")
    }
  }

  /// Edits the deals in one operation, and prints what it did.
  func edit(
    _ desk: Desk, _ options: ToolOptions, closedOn: CivilDate? = nil, isDryRun: Bool,
    _ change: (inout OpportunityBody) throws -> Void
  ) async throws {
    let result: Desk.BulkEdit
    if let deal {
      let found = try await desk.liveDeal(deal)
      guard isDryRun else {
        let edited = try await desk.edit(found, closedOn: closedOn, change)
        return print(Output.version(edited, from: found, try options.language(desk.setup)))
      }
      result = try await desk.edit([found], closedOn: closedOn, isDryRun: true, change)
    } else {
      let (filter, account) = try await filters.resolved(desk)
      result = try await desk.edit(where: filter, in: account, closedOn: closedOn, isDryRun: isDryRun, change)
    }
    try await Output.bulk(result, isDryRun: isDryRun, desk, options)
  }
}

extension FilterOptions {
  /// The filter; one account may be named by its id or external id as well, and is returned by itself.
  ///
  /// - Parameter asOf: The day of the deals. An account that is gone since is one of that day by its name.
  func resolved(_ desk: Desk, asOf: CivilDate? = nil) async throws -> (DealFilter, RecordID?) {
    var filter = filter
    guard filter.accounts.count == 1 else { return (filter, nil) }
    do {
      let key = filter.accounts[0]
      // One that was deleted or merged is said to be; as of a past day it may be there.
      let account = try await (asOf == nil ? desk.liveAccount(key) : desk.findAccount(key)).id
      filter.accounts = []
      return (filter, account)
    } catch let missing as NotFound {
      guard asOf != nil else { throw missing }
      return (filter, nil)
    }
  }
}
