import PipelineDomain

extension ReportColumn: Codable {
  private enum CodingKeys: String, CodingKey { case key, header }

  /// Reads a column.
  public init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try object.decode(String.self, forKey: .key), try object.decode(LocalizedText.self, forKey: .header),
      try ReportColumnKind(from: decoder))
  }

  /// Writes the key, the header, the type, and the currency of a column of amounts.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    try object.encode(key, forKey: .key)
    try object.encode(header, forKey: .header)
    try kind.encode(to: encoder)
  }
}

/// A row of a table: an object with a member for each column.
private struct JSONRow: Encodable {
  let cells: [ReportCell]
  let columns: [ReportColumn]

  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: JSONKey.self)
    guard cells.count == columns.count else { throw JSONReportCell.misfit(cells, object.codingPath) }
    for (cell, column) in zip(cells, columns) {
      try object.encode(JSONReportCell(cell, column.kind), forKey: JSONKey(stringValue: column.key))
    }
  }

  static func read(_ decoder: any Decoder, _ columns: [ReportColumn]) throws -> [ReportCell] {
    let object = try decoder.container(keyedBy: JSONKey.self)
    return try columns.map { column in
      let key = JSONKey(stringValue: column.key)
      guard object.contains(key), try !object.decodeNil(forKey: key) else { return .null }
      return try JSONReportCell.read(object.superDecoder(forKey: key), column.kind)
    }
  }
}

extension ReportTable: Codable {
  private enum CodingKeys: String, CodingKey {
    case columns, rows, total, subtotals
    case crossTotals = "cross_totals"
  }

  private enum SubtotalKeys: String, CodingKey {
    case level, values
    case firstRow = "from_row"
    case lastRow = "to_row"
  }

  /// Reads a table.
  public init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: CodingKeys.self)
    let columns = try object.decode([ReportColumn].self, forKey: .columns)
    let rows = try object.list(.rows) { try JSONRow.read($0, columns) }
    let hasTotal = object.contains(.total) ? try !object.decodeNil(forKey: .total) : false
    let subtotals = try object.list(.subtotals) { decoder in
      let subtotal = try decoder.container(keyedBy: SubtotalKeys.self)
      let first = try subtotal.decode(Int.self, forKey: .firstRow)
      let last = try subtotal.decode(Int.self, forKey: .lastRow)
      guard rows.indices.contains(first), rows.indices.contains(last), first <= last else {
        throw JSONValueError(.otherTypeExpected).at(decoder.codingPath)
      }
      return ReportSubtotal(
        level: try subtotal.decode(Int.self, forKey: .level), rows: first..<last + 1,
        cells: try JSONRow.read(subtotal.superDecoder(forKey: .values), columns))
    }
    self.init(
      columns: columns, rows: rows,
      total: hasTotal ? try JSONRow.read(object.superDecoder(forKey: .total), columns) : nil, subtotals: subtotals,
      crossTotals: try object.list(.crossTotals) { try JSONRow.read($0, columns) })
  }

  /// Writes the columns, and the rows as objects with a member for each column.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    try object.encode(columns, forKey: .columns)
    try object.encode(rows.map { JSONRow(cells: $0, columns: columns) }, forKey: .rows)
    try object.encode(total.map { JSONRow(cells: $0, columns: columns) }, forKey: .total)
    var list = object.nestedUnkeyedContainer(forKey: .subtotals)
    for one in subtotals {
      var subtotal = list.nestedContainer(keyedBy: SubtotalKeys.self)
      try subtotal.encode(one.level, forKey: .level)
      try subtotal.encode(one.rows.lowerBound, forKey: .firstRow)
      try subtotal.encode(one.rows.upperBound - 1, forKey: .lastRow)
      try subtotal.encode(JSONRow(cells: one.cells, columns: columns), forKey: .values)
    }
    try object.encode(crossTotals.map { JSONRow(cells: $0, columns: columns) }, forKey: .crossTotals)
  }
}

extension ReportDocument: Codable {
  private enum CodingKeys: String, CodingKey {
    case format, name, title, period, notes, gaps, lead, table, chart, details, sections, parameters, receipt, language
    case today = "generated_for"
    case groupedBy = "group_by"
  }

  /// Reads a document. Its language is a built-in one with the tag that was written.
  public init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: CodingKeys.self)
    try object.checkFormat(.format)
    self.init(
      name: try object.decode(String.self, forKey: .name),
      title: try object.decode(LocalizedText.self, forKey: .title),
      period: try object.decodeIfPresent(JSONDays.self, forKey: .period)?.range,
      today: try object.decode(CivilDate.self, forKey: .today),
      groupedBy: try object.decode([String].self, forKey: .groupedBy),
      notes: try object.decode([LocalizedText].self, forKey: .notes),
      gaps: try object.decode([ReportGap].self, forKey: .gaps),
      table: try object.decode(ReportTable.self, forKey: .table),
      chart: try object.decodeIfPresent(ReportChart.self, forKey: .chart),
      details: try object.decode([ReportDetail].self, forKey: .details),
      sections: try object.decode([ReportSection].self, forKey: .sections),
      parameters: try object.decode([ReportParameter].self, forKey: .parameters),
      receipt: try object.decodeIfPresent(ReportReceipt.self, forKey: .receipt),
      language: Phrasebook.builtIn(try object.decodeIfPresent(String.self, forKey: .language) ?? "en"))
    lead = try object.decodeIfPresent(ReportHeading.self, forKey: .lead)
  }

  /// Writes the whole document, as an application passes it on. The exporter of `json` writes the figures alone.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    try object.encode(JSONFormat(), forKey: .format)
    try object.encode(name, forKey: .name)
    try object.encode(title, forKey: .title)
    try object.encode(period.map { JSONDays($0) }, forKey: .period)
    try object.encode(today, forKey: .today)
    try object.encode(groupedBy, forKey: .groupedBy)
    try object.encode(language.language, forKey: .language)
    try object.encode(notes, forKey: .notes)
    try object.encode(gaps, forKey: .gaps)
    try object.encode(lead, forKey: .lead)
    try object.encode(table, forKey: .table)
    try object.encode(chart, forKey: .chart)
    try object.encode(details, forKey: .details)
    try object.encode(sections, forKey: .sections)
    try object.encode(parameters, forKey: .parameters)
    try object.encode(receipt, forKey: .receipt)
  }
}
