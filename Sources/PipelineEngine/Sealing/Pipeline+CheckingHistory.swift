import PipelinePlugins

extension Desk {
  /// Returns the digest of the journal as it is now. Keep it outside of the store, and pass it to
  /// ``checkHistory(against:)`` later. O(journal).
  /// - Throws: ``Refused`` if the acting user may not see all deals; ``Pipeline/HistoryNotSealed``, ``StoreError``.
  public func historyDigest() async throws -> Pipeline.HistoryDigest {
    _ = try await sealingPolicy()
    var pass = DigestPass(known: nil)
    _ = try await pipeline.store.eachWrite { pass.follow($0) }
    return pass.digest
  }

  /// Checks the journal against its seals, the records against their journal, and the journal against a digest.
  ///
  /// It finds entries that were edited, deleted, inserted or put in another order outside of the pipeline, and records that
  /// were changed without the journal. That the newest entries are gone, with what they changed, or that the whole journal
  /// was written anew with seals that fit, is found with a digest only.
  ///
  /// The journal is read once, and once more for each 400,000 entries or so, to check that many at a time. Changes that are
  /// committed meanwhile are not checked.
  ///
  /// - Parameter digest: An earlier digest of ``historyDigest()``; `nil` for none.
  /// - Throws: ``Refused`` if the acting user may not see all deals; ``Pipeline/HistoryNotSealed``, ``StoreError``.
  public func checkHistory(against digest: Pipeline.HistoryDigest? = nil) async throws -> Pipeline.HistoryCheck {
    let (policy, store) = (try await sealingPolicy(), pipeline.store)
    var first = DigestPass(known: digest)
    let end = try await store.eachWrite { first.follow($0) }
    var check = first.check
    if let problem = first.problem { check.add(Pipeline.HistoryCheck.Finding(problem)) }
    let parts = UInt64(max(1, (first.entries + 200_000) / 400_000))
    for part in 0..<parts {
      var pass = ChainPass(policy: policy, sealedFrom: first.sealedFrom) { $0.id.low % parts == part }
      _ = try await store.eachWrite(through: end) { pass.follow($0) }
      pass.finish()
      try await pass.compare(store, through: end)
      for finding in pass.findings { check.add(finding) }
    }
    return check
  }

  private func sealingPolicy() async throws -> any HistoryPolicy {
    guard try await pipeline.permissions(of: user).sees == .all else {
      throw pipeline.refused(Refused([Refusal(.notAllowed, nil, RefusalPhrase.checkOfAll, ["person": user])]))
    }
    guard let policy = pipeline.setup.history.first(where: \.seals) else { throw Pipeline.HistoryNotSealed() }
    return policy
  }
}

extension Store {
  /// Calls a closure for each write of the journal but those of consumers' places. Returns the end of the journal.
  fileprivate func eachWrite(
    through last: Cursor? = nil, _ body: (SealedWrite) throws -> Void
  ) async throws -> Cursor {
    var write: SealedWrite?
    var end = Cursor.start
    try await eachEntry(of: nil, through: last) { entry in
      end = Cursor(entry.sequence)
      guard RecordSealer.seals(entry.key.kind) else { return }
      if write?.includes(entry) == true {
        write?.add(entry)
      } else {
        if let write { try body(write) }
        write = SealedWrite(entry)
      }
    }
    if let write { try body(write) }
    return end
  }
}

/// Computes the digest of the journal.
private struct DigestPass {
  let known: Pipeline.HistoryDigest?
  private(set) var check = Pipeline.HistoryCheck()
  private(set) var entries = 0
  /// The first sealed write.
  private(set) var sealedFrom: Int64?
  private var sha256 = SHA256()
  private var fits: Bool?

  init(known: Pipeline.HistoryDigest?) {
    self.known = known
    if known?.writes == 0 { compare() }
  }

  mutating func follow(_ write: SealedWrite) {
    check.writes += 1
    entries += max(1, write.events.count)
    if write.seal != nil {
      check.sealed += 1
      if sealedFrom == nil { sealedFrom = write.first.sequence }
    }
    sha256.update(write.digestBytes)
    if check.writes == known?.writes { compare() }
  }

  private mutating func compare() { fits = digest == known }

  var digest: Pipeline.HistoryDigest { Pipeline.HistoryDigest(writes: check.writes, sha256: sha256.finished()) }

  var problem: Pipeline.HistoryCheck.Problem? {
    guard known != nil, fits != true else { return nil }
    return fits == nil ? .truncated : .digestDiffers
  }
}

/// Checks the chains of some records.
private struct ChainPass {
  let policy: any HistoryPolicy
  let sealedFrom: Int64?
  let includes: (RecordKey) -> Bool
  private(set) var findings: [Pipeline.HistoryCheck.Finding] = []
  private var chains: [RecordKey: RecordChain] = [:]

  init(policy: any HistoryPolicy, sealedFrom: Int64?, includes: @escaping (RecordKey) -> Bool) {
    self.policy = policy
    self.sealedFrom = sealedFrom
    self.includes = includes
  }

  mutating func follow(_ write: SealedWrite) {
    let key = write.first.key
    guard includes(key) else { return }
    let mustBeSealed = sealedFrom.map { write.first.sequence > $0 } ?? false
    if let problem = chains[key, default: RecordChain()].follow(write, policy, mustBeSealed: mustBeSealed) {
      findings.append(Pipeline.HistoryCheck.Finding(problem, key, write.first.version))
    }
  }

  mutating func finish() {
    for (key, chain) in chains {
      guard let problem = chain.problemAtEnd() else { continue }
      findings.append(Pipeline.HistoryCheck.Finding(problem, key, chain.version + 1))
    }
  }

  /// Compares the records of the store with what the journal says.
  mutating func compare(_ store: any Store, through end: Cursor) async throws {
    let keys = chains.keys.filter { chains[$0]?.isBroken == false }.sorted { $0.id < $1.id }
    for start in stride(from: 0, to: keys.count, by: 1_000) {
      let some = Array(keys[start..<min(start + 1_000, keys.count)])
      for (key, record) in zip(some, try await store.read(some)) {
        guard let chain = chains[key], !agrees(record, chain) else { continue }
        try await note(key, chain.version, store, end)
      }
    }
    for schema in Pipeline.schema where RecordSealer.seals(schema.kind) {
      var page: ColumnPage?
      repeat {
        let next = try await store.load(schema.kind, fields: [RecordSeal.field], page: page?.next)
        for id in next.ids {
          let key = RecordKey(schema.kind, id)
          if includes(key), chains[key] == nil { try await note(key, nil, store, end) }
        }
        page = next
      } while page?.next != nil
    }
  }

  private func agrees(_ record: StoredRecord?, _ chain: RecordChain) -> Bool {
    guard let record, let cells = chain.cells else { return record == nil && chain.cells == nil }
    return record.version == chain.version && record.cells.count == cells.count
      && zip(record.cells, cells).allSatisfy { $0.isSame(as: $1) }
  }

  /// Notes a record that differs, unless it was changed meanwhile.
  private mutating func note(_ key: RecordKey, _ version: Int64?, _ store: any Store, _ end: Cursor) async throws {
    guard try await store.journal(key.kind, id: key.id, after: end, limit: 1).entries.isEmpty else { return }
    findings.append(Pipeline.HistoryCheck.Finding(.recordDiffers, key, version))
  }
}
