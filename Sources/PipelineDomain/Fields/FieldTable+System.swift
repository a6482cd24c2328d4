extension FieldTable {
  /// Puts back the fields that only the engine sets, after a program has changed a body: it may have replaced the whole body by
  /// one of another record, or by one that it decoded.
  ///
  /// - Parameter before: The stored body; `nil` for a new record.
  package func keepSystemFields(of before: Body?, in body: inout Body) {
    withUnsafePointer(to: before ?? empty) { before in
      var index = 0
      while index < systemPlaces.count {
        let place = systemPlaces[index]
        index += 1
        if withUnsafePointer(to: body, { isQuicklyUnchanged(place, before, $0) }) { continue }
        if let amount = fields[place].amount {
          amount.set(&body, amount.get(before))
        } else {
          _ = setters[place](&body, cell(place, of: before))
        }
      }
    }
  }
}
