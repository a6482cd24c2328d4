import PipelinePlugins

extension DealColumns {
  /// A column of codes.
  struct Column: Hashable, Sendable, CaseIterable {
    private let number: UInt8

    private init(_ number: Int) { self.number = UInt8(truncatingIfNeeded: number) }

    /// The column at a place; `nil` if there is none.
    init?(place: Int) {
      guard place >= 0, place < Self.count + extraTexts.count else { return nil }
      self.init(place)
    }

    /// Its place among the columns.
    var place: Int { Int(number) }

    static var stage: Column { Column(0) }
    static var owner: Column { Column(1) }
    static var currency: Column { Column(2) }
    static var forecast: Column { Column(3) }
    static var source: Column { Column(4) }
    static var account: Column { Column(5) }
    static var probability: Column { Column(6) }
    static var origin: Column { Column(7) }
    static var since: Column { Column(8) }
    static var created: Column { Column(9) }
    static var expected: Column { Column(10) }
    static var actual: Column { Column(11) }
    // Computed from others.
    static var closeDay: Column { Column(12) }
    static var closeMonth: Column { Column(13) }
    static var pricing: Column { Column(14) }
    // Of deals that were divided by their products; otherwise no product.
    static var product: Column { Column(15) }
    // Computed for questions that ask for it.
    static var age: Column { Column(16) }

    /// The number of columns above.
    private static let count = 17

    /// The column of a text field that only its dimension names, by its place in ``DealColumns/extraTexts``.
    static func extra(_ place: Int) -> Column { Column(count + place) }

    /// Columns that single questions ask for, in copies: no load or journal fills them, see ``DealColumns/made``.
    static var overdue: Column { Column(253) }
    static var slips: Column { Column(254) }
    static var deal: Column { Column(255) }

    static let allCases = (0..<count + extraTexts.count).map { Column($0) }
  }

  /// The columns that are a text field each.
  static let textFields: [(column: Column, field: FieldName)] =
    ownTexts + extraTexts.enumerated().map { (.extra($0.offset), $0.element) }

  private static let ownTexts: [(column: Column, field: FieldName)] = [
    (.owner, "owner"), (.currency, "currency"), (.forecast, "forecast"), (.source, "source"),
    (.origin, "probability_origin"),
  ]

  /// The text fields of dimensions that have no column of their own above.
  static let extraTexts: [FieldName] = DealDimension.allCases.compactMap { dimension in
    switch dimension.source {
    case .text(let field), .entry(let field, _): ownTexts.contains { $0.field == field } ? nil : field
    default: nil
    }
  }
}
