import PipelinePlugins

/// By creation: the identities' first halves, which hold the time, then the second ones.
struct IdentityOrder: RowOrder {
  let ids: [RecordID]
  let isDescending: Bool

  func key(_ row: Int) -> Int64 { key(ids[row]) }
  func key(_ id: RecordID) -> Int64 {
    let ascending = Int64(bitPattern: id.high ^ 1 << 63)
    return isDescending ? ~ascending : ascending
  }
  func precedes(_ one: Int, _ other: Int) -> Bool {
    isDescending ? ids[one] > ids[other] : ids[one] < ids[other]
  }
  func isLess(_ one: Int, _ other: Int) -> Bool? { precedes(one, other) }
}

/// By amounts that are all in the base currency and further from the ends of the range than a missing one.
struct AmountOrder: RowOrder {
  let amounts: [Int64]
  let ids: [RecordID]
  let isDescending: Bool

  func key(_ row: Int) -> Int64 {
    let amount = amounts[row]
    return amount == AmountColumn.missing ? .max : isDescending ? -amount : amount
  }
  func precedes(_ one: Int, _ other: Int) -> Bool { ids[one] < ids[other] }
}

/// By what deals are worth in the base currency, some of them by a rate.
struct WorthOrder: RowOrder {
  private let keys: [Int64]
  private let isDescending: Bool
  private let ids: [RecordID]
  private let worth: (Int) -> Int128?

  init(_ columns: DealColumns, _ rows: some Sequence<Int>, _ list: ListKey) {
    let isDescending = list.order.isDescending
    let prices = list.prices
    worth = { row in
      var prices = prices
      return columns.worth(row, &prices)?.minorUnits
    }
    var keys = [Int64](repeating: 0, count: columns.rowCount)
    var ofPass = prices
    for row in rows { keys[row] = Self.key(columns.worth(row, &ofPass)?.minorUnits, isDescending) }
    (self.keys, self.isDescending, ids) = (keys, isDescending, columns.ids)
  }

  /// Worths beyond the range have its ends, and are looked at more closely there; unknown ones come last.
  static func key(_ worth: Int128?, _ isDescending: Bool) -> Int64 {
    guard let worth else { return .max }
    let bounded = max(-Int64.max + 1, min(.max - 1, Int64(clamping: worth)))
    return isDescending ? -bounded : bounded
  }

  func key(_ row: Int) -> Int64 { keys[row] }
  func precedes(_ one: Int, _ other: Int) -> Bool { isLess(one, other) ?? (ids[one] < ids[other]) }
  func isLess(_ one: Int, _ other: Int) -> Bool? {
    guard let left = worth(one), let right = worth(other), left != right else { return nil }
    return isDescending ? left > right : left < right
  }
}

/// By name: by the keys of the texts, then by the texts.
struct NameOrder: RowOrder {
  private let keys: [Int64]
  private let isDescending: Bool
  private let ids: [RecordID]
  private let names: DealNames

  init(_ columns: DealColumns, _ rows: some Sequence<Int>, _ list: ListKey) {
    (names, isDescending, ids) = (list.names, list.order.isDescending, columns.ids)
    if let kept = columns.nameKeys {
      keys = kept.values
    } else {
      var keys = [Int64](repeating: 0, count: columns.rowCount)
      for row in rows { keys[row] = list.names.text(columns.ids[row]).map(list.names.key) ?? NameKeys.missing }
      self.keys = keys
    }
  }

  /// The key of a sort text in a direction. The missing one is last in either.
  static func key(_ sortText: String?, _ names: DealNames, _ isDescending: Bool) -> Int64 {
    directed(sortText.map(names.keyOfSortText) ?? NameKeys.missing, isDescending)
  }

  private static func directed(_ key: Int64, _ isDescending: Bool) -> Int64 {
    isDescending && key != NameKeys.missing ? ~key : key
  }

  func key(_ row: Int) -> Int64 { Self.directed(keys[row], isDescending) }
  func precedes(_ one: Int, _ other: Int) -> Bool { isLess(one, other) ?? (ids[one] < ids[other]) }
  func isLess(_ one: Int, _ other: Int) -> Bool? {
    switch (names.text(ids[one]), names.text(ids[other])) {
    case (let left?, let right?) where left != right:
      isDescending ? names.isLess(right, left) : names.isLess(left, right)
    case (_?, nil): true
    case (nil, _?): false
    default: nil
    }
  }
}

/// By the values of a dimension: each code has the place of its value.
struct ValueOrder<Code: FixedWidthInteger>: RowOrder {
  let codes: [Code]
  let keys: [Int64]
  let ids: [RecordID]

  func key(_ row: Int) -> Int64 { keys[Int(truncatingIfNeeded: codes[row])] }
  func precedes(_ one: Int, _ other: Int) -> Bool { ids[one] < ids[other] }
}

/// The places of a dimension's values. They are even numbers: a place whose value no deal has any more lies between them.
struct ValueKeys {
  let keys: [Int64]

  init(_ list: ListKey, _ columns: DealColumns, _ dimension: DealDimension) {
    let fields = DealFields(columns, list.reading)
    let codes = columns[fields.column(dimension)].codeCount
    keys = fields.ranks(dimension, codes: codes, list.order.isDescending).map { Int64($0) * 2 }
  }

  /// The key of a place that each code's value comes after, or not; `nil` for the value of the place itself.
  func key(_ sides: [Bool?]) -> Int64 {
    var key: Int64 = -1
    for (own, isAfter) in zip(keys, sides) {
      guard let isAfter else { return own }
      if !isAfter { key = max(key, own + 1) }
    }
    return key
  }
}
