import PipelinePlugins

extension Transaction {
  /// The refusals of a command, with the record of the batch that they are about; as they are where there is no batch.
  ///
  /// - Parameters:
  ///   - id: The record; `nil` for one that was to be added.
  ///   - name: Its external id, else its name.
  func naming<Body>(_ refused: Refused, _ drafts: Drafts<Body>, _ id: RecordID?, _ name: String?) -> Refused {
    guard isBatch else { return refused }
    let subject = Refusal.Subject(
      drafts.table.kind, id, place: drafts.place(of: id), name: name.flatMap { $0.isBlank ? nil : $0 })
    return Refused(refused.refusals.map { $0.about(subject) })
  }

  /// The record of the batch that a refusal of the store is about; `nil` where there is no batch, and for a record of which
  /// nothing is known here.
  func subject(_ key: RecordKey) -> Refusal.Subject? {
    guard isBatch else { return nil }
    if let body = deals[key.id]?.body {
      return Refusal.Subject(key.kind, key.id, place: deals.place(of: key.id), name: body.externalID ?? body.name)
    }
    if let body = accounts[key.id]?.body {
      return Refusal.Subject(key.kind, key.id, place: accounts.place(of: key.id), name: body.externalID ?? body.name)
    }
    if let body = people[key.id]?.body {
      return Refusal.Subject(key.kind, key.id, place: people.place(of: key.id), name: body.name)
    }
    return planned(key).map { Refusal.Subject(key.kind, key.id, place: nil, name: $0) }
  }

  /// What a record is called that an import makes.
  private func planned(_ key: RecordKey) -> String? {
    for write in others where write.key == key {
      guard case .create(let cells) = write.action else { continue }
      switch key.kind {
      case .opportunity: return (try? OpportunityBody.fields.decode(cells)).map { $0.externalID ?? $0.name }
      case .account: return (try? AccountBody.fields.decode(cells)).map { $0.externalID ?? $0.name }
      case .salesperson: return (try? SalespersonBody.fields.decode(cells))?.name
      default: return nil
      }
    }
    return nil
  }
}
