import PipelinePlugins

extension Pipeline {
  /// Commits, and converts constraint violations of the store into refusals: field, value, and the conflicting record
  /// if the acting user may see it.
  ///
  /// - Parameters:
  ///   - permissions: The permissions of the acting user; `nil` for the pipeline itself.
  ///   - naming: Returns the record of a batch that a refusal is about.
  ///   - enqueued: Called as soon as later commits take effect after this one.
  /// - Throws: ``Refused`` or ``StoreError``; then nothing was written.
  @discardableResult
  func commit(
    constrained changes: ChangeSet, with permissions: Permissions?, naming: (RecordKey) -> Refusal.Subject?,
    enqueued: () -> Void = {}
  ) async throws -> CommitReceipt {
    do {
      do {
        return try await store.commit(changes, enqueued: enqueued)
      } catch StoreError.failed {
        // After some errors it is unknown whether the change set was written. Committing the operation again has no
        // second effect.
        return try await commitAgain(changes)
      }
    } catch StoreError.constraint(let violations) {
      var refusals: [Refusal] = []
      for violation in violations {
        let refusal = try await refusal(violation, with: permissions)
        refusals.append(naming(violation.record).map(refusal.about) ?? refusal)
      }
      throw Refused(refusals)
    }
  }

  /// Commits a change set again after an unknown result. If the store has the operation already, the first try wrote
  /// it.
  private func commitAgain(_ changes: ChangeSet) async throws -> CommitReceipt {
    let receipt = try await store.commit(changes)
    guard receipt.wasRepeated, let known = try await store.operation(changes.operation),
      known.recordedAt == changes.recordedAt, known.author == changes.author
    else { return receipt }
    return CommitReceipt(cursor: receipt.cursor, wasRepeated: false)
  }

  private func refusal(_ violation: ConstraintViolation, with permissions: Permissions?) async throws -> Refusal {
    let (kind, field, value) = (violation.record.kind, violation.fields.last, violation.value)
    let holder = try await visible(violation.holder, with: permissions)
    switch violation.problem {
    case .taken:
      switch (kind, field) {
      case (.opportunity, "external_id"?), (.account, "external_id"?):
        return .duplicateExternalID(value, holder?.id)
      case (.lookupEntry, "key"?):
        let table = violation.cells.first?.text ?? ""
        return Refusal(.duplicate, field, .duplicateEntry, ["value": value, "table": table])
      case (.report, "name"?): return Refusal(.duplicate, field, .duplicateReport, ["value": value])
      default:
        var parameters = ["value": value]
        parameters["record"] = holder.map { "\($0.id)" }
        return Refusal(.duplicate, field, holder == nil ? .valueTaken : .valueTakenBy, parameters)
      }
    case .missing(.account): return Refusal(.unknownAccount, field, .unknownAccount, ["value": value])
    case .missing(let other):
      return Refusal(.invalid, field, .nothingReferred, ["value": value, "kind": "\(other)"])
    case .unknownKey(let list):
      return Refusal(.unknownEntry, field, .unknownEntry, ["value": value, "table": list.name])
    case .retiredKey(let list):
      return Refusal(.retiredEntry, field, .retiredEntry, ["value": value, "table": list.name])
    case .referred:
      var parameters = ["value": "\(violation.record)"]
      parameters["record"] = holder.map { "\($0.id)" }
      guard kind == .account, let stored = try await store.read([violation.record]).first ?? nil else {
        return Refusal(.inUse, nil, .stillReferred, parameters)
      }
      let account = try AccountBody.fields.decode(stored.cells)
      return Refusal(
        .inUse, nil, .accountInUseUncounted, parameters, values: ["account": .text(account.name.clipped())])
    }
  }

  /// The conflicting record, if the acting user may see it.
  private func visible(_ key: RecordKey?, with permissions: Permissions?) async throws -> RecordKey? {
    guard let key, let permissions, key.kind == .opportunity, permissions.sees != .all else { return key }
    let stored = try await store.read([key]).first ?? nil
    return try stored.map(Desk.deal).flatMap(permissions.seen) == nil ? nil : key
  }
}
