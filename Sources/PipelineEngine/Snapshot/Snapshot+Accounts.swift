package import PipelinePlugins

extension Snapshot {
  /// The accounts, by name, that match the text, the owners, the sources and the attributes of a filter: by each of them that is
  /// given, with one of its values.
  ///
  /// - Throws: ``UnknownName`` for a name that no account has and that could not be: an empty list would look right.
  package func accounts(matching filter: DealFilter) async throws -> [Account] {
    let named = try await accounts(nameContains: filter.text, limit: .max).items
    var others = filter
    others.text = nil
    guard others != DealFilter() else { return named }
    let all = filter.text == nil ? named : try await accounts(limit: .max).items
    // An owner of accounts need not have deals.
    let holders = Set(all.compactMap(\.body.owner))
    others.owners = others.owners.filter { !holders.contains(StoredText.name($0)) }
    let sources = Set(all.compactMap(\.body.source))
    others.sources = others.sources.filter { !sources.contains(StoredText.name($0)) }
    try await checkNames(others)
    let (owners, wanted) = (Set(filter.owners.map(StoredText.name)), Set(filter.sources.map(StoredText.name)))
    return named.filter { account in
      guard owners.isEmpty || account.body.owner.map(owners.contains) ?? false else { return false }
      guard wanted.isEmpty || account.body.source.map(wanted.contains) ?? false else { return false }
      return filter.attributes.allSatisfy { name, values in account.body.attributes[name].map(values.contains) ?? false
      }
    }
  }
}
