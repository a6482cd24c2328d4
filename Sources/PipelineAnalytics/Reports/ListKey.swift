import PipelinePlugins

/// What the deals of a list are compared by: the same as its pages are sorted by.
struct ListKey {
  private let columns: DealColumns
  let reading: DealReading
  let order: DealFilter.Order
  let names: DealNames

  init(_ columns: DealColumns, _ reading: DealReading, _ order: DealFilter.Order, _ names: DealNames) {
    self.columns = columns
    self.reading = reading
    self.order = order
    self.names = names
  }

  /// The place after a row.
  func place(_ row: Int) -> ListPlace {
    let value: ListPlace.Value? =
      switch order.key {
      case .created: nil
      case .name: names.text(columns.ids[row]).map { ListPlace.Value(text: $0) }
      case .amount: amount(row)
      case .dimension(let dimension): value(row, dimension)
      }
    return ListPlace(order: order.text, value, columns.ids[row])
  }

  /// Whether rows come after a place.
  func isAfter(_ place: ListPlace) -> (Int) -> Bool {
    let ids = columns.ids
    switch order.key {
    case .created: return isCreatedAfter(place.element)
    case .name:
      let side = side(of: place.value)
      return { row in side(names.text(ids[row]).map { ListPlace.Value(text: $0) }) ?? (ids[row] > place.element) }
    case .amount:
      let side = side(of: place.value)
      var prices = prices
      return { row in
        let worth = columns.worth(row, &prices).map { ListPlace.Value(number: $0.minorUnits) }
        return side(worth) ?? (ids[row] > place.element)
      }
    case .dimension(let dimension):
      let column = columns[DealFields(columns, reading).column(dimension)]
      let sides = sides(of: place, dimension)
      return { row in sides[Int(column[row])] ?? (ids[row] > place.element) }
    }
  }

  /// Whether the value of each code of a dimension comes after a place; `nil` for the value of the place itself.
  func sides(of place: ListPlace, _ dimension: DealDimension) -> [Bool?] {
    let fields = DealFields(columns, reading)
    let side = side(of: place.value)
    return (0..<columns[fields.column(dimension)].codeCount).map { side(value(fields, dimension, $0)) }
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
