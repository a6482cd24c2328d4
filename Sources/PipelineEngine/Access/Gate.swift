import PipelinePlugins

/// What the acting person may see and change. The engine's one place that decides it: every verb of a desk and of a batch
/// passes through here, and every report is read through ``filters``.
///
/// What may not be seen answers exactly like what does not exist. Accounts, salespeople and lookup tables are everyone's.
struct Gate: Sendable {
  let person: String
  /// The deals that may be seen.
  let sees: DealReach
  /// The deals that may be changed, all of which may be seen.
  let changes: DealReach

  init(person: String, _ grant: AccessGrant) {
    self.person = person
    sees = grant.sees
    // A policy may have filled its grant by hand.
    changes = grant.changes.within(grant.sees)
  }

  /// What a deal must be to be counted. Empty for a person who sees all.
  var filters: [PivotFilter] {
    guard case .owners(let owners) = sees else { return [] }
    return [.texts(.owner, owners)]
  }

  /// Whether a deal may be seen.
  func sees(_ deal: OpportunityBody) -> Bool { sees.includes(deal.owner) }

  /// The deal, where it may be seen.
  func seen(_ deal: Opportunity) -> Opportunity? { sees(deal.body) ? deal : nil }

  /// Why a deal that may be seen may not be changed; `nil` where it may.
  func refusal(toChange deal: OpportunityBody) -> Refusal? {
    changes.includes(deal.owner)
      ? nil
      : Refusal(.notAllowed, nil, RefusalPhrase.mayNotChange, ["person": person])
  }

  /// Why a deal may not be added for its owner; `nil` where it may.
  func refusal(toAdd deal: OpportunityBody) -> Refusal? {
    changes.includes(deal.owner)
      ? nil
      : Refusal(
        .notAllowed, "owner", .mayNotAdd, ["person": person, "value": deal.owner])
  }

  /// That an external id is taken; by which deal only where that deal may be seen.
  func duplicate(_ externalID: String, of holder: RecordID, _ deal: OpportunityBody) -> Refusal {
    sees(deal) ? .duplicateExternalID(externalID, holder) : .duplicateExternalID(externalID, nil)
  }
}

extension Pipeline {
  /// What a person may see and change at this moment.
  func gate(for person: String) async throws -> Gate {
    Gate(person: person, try await setup.access.grant(to: person))
  }
}
