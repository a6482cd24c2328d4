import ArgumentParser
import PipelinePlugins
import SalesPipeline
import ToolSupport

/// The order of a list of accounts: `owner,-created_at`.
struct AccountOrder {
  private let keys: [(field: Field<AccountBody>, isDescending: Bool)]

  /// Reads the keys.
  /// - Throws: `ValidationError` for a field that does not exist.
  init(_ text: String) throws {
    keys = try Words.names(text).map { name in
      let isDescending = name.hasPrefix("-")
      return (try Self.field(isDescending ? String(name.dropFirst()) : name), isDescending)
    }
  }

  /// The field with a name.
  /// - Throws: `ValidationError`, with the nearest one.
  static func field(_ name: String) throws -> Field<AccountBody> {
    let known = AccountBody.fields.fields.filter { !$0.isBookkeeping }
    if let field = known.first(where: { $0.name.description == name }) { return field }
    throw Words.noSuch("field", name, known.map(\.name.description))
  }

  /// The accounts in the order; those that are equal stay in the order of their names. Texts are compared as people read them.
  func sorted(_ accounts: [Account], _ columns: RecordColumns) -> [Account] {
    let rows = accounts.map { account in
      (account, keys.map { columns.texts.text($0.field.get(account.body), $0.field.kind, nil) ?? "" })
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

extension Field<AccountBody> {
  /// The numbers of two accounts, such as instants; `nil` for texts.
  fileprivate func numbers(_ left: Account, _ right: Account) -> (Int64, Int64)? {
    guard let one = get(left.body).integer, let other = get(right.body).integer else { return nil }
    return (one, other)
  }
}
