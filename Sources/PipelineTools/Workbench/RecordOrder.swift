import ArgumentParser
import PipelinePlugins
import SalesPipeline
import ToolSupport

/// The order of a list of accounts or salespeople: `owner,-created_at`.
struct RecordOrder<Body: Sendable> {
  private var keys: [(field: Field<Body>, isDescending: Bool)]

  /// Reads the keys.
  /// - Throws: `ValidationError` for a field that does not exist.
  init(_ text: String, of table: FieldTable<Body>) throws {
    keys = try Words.names(text).map { name in
      let isDescending = name.hasPrefix("-")
      return (try Self.field(isDescending ? String(name.dropFirst()) : name, of: table), isDescending)
    }
  }

  /// The field with a name.
  ///
  /// - Parameters:
  ///   - noun: What the name is to be.
  ///   - isTaken: Whether a field can be that.
  /// - Throws: `ValidationError`, with the nearest one.
  static func field(
    _ name: String, of table: FieldTable<Body>, as noun: Wording = "field",
    where isTaken: (Field<Body>) -> Bool = { _ in true }
  ) throws -> Field<Body> {
    let known = table.fields.filter { !$0.isBookkeeping && isTaken($0) }
    if let field = known.first(where: { $0.name.description == name }) { return field }
    throw Words.noSuch(noun, name, known.map(\.name.description))
  }

  /// The field with a name to group by: one that records share.
  static func grouping(_ name: String, of table: FieldTable<Body>) throws -> Field<Body> {
    try field(name, of: table, as: "grouping") { field in
      switch field.kind {
      case .lookup, .person, .choice: true
      case .text: !field.isUnique && field.name != "name"
      default: false
      }
    }
  }

  /// The same order within groups of equal values of a field.
  func within(_ group: Field<Body>?) -> RecordOrder {
    guard let group else { return self }
    var order = self
    // Where the list is ordered by the field anyway, that says which group is first.
    let own = keys.first { $0.field.name == group.name }
    order.keys = [(group, own?.isDescending ?? false)] + keys.filter { $0.field.name != group.name }
    return order
  }

  /// The records in the order; those that are equal stay in the order that they have. Texts are compared as people read them.
  func sorted(_ records: [Record<Body>], _ columns: RecordColumns) -> [Record<Body>] {
    let rows = records.map { record in
      (record, keys.map { columns.texts.text($0.field.get(record.body), $0.field.kind, nil) ?? "" })
    }
    return rows.enumerated().sorted { left, right in
      for (place, key) in keys.enumerated() {
        let (one, other) = (left.element.1[place], right.element.1[place])
        if let numbers = key.field.numbers(left.element.0, right.element.0) {
          if numbers.0 != numbers.1 { return key.isDescending ? numbers.0 > numbers.1 : numbers.0 < numbers.1 }
        } else if one != other {
          return key.isDescending ? columns.desk.precedes(other, one) : columns.desk.precedes(one, other)
        }
      }
      return left.offset < right.offset
    }.map(\.element.0)
  }
}

extension Field {
  /// The numbers of two records, such as instants; `nil` for texts.
  fileprivate func numbers(_ left: Record<Body>, _ right: Record<Body>) -> (Int64, Int64)? {
    guard let one = get(left.body).integer, let other = get(right.body).integer else { return nil }
    return (one, other)
  }
}

/// The groups of a list: consecutive records with the same value of a field.
struct RecordGroups<Body: Sendable> {
  private var groups: [(first: Int, records: [Record<Body>])] = []

  /// The groups of a whole list.
  init(_ records: [Record<Body>], by field: Field<Body>) { self.init(records) { field.get($0.body) } }

  /// The groups of a whole list, of records with the same value.
  init<Value: Equatable>(_ records: [Record<Body>], by value: (Record<Body>) -> Value) {
    var last: Value?
    for (place, record) in records.enumerated() {
      let value = value(record)
      if last != value { groups.append((place, [])) }
      groups[groups.count - 1].records.append(record)
      last = value
    }
  }

  /// The headings of the groups that a part of the list shows, each with how many of its records are shown. A heading is about
  /// the whole group.
  func headings(
    showing part: Range<Int>, _ heading: ([Record<Body>]) throws -> String
  ) rethrows -> [(heading: String, count: Int)] {
    try groups.compactMap { group in
      let count = part.clamped(to: group.first..<group.first + group.records.count).count
      return count == 0 ? nil : (try heading(group.records), count)
    }
  }
}
