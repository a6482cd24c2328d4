/// Gives each value a code, from 1 on in order of appearance; 0 is no value.
struct ValueCodes<Value: Hashable & Sendable>: Sendable {
  /// The value of each code.
  private(set) var values: [Value?] = [nil]
  private var codes: [Value: UInt32] = [:]

  /// Makes place for values.
  mutating func reserveCapacity(_ count: Int) {
    values.reserveCapacity(count + 1)
    codes.reserveCapacity(count)
  }

  mutating func code(_ value: Value?) -> UInt32 {
    guard let value else { return 0 }
    if let code = codes[value] { return code }
    let code = UInt32(values.count)
    values.append(value)
    codes[value] = code
    return code
  }

  /// The value of a code; `nil` where there is none.
  func value(_ code: Int) -> Value? { values.at(code) ?? nil }
}

/// Gives each number of a range a code, from 1 on in order of appearance, without hashing; 0 is no number, or one out of
/// the range.
struct NumberCodes: Sendable {
  /// The number of each code; the first means none.
  private(set) var values: [Int64?] = [nil]
  private let range: ClosedRange<Int64>
  private var first: Int64 = 0
  private var codes: [UInt32] = []

  init(_ range: ClosedRange<Int64>) { self.range = range }

  /// Civil days, as days since 1970-01-01.
  static var days: NumberCodes { NumberCodes(-719_162...2_932_896) }

  mutating func code(_ number: Int64) -> UInt32 {
    let (place, overflow) = number.subtractingReportingOverflow(first)
    if !overflow, place >= 0, place < codes.count, codes[Int(place)] != 0 { return codes[Int(place)] }
    guard range.contains(number) else { return 0 }
    makePlace(number)
    let code = UInt32(values.count)
    values.append(number)
    codes[Int(number - first)] = code
    return code
  }

  func value(_ code: Int) -> Int64? { values.at(code) ?? nil }

  /// The table grows towards the number, by as much as it holds: real dates lie close together.
  private mutating func makePlace(_ number: Int64) {
    if codes.isEmpty { first = number }
    if number < first {
      let start = max(range.lowerBound, min(number, first - Int64(codes.count)) - 1024)
      codes.insert(contentsOf: repeatElement(0, count: Int(first - start)), at: 0)
      first = start
    }
    if number - first >= codes.count {
      let end = min(range.upperBound, max(number, first + Int64(codes.count)) + 1024)
      codes.append(contentsOf: repeatElement(0, count: Int(end - first) + 1 - codes.count))
    }
  }
}
