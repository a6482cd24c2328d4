extension DealEvents {
  /// Whether changes took effect in their order.
  static func isOrdered(_ events: ArraySlice<Event>) -> Bool {
    zip(events, events.dropFirst()).allSatisfy { $0.effectiveAt <= $1.effectiveAt }
  }

  /// The places of changes in the order in which they took effect; of one moment in the journal's order. O(changes).
  ///
  /// - Parameter known: Leaves out changes that were made known later; `nil` for none.
  static func order(of events: ArraySlice<Event>, upTo known: Int64?) -> [Int32] {
    var keys: [SortKey] = []
    keys.reserveCapacity(events.count)
    for place in events.indices where known.map({ events[place].recordedAt <= $0 }) ?? true {
      keys.append(SortKey(time: events[place].effectiveAt, place: Int32(truncatingIfNeeded: place)))
    }
    sort(&keys)
    return keys.map(\.place)
  }

  private struct SortKey {
    /// Later: the microseconds since the first one.
    var distance: UInt64
    let place: Int32

    init(time: Int64, place: Int32) {
      // The sign's bit turned, so that distances are in the order of times.
      distance = UInt64(bitPattern: time) ^ 1 << 63
      self.place = place
    }
  }

  /// Sorts by distance and keeps the order of equal ones: by eleven bits at a time, the lowest first.
  private static func sort(_ keys: inout [SortKey]) {
    guard let least = keys.lazy.map(\.distance).min(), let greatest = keys.lazy.map(\.distance).max() else { return }
    guard keys.count > 2_048 else { return keys.sort { ($0.distance, $0.place) < ($1.distance, $1.place) } }
    for index in keys.indices { keys[index].distance -= least }
    var sorted = keys
    var shift: UInt64 = 0
    while shift < 64, (greatest - least) >> shift > 0 {
      var starts = [Int](repeating: 0, count: 2_049)
      for key in keys { starts[Int(key.distance >> shift & 2_047) + 1] += 1 }
      for digit in 1..<starts.count { starts[digit] += starts[digit - 1] }
      for key in keys {
        let digit = Int(key.distance >> shift & 2_047)
        sorted[starts[digit]] = key
        starts[digit] += 1
      }
      swap(&keys, &sorted)
      shift += 11
    }
  }
}
