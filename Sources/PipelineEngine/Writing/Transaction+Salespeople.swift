public import PipelinePlugins

extension Transaction {
  /// Adds or updates the entry of a salesperson, found by name.
  ///
  /// - Throws: ``Refused`` for a blank name.
  public nonisolated(nonsending) mutating func setSalesperson(
    _ name: String, _ change: (inout SalespersonBody) throws -> Void = { _ in }
  ) async throws -> Salesperson {
    let name = StoredText.name(name)
    guard !name.isEmpty else {
      throw naming(Refused([Refusal(.missing, "name", RefusalPhrase.personNeedsName)]), people, nil, nil)
    }
    if let replay {
      let people = try await replay.records(SalespersonBody.fields)
      guard let person = people.first(where: { $0.body.name == name }) else {
        return try await unchangedPerson(name, replay)
      }
      return person
    }
    guard let standing = try await person(name) else {
      var body = SalespersonBody()
      try change(&body)
      SalespersonBody.fields.keepSystemFields(of: nil, in: &body)
      body.name = name
      body.createdAt = moment.at
      return people.add(pipeline.environment.makeID(), body, at: moment.at)
    }
    var body = standing.body
    try change(&body)
    SalespersonBody.fields.keepSystemFields(of: standing.body, in: &body)
    body.name = name
    return people.change(standing, to: body, at: moment.at)
  }

  func person(_ name: String) async throws -> Salesperson? {
    if let (id, _) = people.all.first(where: { $1.body?.name == name }) { return people.current(id) }
    guard let stored = try await settledStore().find(.salesperson, "name", in: StoredText.keys(name)).first else {
      return nil
    }
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
