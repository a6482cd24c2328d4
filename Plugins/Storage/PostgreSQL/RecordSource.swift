#if PostgreSQL
  import PipelinePlugins

  /// What a commit needs to know of a record.
  struct KnownRecord {
    var version: Int64
    var isDeleted: Bool
    /// When the latest of its entries takes effect.
    var latest: Int64
    /// The cells that constraints are checked with.
    var cells: [FieldValue]

    /// `nil` for a tombstone.
    var liveVersion: Int64? { isDeleted ? nil : version }
  }

  /// The records that a commit is checked against: those of the database, with what was checked before in the same transaction
  /// and is not written yet.
  ///
  /// It answers at once. A question that needs the database is noted and answered with nothing; the answers are then read in one
  /// round trip, and everything is asked again. A result counts only if nothing was missing.
  struct RecordSource: ConstraintSource {
    /// Who has these cells.
    private struct Holding: Hashable {
      let query: Int
      let cells: [ExactCell]
    }

    private let layout: Layout
    private let workspace: Parameter
    /// How many writes may be checked before they are in the database.
    private let writes: Int
    private var known: [RecordKey: KnownRecord?] = [:]
    private var holdings: [Holding: [RecordID]] = [:]
    private var missingRecords: Set<RecordKey> = []
    private var missingHoldings: [Holding: (query: HolderQuery, cells: [FieldValue])] = [:]
    /// What is written in this transaction.
    private var written: [RecordKind: [RecordID: KnownRecord]] = [:]
    private var replaced: [(key: RecordKey, record: KnownRecord?)] = []
    private static let largestRequest = 5_000

    init(_ layout: Layout, _ workspace: Parameter, writes: Int = 0) {
      self.writes = writes
      self.layout = layout
      self.workspace = workspace
    }

    var isMissing: Bool { !missingRecords.isEmpty || !missingHoldings.isEmpty }

    /// A record; `nil` if it does not exist, or has to be read first.
    mutating func record(_ key: RecordKey) -> KnownRecord? {
      if let record = written[key.kind]?[key.id] { return record }
      if let record = known[key] { return record }
      missingRecords.insert(key)
      return nil
    }

    mutating func write(_ record: KnownRecord, _ key: RecordKey) {
      let old = written[key.kind, default: [:]].updateValue(record, forKey: key.id)
      replaced.append((key, old))
    }

    mutating func keep() { replaced.removeAll(keepingCapacity: true) }

    /// Takes back what was written since the last ``keep()``.
    mutating func takeBack() {
      for (key, record) in replaced.reversed() { written[key.kind]?[key.id] = record }
      keep()
    }

    /// Forgets what is not in the database, to check everything again.
    mutating func restart() {
      written = [:]
      replaced = []
    }

    /// Forgets everything: what was written is in the database now.
    mutating func reread() { self = RecordSource(layout, workspace) }

    mutating func holders(_ query: HolderQuery, _ cells: [FieldValue], limit: Int) -> [RecordID] {
      guard let kind = layout.kinds[query.kind] else { return [] }
      let holding = Holding(query: query.number, cells: cells.map(ExactCell.init))
      guard let stored = holdings[holding] else {
        missingHoldings[holding] = (query, cells)
        return []
      }
      guard let own = written[query.kind], !own.isEmpty else { return Array(stored.prefix(limit)) }
      let places = query.fields.compactMap { kind.places[$0].flatMap { kind.constrainedPlaces[$0] } }
      let new = own.filter { _, record in
        !record.isDeleted && places.count == cells.count
          && zip(places, cells).allSatisfy { record.cells[$0].isSame(as: $1) }
      }
      return Array((stored.filter { own[$0] == nil } + new.keys).sorted().prefix(limit))
    }

    mutating func cells(_ key: RecordKey, _ fields: [FieldName]) -> [FieldValue]? {
      guard let kind = layout.kinds[key.kind], let record = record(key), !record.isDeleted else { return nil }
      return fields.map { name in
        kind.places[name].flatMap { kind.constrainedPlaces[$0] }.map { record.cells[$0] } ?? .null
      }
    }

    /// Asks for records that will be needed.
    mutating func want(_ key: RecordKey) { if known[key] == nil { missingRecords.insert(key) } }

    /// The statements that read what is missing.
    func requests() -> [Request] {
      var requests: [Request] = []
      for (kind, ids) in grouped() {
        for start in stride(from: 0, to: ids.count, by: Self.largestRequest) {
          let some = ids[start..<min(ids.count, start + Self.largestRequest)]
          requests.append(Request(kind.standing, [workspace, .identities(some)]))
        }
      }
      for (query, holdings) in groupedHoldings() {
        for start in stride(from: 0, to: holdings.count, by: Self.largestRequest) {
          let some = Array(holdings[start..<min(holdings.count, start + Self.largestRequest)])
          if let request = request(query, some) { requests.append(request) }
        }
      }
      return requests
    }

    /// Takes over the results of ``requests()``.
    mutating func answer(_ results: [Rows]) throws {
      var rest = results[...]
      for (kind, ids) in grouped() {
        for key in ids { known[RecordKey(kind.kind, key)] = .some(nil) }
        for _ in stride(from: 0, to: ids.count, by: Self.largestRequest) {
          guard let rows = rest.popFirst() else { throw Damage(reason: "an answer is missing") }
          try take(rows, kind)
        }
      }
      for (query, holdings) in groupedHoldings() {
        for holding in holdings { self.holdings[holding] = [] }
        guard layout.kinds[query.kind] != nil else { continue }
        for start in stride(from: 0, to: holdings.count, by: Self.largestRequest) {
          guard let rows = rest.popFirst() else { throw Damage(reason: "an answer is missing") }
          for row in 0..<rows.count {
            let number = start + Int(try rows.integer(row, 0)) - 1
            guard holdings.indices.contains(number) else { throw Damage(reason: "an answer has no question") }
            self.holdings[holdings[number], default: []].append(try rows.identity(row, 1))
          }
        }
      }
      (missingRecords, missingHoldings) = ([], [:])
    }

    private mutating func take(_ rows: Rows, _ kind: KindLayout) throws {
      for row in 0..<rows.count {
        let cells = try kind.constrained.enumerated().map { index, place in
          try rows.cell(row, index + 4, kind.fields[place].type)
        }
        known[RecordKey(kind.kind, try rows.identity(row, 0))] = KnownRecord(
          version: try rows.integer(row, 1), isDeleted: try rows.integer(row, 2) != 0, latest: try rows.integer(row, 3),
          cells: cells)
      }
    }

    /// The missing records by kind, in a fixed order.
    private func grouped() -> [(KindLayout, [RecordID])] {
      Dictionary(grouping: missingRecords, by: \.kind).sorted { $0.key < $1.key }.compactMap { kind, keys in
        layout.kinds[kind].map { ($0, keys.map(\.id).sorted()) }
      }
    }

    private func groupedHoldings() -> [(HolderQuery, [Holding])] {
      var byQuery: [Int: (HolderQuery, [Holding])] = [:]
      for (holding, value) in missingHoldings { byQuery[holding.query, default: (value.query, [])].1.append(holding) }
      // Both uses of it see the same order: a dictionary keeps its order while it is not changed.
      return byQuery.sorted { $0.key < $1.key }.map(\.value)
    }

    private func request(_ query: HolderQuery, _ holdings: [Holding]) -> Request? {
      guard let kind = layout.kinds[query.kind] else { return nil }
      let types = query.fields.map { name in kind.places[name].map { kind.fields[$0].type } ?? .text }
      var arrays = types.map { ArrayParameter($0.pgType) }
      for holding in holdings {
        for (place, cell) in (missingHoldings[holding]?.cells ?? []).enumerated() { arrays[place].append(cell) }
      }
      let names = types.indices.map { "v\($0)" }.joined(separator: ", ")
      let conditions = zip(query.fields, types).enumerated().map { index, field in
        let column = kind.places[field.0].map { kind.column($0) } ?? "NULL::text"
        return " AND " + IndexedField.condition(column, "v\(index)", field.1)
      }.joined()
      let digests = types.enumerated().map { IndexedField.digest("v\($0)", $1) }.joined()
      // Two would do if none of them were written in this transaction.
      let limit = 2 + writes
      return Request(
        """
        SELECT q.n, r._id FROM (
          SELECT \(names), n\(digests)
          FROM unnest(\(types.indices.map { "$\($0 + 3)" }.joined(separator: ", "))) WITH ORDINALITY AS u (\(names), n) OFFSET 0
        ) AS q CROSS JOIN LATERAL (
          SELECT _id FROM \(kind.table) WHERE _workspace = $1\(conditions) AND NOT _deleted LIMIT $2) AS r
        """, [workspace, .integer(Int64(limit))] + arrays.map(\.parameter))
    }
  }
#endif
