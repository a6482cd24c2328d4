/// A property of deals that strategies may depend on.
///
/// A strategy declares its dimensions. The engine groups deals by them, and calls the strategy once per group, not per
/// deal.
public struct Dimension<Value: Sendable>: Sendable {
  /// Which one it is.
  package let id: DimensionID
  let read: @Sendable (DimensionValue) -> Value
}

/// The identity of a strategy's dimension: the dimension of deals that it reads, and the form of its values.
package struct DimensionID: Hashable, Sendable {
  /// The dimension of deals.
  package let dimension: DealDimension
  /// The form of the values.
  package let form: Form

  /// The form in which a strategy gets a dimension's values.
  package enum Form: Hashable, Sendable {
    /// As in reports: a number or a text.
    case same
    /// Months since January of the year 0.
    case monthNumber
    /// Whole days from a day of the deal to the day of the report.
    case daysSince
    /// Whole days from the day of the report to a day of the deal; negative if that is past.
    case daysUntil
  }

  /// The identity of a dimension.
  package init(_ dimension: DealDimension, _ form: Form = .same) { (self.dimension, self.form) = (dimension, form) }

  /// Basis points: as stored for a probability rule; after the rules that read for a weighting strategy.
  package static let probability = DimensionID(.probability)
  /// The origin of the stored probability.
  package static let probabilityOrigin = DimensionID(.probabilityOrigin)
}

/// A dimension's value for a group, before it is typed.
public enum DimensionValue: Hashable, Sendable {
  /// Unknown, such as the close month of an undated deal.
  case none
  /// A number.
  case number(Int64)
  /// A text.
  case text(String)
}

extension Dimension where Value == BasisPoints {
  /// How likely the deal is.
  public static var probability: Self {
    Self(id: .probability) { value in
      guard case .number(let number) = value, let narrow = Int(exactly: number) else { return .zero }
      return BasisPoints(narrow) ?? .zero
    }
  }
}

extension Dimension where Value == ProbabilityOrigin {
  /// The origin of the stored probability.
  public static var probabilityOrigin: Self {
    Self(id: .probabilityOrigin) { value in
      guard case .text(let text) = value else { return .stage }
      return ProbabilityOrigin(rawValue: text) ?? .stage
    }
  }
}

extension Dimension where Value == ForecastCategory {
  /// What the deal's forecast entry counts as.
  public static var category: Self {
    Self(id: DimensionID(.category)) { value in
      guard case .text(let text) = value else { return .pipeline }
      return ForecastCategory(rawValue: text) ?? .pipeline
    }
  }
}

extension Dimension where Value == String {
  /// The status's key.
  public static var stage: Self { text(DimensionID(.stage)) }
  /// The sales cycle's key.
  public static var cycle: Self { text(DimensionID(.cycle)) }
  /// The salesperson.
  public static var owner: Self { text(DimensionID(.owner)) }

  private static func text(_ id: DimensionID) -> Self {
    Self(id: id) { if case .text(let text) = $0 { text } else { "" } }
  }
}

extension Dimension where Value == Int? {
  /// Months since January of the year 0, of the close date; `nil` for an undated deal.
  public static var closeMonth: Self { number(DimensionID(.month, .monthNumber)) }
  /// Whole days from the day that is read for to the close date; `nil` for an undated deal.
  public static var daysToClose: Self { number(DimensionID(.closeDay, .daysUntil)) }
  /// Whole days in the present status.
  public static var daysInStage: Self { number(DimensionID(.daysInStage, .daysSince)) }

  private static func number(_ id: DimensionID) -> Self {
    Self(id: id) { if case .number(let number) = $0 { Int(exactly: number) } else { nil } }
  }
}

/// A pure function of declared, typed dimensions.
public struct Derivation<Output: Sendable>: Sendable {
  /// The dimensions, in the order of the values.
  package let dimensions: [DimensionID]
  private let evaluate: @Sendable ([DimensionValue]) -> Output

  /// A function of some dimensions. It must be pure: the same values give the same answer.
  public init<each Value: Sendable>(
    _ dimension: repeat Dimension<each Value>, as function: @escaping @Sendable (repeat each Value) -> Output
  ) {
    var ids: [DimensionID] = []
    for one in repeat each dimension { ids.append(one.id) }
    dimensions = ids
    evaluate = { values in
      var index = 0
      func next<One>(_ dimension: Dimension<One>) -> One {
        defer { index += 1 }
        return dimension.read(index < values.count ? values[index] : .none)
      }
      return function(repeat next(each dimension))
    }
  }

  /// The answer for a group: a value for each dimension, in order. Tests of a strategy call it.
  public func callAsFunction(_ values: [DimensionValue]) -> Output { evaluate(values) }
}
