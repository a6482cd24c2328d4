import PipelinePlugins

extension BrokenStore: GroupingStore {
  var groupsReports: Bool { (base as? any GroupingStore)?.groupsReports ?? false }

  func groups(_ grouping: RecordGrouping) async throws -> RecordGroups {
    guard let base = base as? any GroupingStore else { throw StoreError.invalid(reason: "the store does not group") }
    var groups: RecordGroups
    do { groups = try await base.groups(grouping) } catch StoreError.invalid where fault == .groupsAnything {
      return RecordGroups(columns: [], counts: [], sums: [], cursor: .start)
    }
    switch fault {
    case .groupsDeleted:
      for row in groups.counts.indices { groups.counts[row] += try await deleted(grouping.kind) }
    case .groupsByMeaning: groups.columns = groups.columns.map(composed)
    case .roundsTowardsZero:
      for (place, field) in grouping.fields.enumerated() where field.step > 1 {
        guard case .integers(let numbers) = groups.columns[place] else { continue }
        groups.columns[place] = .integers(numbers.map { $0 < 0 && $0 != CellColumn.missing ? $0 + field.step : $0 })
      }
    case .wrapsSums: groups.sums = groups.sums.map { $0.map { Int128(Int64(truncatingIfNeeded: $0)) } }
    case .groupsLate: groups.cursor = Cursor(groups.cursor.sequence + 1)
    default: break
    }
    return groups
  }

  private func deleted(_ kind: RecordKind) async throws -> Int64 {
    let entries = try await base.journal(kind, id: nil, after: .start, limit: .max).entries
    return Int64(entries.count { if case .deleted = $0.event { true } else { false } })
  }

  /// Texts that are alike to people become the same.
  private func composed(_ column: CellColumn) -> CellColumn {
    guard case .texts(let codes, let texts) = column else { return column }
    return .texts(codes: codes, dictionary: texts.map { $0 == "\u{E9}" ? "\u{E9}" : $0 })
  }
}
