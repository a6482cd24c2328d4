import PipelinePlugins

extension DealEvents {
  /// Takes over a page of the journal of deals by column, with the cells of ``DealColumns/fields``, that follows ``cursor``:
  /// what the same entries would say one by one.
  /// - Throws: ``ColumnPageError`` for a page of other columns; the events are then of no more use.
  mutating func append(_ page: JournalPage.Columns) throws {
    guard let last = page.cursor, page.sequences[0] > cursor.sequence else { return }
    var reader = try PastPageReader(page)
    let first = births.rowCount
    try births.append(reader.creations(last))
    noteBirths(page, reader, from: first)
    events.reserveCapacity(roomy: events.count + page.events.count)
    var (row, born) = (first - 1, first)
    for (index, event) in page.events.enumerated() {
      let (effective, recorded) = (page.effectiveAt[index], page.recordedAt[index])
      if event == .created {
        events.append(self.event(born, .birth, 0, effective, recorded))
        (row, born) = (born, born + 1)
        reader.passWhole()
        continue
      }
      guard let known = find(page.ids[index], near: row) else {
        reader.pass(event)
        continue
      }
      row = known
      switch event {
      case .created: break
      case .deleted: events.append(self.event(row, .death, 0, effective, recorded))
      case .changed(let field):
        let (kind, value) = try reader.nextCode(of: Int(field), &self)
        events.append(self.event(row, kind, value, effective, recorded))
      case .restored:
        // It is there again as it first was, then as the entry says.
        events.append(self.event(row, .birth, 0, effective, recorded))
        for field in PastPageReader.fieldsInOrder {
          let (kind, value) = try reader.code(of: field, &self)
          events.append(self.event(row, kind, value, effective, recorded))
        }
        reader.passWhole()
      }
    }
    births.catchUpMonths()
  }

  /// Moves the cursor on, behind entries that are of no deal.
  mutating func advance(to cursor: Cursor) { births.cursor = max(births.cursor, cursor) }

  /// Notes when the deals of a page were created.
  private mutating func noteBirths(_ page: JournalPage.Columns, _ reader: PastPageReader, from first: Int) {
    var row = first
    for (index, event) in page.events.enumerated() where event == .created {
      let effective = page.effectiveAt[index].microsecondsSince1970
      bornAt.append(effective)
      let created = reader.createdAt[row - first]
      if created != CellColumn.missing, created < effective { withoutPast.append((created, effective, row)) }
      row += 1
    }
  }

  /// The row of a deal, which is often that of the entry before or the one after it.
  private mutating func find(_ id: RecordID, near row: Int) -> Int? {
    if row >= 0, births.ids[row] == id { return row }
    if row + 1 < births.ids.count, births.ids[row + 1] == id { return row + 1 }
    return births.row(of: id)
  }
}

extension Array {
  /// Makes room for so many elements, and for as many again where it has to grow.
  fileprivate mutating func reserveCapacity(roomy count: Int) {
    if count > capacity { reserveCapacity(Swift.max(count, 2 * self.count)) }
  }
}
