import PipelinePlugins
import SalesPipeline
import ToolSupport

/// The tables of exports that are not of records.
enum ExportTables {
  /// A row for each line of some deals.
  static func lines(_ deals: [Opportunity], _ desk: Desk) throws -> ReportTable {
    var rows: [[ReportCell]] = []
    func amount(_ money: Money?) -> ReportCell {
      money.flatMap { ExactDecimal(coefficient: $0.minorUnits, scale: $0.currency.minorDigits) }
        .map { .decimal($0) } ?? .null
    }
    for deal in deals {
      let currency = deal.body.currency ?? desk.setup.baseCurrency
      for line in deal.body.lines.placed {
        rows.append([
          .text("\(deal.id)"), deal.body.externalID.map { .text($0) } ?? .null, .text(deal.body.name),
          .count(Int64(line.id + 1)), .text(line.product), .decimal(line.quantity),
          line.listPrice.map { .decimal($0) } ?? .null, .decimal(line.unitPrice),
          amount(try line.line.discount(in: currency)), line.line.discountPoints.map { .ratio($0) } ?? .null,
          amount(try line.line.total(in: currency)), .text(currency.code),
        ])
      }
    }
    return ReportTable(
      columns: [
        ReportColumn("deal_id", LocalizedText(ColumnPhrase.id), .text),
        ReportColumn("external_id", Refusal.label(of: "external_id"), .text),
        ReportColumn("deal", LocalizedText(ColumnPhrase.deal), .text), ReportColumn("line", "#", .count),
        ReportColumn("product", LocalizedText(ColumnPhrase.product), .text),
        ReportColumn("quantity", LocalizedText(WorkPhrase.quantity), .decimal),
        ReportColumn("list_price", LocalizedText(WorkPhrase.listPrice), .decimal),
        ReportColumn("unit_price", LocalizedText(WorkPhrase.unitPrice), .decimal),
        ReportColumn("discount", LocalizedText(WorkPhrase.discount), .decimal),
        ReportColumn("discount_percent", "%", .percent),
        ReportColumn("total", LocalizedText(ColumnPhrase.total), .decimal),
        ReportColumn("currency", LocalizedText(ColumnPhrase.currency), .text),
      ], rows: rows)
  }

  /// A row for each entry of the lookup tables, in order; labels of other languages are in a column.
  static func lookups(_ tables: LookupTables) -> ReportTable {
    var rows: [[ReportCell]] = []
    for name in LookupTableName.allCases {
      for (place, entry) in tables[name].entries.enumerated() {
        let labels = entry.label.byLanguage.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let attributes = entry.attributes.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        rows.append([
          .text(name.rawValue), .count(Int64(place + 1)), .text(entry.key), .text(entry.label.fallback),
          .text(labels.joined(separator: "; ")), .text(attributes.joined(separator: "; ")),
          .text(entry.isRetired ? "yes" : "no"),
        ])
      }
    }
    return ReportTable(
      columns: [
        ReportColumn("table", LocalizedText(ToolPhrase.table), .text), ReportColumn("position", "#", .count),
        ReportColumn("key", LocalizedText(ToolPhrase.key), .text),
        ReportColumn("label", LocalizedText(ToolPhrase.label), .text),
        ReportColumn("labels", LocalizedText(ToolPhrase.label), .text),
        ReportColumn("attributes", LocalizedText(ToolPhrase.attributes), .text),
        ReportColumn("retired", LocalizedText(ToolPhrase.retired), .text),
      ], rows: rows)
  }

  /// A row for each change of a field, and for each creation, deletion and restoration of a record.
  static func history(_ changes: [Pipeline.Change]) -> ReportTable {
    // The currency of each deal as of the change gives its amounts their decimals.
    var currencies: [RecordID: Currency] = [:]
    let rows = changes.map { change -> [ReportCell] in
      var (event, field, old, new): (String, ReportCell, ReportCell, ReportCell) = ("deleted", .null, .null, .null)
      switch change.event {
      case .created(let cells), .restored(let cells):
        currencies[change.record] = cells["currency"]?.text.flatMap { Currency($0) }
        if case .created = change.event { event = "created" } else { event = "restored" }
      case .deleted: break
      case .changed(let name, let before, let after):
        let currency = currencies[change.record]
        if name == "currency" { currencies[change.record] = after.text.flatMap { Currency($0) } }
        let kind = kind(of: name, change.kind)
        event = "changed"
        field = .text(name.description)
        old = CellFormat.text(before, kind, currency).map { .text($0) } ?? .null
        new = CellFormat.text(after, kind, currencies[change.record]).map { .text($0) } ?? .null
      }
      return [
        .text("\(change.effectiveAt)"), .text("\(change.recordedAt)"), .text(change.author),
        .text(change.kind.description), .text("\(change.record)"), .count(change.version), .text(event), field, old,
        new, .text("\(change.operation)"),
      ]
    }
    return ReportTable(
      columns: [
        "effective_at", "recorded_at", "author", "kind", "id", "version", "event", "field", "old", "new", "operation",
      ].map { ReportColumn($0, LocalizedText($0), $0 == "version" ? .count : .text) }, rows: rows)
  }

  /// A row for each entry of a record's history.
  static func history(of entries: [HistoryEntry]) -> ReportTable {
    let rows = entries.map { entry -> [ReportCell] in
      var (event, field, old, new): (String, ReportCell, ReportCell, ReportCell) = ("created", .null, .null, .null)
      switch entry.event {
      case .created: break
      case .deleted: event = "deleted"
      case .restored: event = "restored"
      case .changed(let name, _, let before, let after):
        event = "changed"
        (field, old) = (.text(name.description), before.map { .text($0) } ?? .null)
        new = after.map { .text($0) } ?? .null
      }
      return [
        .text("\(entry.at)"), .text(entry.author), .text(event), field, old, new, .text("\(entry.operation)"),
      ]
    }
    return ReportTable(
      columns: ["effective_at", "author", "event", "field", "old", "new", "operation"].map {
        ReportColumn($0, LocalizedText($0), .text)
      }, rows: rows)
  }

  private static func kind(of field: FieldName, _ kind: RecordKind) -> FieldKind {
    let table: (any RecordTable)? = RecordTables.all.first { $0.schema.kind == kind }
    return table?.kinds[field] ?? .text
  }
}

/// A row of a table as an object: numbers are decimals in quotes, as in all JSON of the SDK.
struct ExportRow: Encodable {
  let columns: [ReportColumn]
  let cells: [ReportCell]

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    for (column, cell) in zip(columns, cells) {
      let key = Key(stringValue: column.key)
      switch cell {
      case .null: try object.encodeNil(forKey: key)
      case .count(let count): try object.encode(count, forKey: key)
      default: try object.encode(cell.plainText(column.kind), forKey: key)
      }
    }
  }
}
