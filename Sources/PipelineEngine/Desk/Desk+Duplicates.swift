public import PipelinePlugins

extension Desk {
  /// Returns the accounts with a name like a given one, oldest first: equal but for case, accents, blanks, punctuation
  /// and the legal form (Inc, Ltd, GmbH, SARL, …). O(number of accounts).
  /// - Throws: ``StoreError``.
  public func accounts(namedLike name: String) async throws -> [Account] {
    let wanted = LikeName(name)
    guard !wanted.isEmpty else { return [] }
    let found = try await accountNames().filter { LikeName($0.value) == wanted }
    return try await accounts(Set(found.map(\.key))).values.sorted { $0.id < $1.id }
  }

  /// Returns the groups of accounts with like names, each oldest first: what ``merge(_:into:operation:)`` may be for.
  /// O(number of accounts).
  /// - Throws: ``StoreError``.
  public func duplicateAccounts() async throws -> [[Account]] {
    let groups = Dictionary(grouping: try await accountNames()) { LikeName($0.value) }
      .filter { $0.value.count > 1 && !$0.key.isEmpty }.map { $0.value.map(\.key).sorted() }
    let accounts = try await accounts(Set(groups.joined()))
    return groups.sorted { $0[0] < $1[0] }.map { ids in ids.compactMap { accounts[$0] } }.filter { $0.count > 1 }
  }

  /// The names of all accounts.
  package func accountNames() async throws -> [RecordID: String] {
    let texts = try await snapshot(ReportScope(), .accounts).texts(.accountName)
    return texts.byID.filter { !texts.gone.contains($0.key) && !texts.later.contains($0.key) }
  }

  /// The salespeople that the acting user may know of, by name: those who were added, and the owners of deals.
  ///
  /// - Parameter addingUser: Whether the acting user is one of them also without deals and on no list.
  package func knownPeople(addingUser: Bool = true) async throws -> [String] {
    try await snapshot(ReportScope(), .people).people(addingUser: addingUser)
  }

  /// The owners of deals that the acting user may see.
  package func knownOwners() async throws -> [String] { try await snapshot(ReportScope(), .people).owners() }

  /// Whether two texts are the same name: in NFC, and without the blanks around them.
  package func isSame(_ name: String, _ other: String) -> Bool { StoredText.name(name) == StoredText.name(other) }
}
