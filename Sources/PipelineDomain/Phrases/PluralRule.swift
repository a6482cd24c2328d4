/// Selects the form of a word for a count, which is zero or more.
///
/// The rules are those of the Unicode CLDR for integers.
public enum PluralRule: String, Hashable, Sendable, CaseIterable {
  /// One form for all numbers: Japanese, Chinese, Turkish after numbers.
  case same
  /// 1, others: English, German, Italian, Spanish, Dutch, Swedish.
  case one
  /// 0 and 1, others: French, Brazilian Portuguese.
  case zeroOrOne = "zero_or_one"
  /// 1, 2 to 4, others: Czech, Slovak.
  case czech
  /// 1; numbers that end in 2 to 4 but not in 12 to 14; others: Polish.
  case polish
  /// Numbers that end in 1 but not in 11; that end in 2 to 4 but not in 12 to 14; others: Russian, Ukrainian, Serbian.
  case russian

  /// The number of forms of a word.
  public var formCount: Int {
    switch self {
    case .same: 1
    case .one, .zeroOrOne: 2
    case .czech, .polish, .russian: 3
    }
  }

  /// The index of the form for a number.
  public func form(of number: Int64) -> Int {
    let count = number.magnitude
    let endsInFew = (2...4).contains(count % 10) && !(12...14).contains(count % 100)
    return switch self {
    case .same: 0
    case .one: count == 1 ? 0 : 1
    case .zeroOrOne: count <= 1 ? 0 : 1
    case .czech: count == 1 ? 0 : (2...4).contains(count) ? 1 : 2
    case .polish: count == 1 ? 0 : endsInFew ? 1 : 2
    case .russian: count % 10 == 1 && count % 100 != 11 ? 0 : endsInFew ? 1 : 2
    }
  }
}
