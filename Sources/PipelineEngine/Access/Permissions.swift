import PipelinePlugins

/// The permissions of the acting user. This is the only place that checks permissions: every method of a desk and of a
/// transaction uses it, and every report is filtered by ``filters``.
///
/// A deal that the user may not see behaves like a deal that does not exist. Accounts, salespeople and lookup tables
/// are visible to everyone.
struct Permissions: Sendable {
  let person: String
  /// The deals that the user may see.
  let sees: DealReach
  /// The deals that the user may change, a subset of ``sees``.
  let changes: DealReach

  init(person: String, _ grant: AccessGrant) {
    self.person = person
    sees = grant.sees
    // A policy's grant may violate this.
    changes = grant.changes.within(grant.sees)
  }

  /// Filters for the visible deals; empty for a user who sees all.
  var filters: [PivotFilter] {
    guard case .owners(let owners) = sees else { return [] }
    return [.texts(.owner, owners)]
  }

  /// Whether a deal is visible.
  func sees(_ deal: OpportunityBody) -> Bool { sees.includes(deal.owner) }

  /// The deal, if it is visible.
  func seen(_ deal: Opportunity) -> Opportunity? { sees(deal.body) ? deal : nil }

  /// The refusal of a change of a visible deal; `nil` if it is allowed.
  func refusal(toChange deal: OpportunityBody) -> Refusal? {
    changes.includes(deal.owner)
      ? nil
      : Refusal(.notAllowed, nil, RefusalPhrase.mayNotChange, ["person": person])
  }

  /// The refusal of a new deal for its owner; `nil` if it is allowed.
  func refusal(toAdd deal: OpportunityBody) -> Refusal? {
    changes.includes(deal.owner)
      ? nil
      : Refusal(
        .notAllowed, "owner", .mayNotAdd, ["person": person, "value": deal.owner])
  }

  /// The refusal of an external id that exists already; it names the other deal only if that is visible.
  func duplicate(_ externalID: String, of holder: RecordID, _ deal: OpportunityBody) -> Refusal {
    sees(deal) ? .duplicateExternalID(externalID, holder) : .duplicateExternalID(externalID, nil)
  }
}

extension Pipeline {
  /// The current permissions of a user.
  func permissions(of person: String) async throws -> Permissions {
    Permissions(person: person, try await setup.access.grant(to: person))
  }
}
