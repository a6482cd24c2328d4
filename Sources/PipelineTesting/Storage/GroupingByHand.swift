package import PipelinePlugins

/// A driver whose stores group the records of another one by loading them: right, and slow.
package struct GroupingByHand: StorageDriver {
  private let inner: any StorageDriver

  /// A driver over another one.
  package init(inner: any StorageDriver) { self.inner = inner }

  /// Opens the store.
  package func open(_ context: StoreContext) async throws -> any Store {
    GroupingStoreByHand(inner: try await inner.open(context), schema: context.schema)
  }
}

private struct GroupingStoreByHand: ForwardingStore, GroupingStore {
  private struct Group {
    var cells: [FieldValue]
    var count: Int64 = 0
    var sum: Int128?
  }

  let inner: any Store
  let schema: [RecordSchema]
  var groupsReports: Bool { true }

  func groups(_ grouping: RecordGrouping) async throws -> RecordGroups {
    let fields = schema.first { $0.kind == grouping.kind }?.fields ?? []
    let types = Dictionary(fields.map { ($0.name, $0.type) }, uniquingKeysWith: { first, _ in first })
    let names = grouping.fields.map(\.name) + [grouping.sum]
    var page = try await inner.load(grouping.kind, fields: names, page: nil)
    guard types[grouping.sum] == .integer else { throw StoreError.invalid(reason: "'\(grouping.sum)' is no integer") }
    let cursor = page.cursor
    var groups: [[ExactCell]: Group] = [:]
    while true {
      for row in page.ids.indices {
        var cells = try page.columns.map { try $0.cell(row) }
        let amount = cells.removeLast().integer
        for (place, field) in grouping.fields.enumerated() where field.step > 1 {
          guard let number = cells[place].integer else { continue }
          let (quotient, remainder) = number.quotientAndRemainder(dividingBy: field.step)
          cells[place] = .integer((remainder < 0 ? quotient - 1 : quotient) * field.step)
        }
        let key = (cells + [.integer(amount == nil ? 0 : 1)]).map(ExactCell.init)
        var group = groups[key] ?? Group(cells: cells)
        group.count += 1
        if let amount { group.sum = (group.sum ?? 0) + Int128(amount) }
        groups[key] = group
      }
      guard let next = page.next else { break }
      page = try await inner.load(grouping.kind, fields: names, page: next)
    }
    var builders = grouping.fields.map { CellColumn.Builder(types[$0.name] ?? .text) }
    var result = RecordGroups(columns: [], counts: [], sums: [], cursor: cursor)
    for group in groups.values {
      for place in builders.indices { builders[place].append(group.cells[place]) }
      result.counts.append(group.count)
      result.sums.append(group.sum)
    }
    result.columns = builders.map(\.column)
    return result
  }
}
