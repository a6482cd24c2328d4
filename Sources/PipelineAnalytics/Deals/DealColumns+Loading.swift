package import PipelinePlugins

extension DealColumns {
  /// Adds a page of a store's `load` of ``fields``.
  /// - Throws: ``ColumnPageError`` for a page of other columns; nothing was added then.
  package mutating func append(_ page: ColumnPage) throws {
    let reader = try PageReader(page)
    let stage = try stageCodes(reader)
    var codes: [Column: [UInt32]] = [.stage: stage]
    for (column, field) in Self.textFields {
      codes[column] = try reader.texts(field) { texts[column, default: ValueCodes()].code($0) }
    }
    codes[.account] = try reader.identities("account") { accounts.code($0) }
    codes[.probability] = try reader.integers("probability").map { probabilities.code($0) }
    codes[.since] = try reader.integers("status_since").map { dayCode(of: $0) }
    codes[.created] = try reader.integers("created_at").map { dayCode(of: $0) }
    let expected = try reader.integers("expected_close_date").map { days.code($0) }
    let actual = try reader.integers("actual_close_date").map { days.code($0) }
    let amounts = try reader.integers("amount")
    catchUpMonths()
    let isClosed = stages.entries.map(\.outcome.isClosed)
    let close = stage.indices.map { isClosed[Int(stage[$0])] ? actual[$0] : expected[$0] }
    codes[.expected] = expected
    codes[.actual] = actual
    codes[.closeDay] = close
    codes[.closeMonth] = close.map { monthOfDay[Int($0)] }
    codes[.pricing] = price(amounts, codes[.currency] ?? [])
    codes[.product] = [UInt32](repeating: 0, count: page.ids.count)
    codes[.age] = codes[.product]
    for column in Column.allCases { self[column].append(contentsOf: codes[column] ?? []) }
    isInOrder =
      isInOrder && (ids.last.map { last in page.ids.first.map { last < $0 } ?? true } ?? true)
      && zip(page.ids, page.ids.dropFirst()).allSatisfy { $0 < $1 }
    cursor = page.cursor
    // A page of a load has no names.
    nameKeys = nil
    if rows == nil {
      ids.append(contentsOf: page.ids)
    } else {
      for id in page.ids {
        ids.append(id)
        rows?.appendLast(of: ids)
      }
    }
  }

  private mutating func stageCodes(_ reader: PageReader) throws -> [UInt32] {
    let (cycles, cycleNames) = try reader.texts("cycle")
    let (statuses, statusNames) = try reader.texts("status")
    // Few pairs occur: the last code of the table is for a missing text.
    var known: [UInt64: UInt32] = [:]
    var (last, lastCode) = (UInt64.max, UInt32(0))
    return cycles.indices.map { row in
      let pair = UInt64(cycles[row]) << 32 | UInt64(statuses[row])
      if pair == last { return lastCode }
      last = pair
      if let code = known[pair] {
        lastCode = code
      } else {
        lastCode = stages.code(
          cycleNames.at(Int(cycles[row])) ?? "", statusNames.at(Int(statuses[row])) ?? "")
        known[pair] = lastCode
      }
      return lastCode
    }
  }

  /// Adds amounts, each where its currency belongs; gives the pricing codes.
  private mutating func price(_ cells: [Int64], _ currencies: [UInt32]) -> [UInt32] {
    let base = baseCode()
    let codes = zip(cells, currencies).map { pricing($0, $1, base: base) }
    let hasForeign = codes.contains { $0 > 1 }
    if hasForeign { padForeign() }
    if hasForeign || foreign.rowCount > 0 {
      foreign.append(contentsOf: zip(cells, codes).map { $1 > 1 ? $0 : AmountColumn.missing })
    }
    amounts.append(
      contentsOf: hasForeign ? zip(cells, codes).map { $1 == 0 ? $0 : AmountColumn.missing } : cells)
    return codes
  }
}

/// Reads the columns of a page by their field's name, checked.
private struct PageReader {
  let page: ColumnPage

  init(_ page: ColumnPage) throws {
    self.page = page
    guard page.columns.count == DealColumns.fields.count else {
      throw ColumnPageError(field: DealColumns.fields.at(page.columns.count) ?? "created_at")
    }
  }

  private func column(_ field: FieldName) throws -> CellColumn {
    guard let place = DealColumns.fields.firstIndex(of: field) else { throw ColumnPageError(field: field) }
    return page.columns[place]
  }

  func integers(_ field: FieldName) throws -> [Int64] {
    guard case .integers(let cells) = try column(field), cells.count == page.ids.count else {
      throw ColumnPageError(field: field)
    }
    return cells
  }

  func texts(_ field: FieldName) throws -> (codes: [UInt32], dictionary: [String]) {
    guard case .texts(let codes, let dictionary) = try column(field), codes.count == page.ids.count else {
      throw ColumnPageError(field: field)
    }
    return (codes, dictionary)
  }

  /// The codes of a text column in another dictionary, asked once for each text.
  func texts(_ field: FieldName, _ code: (String?) -> UInt32) throws -> [UInt32] {
    let (codes, dictionary) = try texts(field)
    return try translate(field, codes, dictionary.map(code))
  }

  func identities(_ field: FieldName, _ code: (RecordID?) -> UInt32) throws -> [UInt32] {
    guard case .identities(let codes, let dictionary) = try column(field), codes.count == page.ids.count else {
      throw ColumnPageError(field: field)
    }
    return try translate(field, codes, dictionary.map(code))
  }

  private func translate(_ field: FieldName, _ codes: [UInt32], _ table: [UInt32]) throws -> [UInt32] {
    var isValid = true
    let result = codes.map { code -> UInt32 in
      if code == CellColumn.missingCode { return 0 }
      guard Int(code) < table.count else {
        isValid = false
        return 0
      }
      return table[Int(code)]
    }
    guard isValid else { throw ColumnPageError(field: field) }
    return result
  }
}
