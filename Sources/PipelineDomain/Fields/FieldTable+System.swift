extension FieldTable {
  /// Puts back the fields that only the engine sets, after a program has changed a body: it may have replaced the whole body by
  /// one of another record, or by one that it decoded.
  ///
  /// - Parameter before: The stored body; `nil` for a new record.
  package func keepSystemFields(of before: Body?, in body: inout Body) {
    let before = before ?? empty
    var index = 0
    while index < systemPlaces.count {
      let place = systemPlaces[index]
      index += 1
      if isQuicklyUnchanged(place, before, body) { continue }
      if let amount = fields[place].amount {
        amount.set(&body, amount.get(before))
      } else {
        _ = setters[place](&body, getters[place](before))
      }
    }
  }
}
