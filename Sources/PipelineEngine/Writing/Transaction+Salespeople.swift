public import PipelinePlugins

extension Transaction {
  /// Adds or updates the entry of a salesperson, found by name.
  ///
  /// - Throws: ``Refused`` for a blank name, for another name set by the closure, and for a manager whom the person manages,
  ///   directly or not.
  public nonisolated(nonsending) mutating func setSalesperson(
    _ name: String, _ change: (inout SalespersonBody) throws -> Void = { _ in }
  ) async throws -> Salesperson {
    let name = try personName(name)
    if let replay {
      let people = try await replay.records(SalespersonBody.fields)
      guard let person = people.first(where: { $0.body.name == name }) else {
        return try await unchangedPerson(name, replay)
      }
      return person
    }
    if let standing = try await person(name) { return try await self.change(standing, change) }
    return try await add(named: name, change)
  }

  /// Adds the entry of a salesperson.
  ///
  /// - Throws: ``Refused`` for a blank name, for that of another entry, and as ``setSalesperson(_:_:)``.
  public nonisolated(nonsending) mutating func addSalesperson(
    _ name: String, _ fill: (inout SalespersonBody) throws -> Void = { _ in }
  ) async throws -> Salesperson {
    if let again = try await replay?.nextCreated(SalespersonBody.fields) { return again }
    let name = try personName(name)
    if let known = try await person(name) {
      let refusal = Refusal(.duplicate, "name", .personAdded, ["value": known.body.name, "record": "\(known.id)"])
      throw naming(Refused([refusal]), people, nil, name)
    }
    return try await add(named: name, fill)
  }

  /// Edits the entry of a salesperson. Of the copy only the identity and the version are used.
  ///
  /// - Throws: ``StoreError/conflict(_:)`` with both versions if the entry was changed after the copy was read; ``Refused`` as
  ///   ``setSalesperson(_:_:)``.
  public nonisolated(nonsending) mutating func edit(
    _ person: Salesperson, _ change: (inout SalespersonBody) throws -> Void
  ) async throws -> Salesperson {
    if let replay { return try await replay.record(SalespersonBody.fields, person.id) }
    let standing = try expect(person.version, of: person.id, try await self.person(person.id), people)
    return try await self.change(standing, change)
  }

  private nonisolated(nonsending) mutating func add(
    named name: String, _ fill: (inout SalespersonBody) throws -> Void
  ) async throws -> Salesperson {
    var body = SalespersonBody()
    body.name = name
    try fill(&body)
    try await settle(&body, over: nil, named: name, id: nil)
    body.createdAt = moment.at
    return people.add(pipeline.environment.makeID(), body, at: moment.at)
  }

  private nonisolated(nonsending) mutating func change(
    _ standing: Salesperson, _ change: (inout SalespersonBody) throws -> Void
  ) async throws -> Salesperson {
    var body = standing.body
    try change(&body)
    try await settle(&body, over: standing.body, named: standing.body.name, id: standing.id)
    return people.change(standing, to: body, at: moment.at)
  }

  /// Normalizes an entry and checks what a closure has set.
  private func settle(
    _ body: inout SalespersonBody, over before: SalespersonBody?, named name: String, id: RecordID?
  ) async throws {
    SalespersonBody.fields.keepSystemFields(of: before, in: &body)
    // The name is the owner of deals, which stays.
    guard StoredText.name(body.name) == StoredText.name(name) else {
      let refusal = Refusal(.notEditable, "name", .personKeepsName, ["value": name])
      throw naming(Refused([refusal]), people, id, name)
    }
    body.name = name
    SalespersonBody.fields.normalize(&body, over: before)
    if body.manager != before?.manager { try await refuseCircle(of: body, id) }
  }

  /// Refuses a manager whom the person manages.
  private func refuseCircle(of body: SalespersonBody, _ id: RecordID?) async throws {
    var names = [body.name]
    var next = body.manager
    while let manager = next.map(StoredText.name) {
      // A circle of others, which may be older than this rule, does not end.
      guard !names.dropFirst().contains(manager) else { return }
      names.append(manager)
      if manager == body.name {
        let circle = names.map { $0.clipped() }.joined(separator: " → ")
        let refusal = Refusal(
          .invalid, "manager", .managedInCircle, ["value": body.manager ?? ""], values: ["names": .text(circle)])
        throw naming(Refused([refusal]), people, id, body.name)
      }
      next = try await person(manager)?.body.manager
    }
  }

  private func personName(_ name: String) throws -> String {
    let name = StoredText.name(name)
    guard !name.isEmpty else {
      throw naming(Refused([Refusal(.missing, "name", RefusalPhrase.personNeedsName)]), people, nil, nil)
    }
    return name
  }

  func person(_ name: String) async throws -> Salesperson? {
    if let (id, _) = people.all.first(where: { $1.body?.name == name }) { return people.current(id) }
    guard let stored = try await settledStore().find(.salesperson, "name", in: StoredText.keys(name)).first else {
      return nil
    }
    return Salesperson(id: stored.id, version: stored.version, body: try SalespersonBody.fields.decode(stored.cells))
  }

  private func person(_ id: RecordID) async throws -> Salesperson? {
    if people[id] != nil { return people.current(id) }
    guard let stored = try await settledStore().read([RecordKey(.salesperson, id)]).first ?? nil else { return nil }
    return Salesperson(id: stored.id, version: stored.version, body: try SalespersonBody.fields.decode(stored.cells))
  }

  /// The entry that a repeated operation left unchanged, and so did not write.
  private func unchangedPerson(_ name: String, _ replay: Replay) async throws -> Salesperson {
    guard let stored = try await settledStore().find(.salesperson, "name", in: StoredText.keys(name)).first else {
      throw OperationTaken(operation: replay.committed.id)
    }
    return try await replay.record(SalespersonBody.fields, stored.id)
  }
}
