public import PipelinePlugins

extension Pipeline {
  /// What a workspace holds, read from its store: equal for two stores with the same records and the same history.
  public struct WorkspaceContents: Hashable, Sendable {
    /// The number of operations with entries in the journal.
    public let operations: Int
    /// The number of journal entries.
    public let entries: Int
    /// The records of each kind that has any, by name of the kind.
    public let records: [RecordCount]
    /// The amounts of the deals in each currency, by code; deals without an amount are in none.
    public let totals: [AmountTotal]
    /// The SHA-256 digest of the journal, in hexadecimal. It does not depend on the store, nor on the numbers of the entries.
    public let journalDigest: String
    /// A checksum of the current records.
    let recordChecksum: [UInt64]

    /// The number of records of a kind.
    public struct RecordCount: Hashable, Sendable {
      /// The kind.
      public let kind: RecordKind
      /// The number of records that are not deleted.
      public let live: Int
      /// The number of deleted records.
      public let deleted: Int
    }

    /// The deals in a currency.
    public struct AmountTotal: Hashable, Sendable {
      /// The ISO 4217 code.
      public let currency: String
      /// The number of deals with an amount.
      public let deals: Int
      /// The sum of the amounts as a decimal number, such as `1234567.00`.
      public let amount: String
    }
  }
}

/// Reads the contents of a workspace.
struct ContentsReader {
  let store: any Store
  private var counts: [RecordKind: Int] = [:]
  private var totals: [String: (deals: Int, minorUnits: Int128)] = [:]
  private var checksum: [UInt64] = [0, 0]
  private var encoder = CellEncoder()

  init(_ store: any Store) { self.store = store }

  /// Reads the records, and compares their numbers with the journal.
  ///
  /// - Parameter journal: The whole journal.
  /// - Throws: ``Pipeline/MoveError`` if the records do not fit the journal.
  nonisolated(nonsending) mutating func read(_ journal: JournalDigest) async throws -> Pipeline.WorkspaceContents {
    for schema in Pipeline.schema {
      try await load(schema, journal.order)
      let said = journal.records[schema.kind]?.live ?? 0
      guard said == counts[schema.kind, default: 0] else {
        throw Pipeline.MoveError(.moveRecordsDoNotFit, ["kind": .text(schema.kind.description)])
      }
    }
    let records = journal.records.sorted { $0.key.description < $1.key.description }.map { kind, records in
      Pipeline.WorkspaceContents.RecordCount(kind: kind, live: records.live, deleted: records.created - records.live)
    }
    let totals = totals.sorted { $0.key < $1.key }.map { code, total in
      let digits = Currency(code).map { Int($0.minorDigits) } ?? 0
      return Pipeline.WorkspaceContents.AmountTotal(
        currency: code, deals: total.deals, amount: ExactDecimal.text(total.minorUnits, scale: digits))
    }
    return Pipeline.WorkspaceContents(
      operations: journal.operations, entries: journal.entries, records: records, totals: totals,
      journalDigest: journal.value, recordChecksum: checksum)
  }

  private nonisolated(nonsending) mutating func load(_ schema: RecordSchema, _ places: JournalPlaces) async throws {
    let fields = schema.fields.map(\.name)
    let amount = schema.kind == .opportunity ? fields.firstIndex(of: "amount") : nil
    let currency = schema.kind == .opportunity ? fields.firstIndex(of: "currency") : nil
    var page = try await store.load(schema.kind, fields: fields, page: nil)
    while true {
      try Task.checkCancellation()
      counts[schema.kind, default: 0] += page.ids.count
      for row in page.ids.indices {
        let cells = places.moved(page.columns.map { $0[row] }, of: schema.kind)
        add([.text(schema.kind.description), .bytes(page.ids[row].bytes), .integer(page.versions[row])] + cells)
        guard let amount, let currency, let units = cells[amount].integer else { continue }
        let total = totals[cells[currency].text ?? "", default: (0, 0)]
        totals[cells[currency].text ?? ""] = (total.deals + 1, total.minorUnits + Int128(units))
      }
      guard let next = page.next else { return }
      page = try await store.load(schema.kind, fields: fields, page: next)
    }
  }

  /// Adds a record to the checksum, which does not depend on their order.
  private mutating func add(_ cells: [FieldValue]) {
    encoder.removeAll()
    encoder.append(cells)
    for (place, start) in [0xCBF2_9CE4_8422_2325, 0x9E37_79B9_7F4A_7C15].enumerated() as EnumeratedSequence<[UInt64]> {
      checksum[place] &+= encoder.bytes.reduce(start) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }
  }
}
