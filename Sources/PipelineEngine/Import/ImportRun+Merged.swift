import PipelinePlugins

extension ImportRun {
  /// Finds the accounts that were merged into others: a file may go on naming them, and means those.
  mutating func findMergedAccounts() async throws {
    guard !knowsMergedAccounts else { return }
    knowsMergedAccounts = true
    var kept: [RecordID: RecordID] = [:]
    _ = try await pipeline.store.eachPage(of: .account, fields: [AccountBody.mergedField]) { page in
      for (row, id) in page.ids.enumerated() {
        guard let text = page.columns[0][row].text else { continue }
        for gone in AccountBody.mergedAccounts(text) { kept[gone] = id }
      }
    }
    for (gone, id) in kept.sorted(by: { $0.key < $1.key }) {
      var life = RecordLife(key: RecordKey(.account, gone))
      try await life.read(pipeline.store, AccountBody.fields)
      // One that was restored since is an account of its own again.
      guard life.cells == nil, let cells = life.cellsAtDeletion else { continue }
      accounts.merge(gone, try AccountBody.fields.decode(cells), into: id)
    }
    try await knowAccounts(of: kept.values)
  }
}
