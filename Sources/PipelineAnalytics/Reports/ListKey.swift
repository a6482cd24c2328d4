import PipelinePlugins

/// What the deals of a list are compared by: the same as its pages are sorted by.
struct ListKey {
  private let columns: DealColumns
  let reading: DealReading
  let order: DealFilter.Order
  let names: DealNames
  /// What deals of equal value are compared by.
  let ties: [ListKey]

  init(_ columns: DealColumns, _ reading: DealReading, _ order: DealFilter.Order, _ names: DealNames) {
    self.columns = columns
    self.reading = reading
    self.order = order
    self.names = names
    ties = order.ties.map { ListKey(columns, reading, $0, names) }
  }

  /// The place after a row.
  func place(_ row: Int) -> ListPlace {
    ListPlace(order: order.text, value(row), ties: ties.map { $0.value(row) }, columns.ids[row])
  }

  private func value(_ row: Int) -> ListPlace.Value? {
    switch order.key {
    case .created: nil
    case .name: names.text(columns.ids[row]).map { ListPlace.Value(text: reading.sortText($0)) }
    case .amount: amount(row)
    case .dimension(let dimension): value(row, dimension)
    }
  }

  /// Whether rows come after a place.
  func isAfter(_ place: ListPlace) -> (Int) -> Bool {
    let ids = columns.ids
    let first = side(of: place.value, place.element)
    guard !ties.isEmpty else { return { first($0) ?? (ids[$0] > place.element) } }
    let others = zip(ties, place.ties).map { $0.side(of: $1, place.element) }
    return { row in
      if let side = first(row) { return side }
      for other in others { if let side = other(row) { return side } }
      return ids[row] > place.element
    }
  }

  /// Whether the value of a row comes after that of a place; `nil` for the same value.
  private func side(of value: ListPlace.Value?, _ element: RecordID) -> (Int) -> Bool? {
    let ids = columns.ids
    switch order.key {
    case .created:
      let isAfter = isCreatedAfter(element)
      return { isAfter($0) }
    case .name:
      let side = side(of: value)
      let text = reading.sortText
      return { row in side(names.text(ids[row]).map { ListPlace.Value(text: text($0)) }) }
    case .amount:
      let side = side(of: value)
      var prices = prices
      return { row in side(columns.worth(row, &prices).map { ListPlace.Value(number: $0.minorUnits) }) }
    case .dimension(let dimension):
      let column = columns[DealFields(columns, reading).column(dimension)]
      let sides = sides(of: value, dimension)
      return { sides[Int(column[$0])] }
    }
  }

  /// Whether the value of each code of a dimension comes after a place; `nil` for the value of the place itself.
  func sides(of value: ListPlace.Value?, _ dimension: DealDimension) -> [Bool?] {
    let fields = DealFields(columns, reading)
    let side = side(of: value)
    return (0..<columns[fields.column(dimension)].codeCount).map { side(self.value(fields, dimension, $0)) }
  }

  /// Whether rows come after a deal in the order of creation, which alone has no values.
  func isCreatedAfter(_ deal: RecordID) -> (Int) -> Bool {
    let ids = columns.ids
    return order.isDescending ? { ids[$0] < deal } : { ids[$0] > deal }
  }

  /// Whether a value comes after another one; `nil` for equal ones. Unknown values come last in either direction.
  private func side(of place: ListPlace.Value?) -> (ListPlace.Value?) -> Bool? {
    { [isDescending = order.isDescending] value in
      switch (value, place) {
      case (let value?, let place?): value == place ? nil : isDescending ? value < place : value > place
      case (nil, _?): true
      case (_?, nil): false
      case (nil, nil): nil
      }
    }
  }

  var prices: DealPrices? {
    reading.pricing.map { DealPrices($0, columns.baseCurrency, today: reading.today) }
  }

  private func amount(_ row: Int) -> ListPlace.Value? {
    var prices = prices
    return columns.worth(row, &prices).map { ListPlace.Value(number: $0.minorUnits) }
  }

  private func value(_ row: Int, _ dimension: DealDimension) -> ListPlace.Value? {
    let fields = DealFields(columns, reading)
    return value(fields, dimension, Int(columns[fields.column(dimension)][row]))
  }

  private func value(_ fields: DealFields, _ dimension: DealDimension, _ code: Int) -> ListPlace.Value? {
    let value = fields.value(dimension, code)
    if value == .none { return nil }
    let (number, text, record) = fields.orderKey(dimension, value)
    return ListPlace.Value(number: Int128(number), text: text, record: record.high == 0 ? nil : record)
  }
}
