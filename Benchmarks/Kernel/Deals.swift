import PipelineAnalytics

/// Believable deals: for the pivot as columns, for C as arrays.
struct Deals {
  static let owners = 48
  static let months = 36
  static let categories = 5
  /// Open, won, lost by stage: six open ones, then won and lost.
  static let outcomes: [UInt8] = [0, 0, 0, 0, 0, 0, 1, 2]

  var owner: [UInt8] = []
  var month: [UInt8] = []
  var category: [UInt8] = []
  var stage: [UInt8] = []
  /// In basis points.
  var probability: [UInt16] = []
  var amount: [Int64] = []

  var ownerColumn = CodedColumn()
  var monthColumn = CodedColumn()
  var categoryColumn = CodedColumn()
  var stageColumn = CodedColumn()
  var probabilityColumn = CodedColumn()
  var amountColumn = AmountColumn()

  /// How the rows lie.
  enum Order: String, CaseIterable {
    /// No row says anything of the next: hard on branches, and no block can be skipped.
    case shuffled = "in no order"
    /// In order of creation: close months grow along the rows, and those that are past are closed.
    case byCreation = "in order of creation"
  }

  init(rows: Int, order: Order, seed: UInt64) {
    var state = seed
    func random(_ bound: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % bound
    }
    for row in 0..<rows {
      let isOrdered = order == .byCreation
      let month = isOrdered ? UInt64(row * 31 / rows) + random(6) : random(UInt64(Self.months))
      let isPast = month < 30 && random(20) > 0
      let stage = UInt8(!isOrdered ? random(8) : isPast ? 6 + random(2) : random(6))
      owner.append(UInt8(random(UInt64(Self.owners))))
      self.month.append(UInt8(month))
      category.append(UInt8(random(UInt64(Self.categories))))
      self.stage.append(stage)
      // A tenth of the open deals has a person's own figure.
      let own = random(10) == 0
      let share = stage == 6 ? 100 : stage == 7 ? 0 : own ? (1 + random(19)) * 5 : 10 + UInt64(stage) * 15
      probability.append(UInt16(share * 100))
      amount.append(Int64(100_00 + random(9_000_000)))
    }
    ownerColumn = CodedColumn(owner.map(UInt32.init))
    monthColumn = CodedColumn(month.map(UInt32.init))
    categoryColumn = CodedColumn(category.map(UInt32.init))
    stageColumn = CodedColumn(stage.map(UInt32.init))
    probabilityColumn = CodedColumn(probability.map { UInt32($0) / 500 })
    amountColumn = AmountColumn(amount)
  }
}
