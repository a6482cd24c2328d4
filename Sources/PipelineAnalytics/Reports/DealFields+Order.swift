import PipelinePlugins

/// The order in which values are shown.
extension DealFields {
  /// Stages and lookup entries as defined, all else by value; unknown last.
  func ordered(_ field: DealDimension, _ values: some Sequence<PivotValue>) -> [PivotValue] {
    let keyed = values.map { (value: $0, key: orderKey(field, $0)) }
    return keyed.sorted { $0.key < $1.key }.map(\.value)
  }

  /// The place of each code's value in the order of a dimension's values, from 0; unknown values are last.
  func ranks(_ field: DealDimension, codes: Int, _ isDescending: Bool) -> [Int] {
    let keys = (0..<codes).map { code -> (Int64, String, RecordID)? in
      let value = value(field, code)
      return value == .none ? nil : orderKey(field, value)
    }
    let known = keys.indices.compactMap { code in keys[code].map { (key: $0, code: code) } }.sorted { $0.key < $1.key }
    var places = [Int](repeating: 0, count: codes)
    var count = 0
    for (index, own) in known.enumerated() {
      // Codes of one value share its place.
      if index > 0, known[index - 1].key < own.key { count += 1 }
      places[own.code] = count
    }
    count = known.isEmpty ? 0 : count + 1
    return keys.indices.map { code in
      keys[code] == nil ? count : isDescending ? count - 1 - places[code] : places[code]
    }
  }

  /// A value's place among all values of a dimension.
  func orderKey(_ field: DealDimension, _ value: PivotValue) -> (Int64, String, RecordID) {
    let noID = RecordID(high: 0, low: 0)
    switch value {
    case .none: return (.max, "", noID)
    case .number(let number): return (number, "", noID)
    case .bucket(let bucket): return (Int64(bucket.first), "", noID)
    case .day(let day): return (Int64(day.daysSince1970), "", noID)
    case .period(let period): return (Int64(period.index), "", noID)
    case .record(let id) where field.source == .deal:
      return (Int64(reading.deals.firstIndex(of: id) ?? .max), "", noID)
    case .record(let id): return (0, reading.accountNames[id].map(reading.sortText) ?? "", id)
    case .stage(let cycle, let status):
      let place = columns.stages.entries.firstIndex { $0.cycle == cycle && $0.status == status } ?? 0
      return (Int64(place), "", noID)
    case .text(let text): return (Int64(place(field, text)), reading.sortText(text), noID)
    }
  }

  private func place(_ field: DealDimension, _ text: String) -> Int {
    let place: Int? =
      switch field.source {
      case .outcome: Outcome.allCases.firstIndex { $0.rawValue == text }
      case .category: ForecastCategory.allCases.firstIndex { $0.rawValue == text }
      case .cycle: columns.stages.entries.firstIndex { $0.cycle == text }
      case .entry(_, .forecasting): reading.forecasting.position(of: text)
      case .entry(_, let table): reading.tables[table]?.position(of: text)
      case .product: reading.tables[.line]?.position(of: text)
      default: 0
      }
    return place ?? .max - 1
  }
}
