public import PipelinePlugins

extension OpportunityLine {
  /// The price that is agreed for a line.
  public enum Price: Hashable, Sendable {
    /// The product's list price.
    case list
    /// A price of one, in the deal's currency.
    case unit(ExactDecimal)
    /// The list price less a share of it.
    case discounted(BasisPoints)
  }
}

extension Transaction {
  /// Adds a line to a deal, at the end.
  ///
  /// - Throws: ``Refused`` if the price depends on a list price that the product does not have, or for violated rules;
  ///   ``StoreError/conflict(_:)`` if the deal was changed after the copy was read.
  public mutating func addLine(
    _ product: String, quantity: ExactDecimal = 1, at price: OpportunityLine.Price = .list, to deal: Opportunity
  ) async throws -> Opportunity {
    let planner = planner
    return try await edit(deal) { body in
      let list = planner.listPrice(of: product, in: body.currency)
      let unit = try price.unit(list, product, body.currency, planner)
      body.lines.append(OpportunityLine(product: product, quantity: quantity, unitPrice: unit, listPrice: list))
    }
  }

  /// Edits a line of a deal. Another product has its own list price, and costs it unless a price is given.
  ///
  /// - Parameters:
  ///   - place: The line's place, from 0: ``OpportunityLine/Placed``.
  ///   - product: The product; `nil` to leave it, like the quantity and the price.
  /// - Throws: ``Refused`` if there is no such line, if the price depends on a list price that is not known, or for
  ///   violated rules; ``StoreError/conflict(_:)`` if the deal was changed after the copy was read.
  public mutating func editLine(
    _ place: Int, of deal: Opportunity, product: String? = nil, quantity: ExactDecimal? = nil,
    at price: OpportunityLine.Price? = nil
  ) async throws -> Opportunity {
    let planner = planner
    return try await edit(deal) { body in
      try body.checkLine(place)
      var line = body.lines[place]
      let isOther = product.map { StoredText.name($0) != line.product } ?? false
      if let product, isOther {
        line.product = product
        line.listPrice = planner.listPrice(of: product, in: body.currency)
      }
      if let quantity { line.quantity = quantity }
      if let price = price ?? (isOther ? .list : nil) {
        line.unitPrice = try price.unit(line.listPrice, line.product, body.currency, planner)
      }
      body.lines[place] = line
    }
  }

  /// Removes a line of a deal.
  ///
  /// - Parameter place: The line's place, from 0.
  /// - Throws: ``Refused`` if there is no such line; ``StoreError/conflict(_:)`` if the deal was changed after the copy
  ///   was read.
  public mutating func removeLine(_ place: Int, of deal: Opportunity) async throws -> Opportunity {
    try await edit(deal) { body in
      try body.checkLine(place)
      body.lines.remove(at: place)
    }
  }
}

extension OpportunityBody {
  fileprivate func checkLine(_ place: Int) throws {
    guard !lines.indices.contains(place) else { return }
    throw Refused([
      Refusal(
        .invalid, "lines", .noSuchLine, ["value": "\(place + 1)"], values: ["count": .count(lines.count)])
    ])
  }
}

extension OpportunityLine.Price {
  /// The price of one.
  ///
  /// - Throws: ``Refused`` for a product without a list price, and for one that there is not.
  fileprivate func unit(
    _ list: ExactDecimal?, _ product: String, _ currency: Currency?, _ planner: Planner
  ) throws -> ExactDecimal {
    if case .unit(let price) = self { return price }
    guard let list else {
      let code = (currency ?? planner.baseCurrency).code
      throw Refused([
        planner.lookups.refusal(of: StoredText.name(product), "lines", .line)
          ?? Refusal(.missing, "lines", .noListPrice, ["product": product, "currency": code])
      ])
    }
    guard case .discounted(let share) = self else { return list }
    let product = Int128(list.coefficient) * Int128(10_000 - Int(share.value))
    // To two decimals more than the list price has: discounts are rarely finer.
    let scale = min(list.scale + 2, ExactDecimal.maximumScale)
    let coefficient = dividedHalfEven(product, by: scale == list.scale + 2 ? 100 : 10_000)
    guard let narrow = Int64(exactly: coefficient),
      let price = ExactDecimal(coefficient: narrow, scale: scale == list.scale + 2 ? scale : list.scale)
    else { throw Refused([Refusal(.overflow, "lines", .totalTooLarge)]) }
    return price.withDecimals(atLeast: list.scale)
  }
}

extension ExactDecimal {
  /// The number without zeros at its end, but with some decimals.
  fileprivate func withDecimals(atLeast count: UInt8) -> ExactDecimal {
    var number = self
    while number.scale > count, number.coefficient % 10 == 0,
      let shorter = ExactDecimal(coefficient: number.coefficient / 10, scale: number.scale - 1)
    {
      number = shorter
    }
    return number
  }
}

extension Desk {
  /// Adds a line to a deal, at the end. The product's list price is kept with it.
  ///
  ///     let deal = try await desk.addLine("gtx-pro", quantity: 3, at: .discounted(tenPercent), to: deal)
  ///
  /// - Parameter operation: An id that makes the command idempotent.
  /// - Throws: ``Refused`` if the price depends on a list price that the product does not have, or for violated rules;
  ///   ``StoreError/conflict(_:)`` if the deal was changed after the copy was read.
  public func addLine(
    _ product: String, quantity: ExactDecimal = 1, at price: OpportunityLine.Price = .list, to deal: Opportunity,
    operation: RecordID? = nil
  ) async throws -> Opportunity {
    try await pipeline.transact(by: user, operation: operation, overlaps: true) {
      try await $0.addLine(product, quantity: quantity, at: price, to: deal)
    }
  }

  /// Edits a line of a deal: see ``Transaction/editLine(_:of:product:quantity:at:)``.
  ///
  /// - Parameters:
  ///   - place: The line's place, from 0.
  ///   - operation: An id that makes the command idempotent.
  /// - Throws: ``Refused``; ``StoreError/conflict(_:)`` if the deal was changed after the copy was read.
  public func editLine(
    _ place: Int, of deal: Opportunity, product: String? = nil, quantity: ExactDecimal? = nil,
    at price: OpportunityLine.Price? = nil, operation: RecordID? = nil
  ) async throws -> Opportunity {
    try await pipeline.transact(by: user, operation: operation, overlaps: true) {
      try await $0.editLine(place, of: deal, product: product, quantity: quantity, at: price)
    }
  }

  /// Removes a line of a deal.
  ///
  /// - Parameters:
  ///   - place: The line's place, from 0.
  ///   - operation: An id that makes the command idempotent.
  /// - Throws: ``Refused`` if there is no such line; ``StoreError/conflict(_:)`` if the deal was changed after the copy
  ///   was read.
  public func removeLine(_ place: Int, of deal: Opportunity, operation: RecordID? = nil) async throws -> Opportunity {
    try await pipeline.transact(by: user, operation: operation, overlaps: true) {
      try await $0.removeLine(place, of: deal)
    }
  }
}
