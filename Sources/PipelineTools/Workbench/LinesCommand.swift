import ArgumentParser
import SalesPipeline
import ToolSupport

/// The lines of a deal: what is sold.
struct LinesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lines", abstract: "List, add, edit and remove the lines of a deal.",
    discussion: """
      A line keeps the product's list price of the day on which it was added, so that the discount stays visible.

      EXAMPLES
        pipeline lines list D-17
        pipeline lines add D-17 gtx-pro --quantity 3
        pipeline lines add D-17 support --discount 10
        pipeline lines edit D-17 2 --price 990.00
        pipeline lines remove D-17 support
      """,
    subcommands: [List.self, Add.self, Edit.self, Remove.self], defaultSubcommand: List.self)

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the lines of a deal, with what was agreed beside the list prices.",
      discussion: """
        EXAMPLES
          pipeline lines list D-17
          pipeline lines list D-17 --format csv
        """)
    @OptionGroup var options: ToolOptions
    @OptionGroup var subject: DealArgument
    @OptionGroup var output: ListOutput

    func run() async throws {
      try await options.withDesk(for: .reading) { desk in
        let deal = try await subject.find(desk)
        if output.isText { return try await Output.lines(of: deal, desk, options) }
        let title = OpportunityBody.fields["lines"]?.label ?? "Lines"
        try await ExportCommand.write(try ExportTables.lines([deal], desk), "lines", title, output, desk, options)
      }
    }
  }

  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Add a line to a deal, at the product's list price, with a discount, or at a price.",
      discussion: """
        EXAMPLES
          pipeline lines add D-17 gtx-pro --quantity 3
          pipeline lines add D-17 gtx-pro --discount 12.5
          pipeline lines add D-17 gtx-pro --price 4500.00
          pipeline lines add D-17 gtx-pro --replace-amount

        The total of the lines is the amount of the deal. A deal whose amount is stated has no lines, unless
        --replace-amount gives it up.
        """)
    @OptionGroup var options: ToolOptions
    @OptionGroup var subject: DealArgument
    @Argument(help: "The product: a key of OpportunityLine.", completion: .names(.entries(.line))) var product: String
    @Option(help: "How much of it.") var quantity: ExactDecimal = 1
    @OptionGroup var price: PriceOptions
    @Flag(help: "Give up the stated amount of the deal: the total of the lines is its amount then.")
    var replaceAmount = false

    func run() async throws {
      try await options.withDesk(for: .writing, needsStore: true) { desk in
        let found = try await subject.find(desk)
        let price = price.price ?? .list
        guard let stated = found.body.statedAmount else {
          let edited = try await desk.addLine(product, quantity: quantity, at: price, to: found)
          return try await Output.lines(of: edited, desk, options)
        }
        guard replaceAmount else {
          let numbers = NumberText(try options.language(desk.setup))
          let amount = numbers.amount(Int128(stated.minorUnits), stated.currency) + " " + stated.currency.code
          throw ToolError(.amountStated, ["deal": .text(subject.deal.clipped()), "amount": .text(amount)])
        }
        let edited = try await desk.together { [product, quantity] transaction in
          let bare = try await transaction.edit(found) { $0.statedAmount = nil }
          return try await transaction.addLine(product, quantity: quantity, at: price, to: bare)
        }
        try await Output.lines(of: edited, desk, options)
      }
    }
  }

  struct Edit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Edit a line of a deal.",
      discussion: """
        EXAMPLES
          pipeline lines edit D-17 1 --quantity 5
          pipeline lines edit D-17 gtx-pro --discount 15
        """)
    @OptionGroup var options: ToolOptions
    @OptionGroup var subject: DealArgument
    @Argument(help: "The line: its number in the list, or its product.") var line: String
    @Option(help: "Another product.") var product: String?
    @Option(help: "How much of it.") var quantity: ExactDecimal?
    @OptionGroup var price: PriceOptions

    func validate() throws {
      if product == nil, quantity == nil, price.price == nil {
        throw ValidationError(usage: "nothing to edit: say --quantity, --price, --discount or --product")
      }
    }

    func run() async throws {
      try await options.withDesk(for: .writing, needsStore: true) { desk in
        let found = try await subject.find(desk)
        let edited = try await desk.editLine(
          try found.place(ofLine: line), of: found, product: product, quantity: quantity, at: price.price)
        try await Output.lines(of: edited, desk, options)
      }
    }
  }

  struct Remove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove a line of a deal.",
      discussion: """
        EXAMPLES
          pipeline lines remove D-17 2
        """)
    @OptionGroup var options: ToolOptions
    @OptionGroup var subject: DealArgument
    @Argument(help: "The line: its number in the list, or its product.") var line: String

    func run() async throws {
      try await options.withDesk(for: .writing, needsStore: true) { desk in
        let found = try await subject.find(desk)
        let edited = try await desk.removeLine(try found.place(ofLine: line), of: found)
        try await Output.lines(of: edited, desk, options)
      }
    }
  }
}

/// What a line costs: `--price` or `--discount`.
struct PriceOptions: ParsableArguments {
  @Option(name: .customLong("price"), help: "The price of one, in the deal's currency.") var unit: ExactDecimal?
  @Option(help: "The discount on the list price, in percent.") var discount: BasisPoints?

  /// The price; `nil` if none is given.
  var price: OpportunityLine.Price? { unit.map { .unit($0) } ?? discount.map { .discounted($0) } }

  func validate() throws {
    if unit != nil, discount != nil { throw ValidationError(usage: "say --price or --discount, not both") }
  }
}

extension Opportunity {
  /// The place of the line with a number from 1, or of the only one of a product.
  fileprivate func place(ofLine key: String) throws -> Int {
    let ofProduct = body.lines.indices.filter { body.lines[$0].product == key }
    if ofProduct.count == 1 { return ofProduct[0] }
    guard ofProduct.isEmpty else {
      throw Refused([
        Refusal(.invalid, "lines", .severalLines, ["value": key], values: ["count": .count(ofProduct.count)])
      ])
    }
    guard let number = Int(key), body.lines.indices.contains(number - 1) else {
      throw Refused([
        Refusal(.invalid, "lines", .noSuchLine, ["value": key], values: ["count": .count(body.lines.count)])
      ])
    }
    return number - 1
  }
}

extension Output {
  /// Prints the lines of a deal with their totals.
  static func lines(of deal: Opportunity, _ desk: Desk, _ options: ToolOptions) async throws {
    let language = try options.language(desk.setup)
    guard !deal.body.lines.isEmpty else { return print(language.text(WorkPhrase.noLines)) }
    table(try await lines(of: deal, desk, language, options.terminal), nil, options.terminal)
  }

  /// The lines of a deal as a table: list prices, what was agreed, discounts and totals. In a narrow terminal discounts are
  /// percentages alone, and list prices are left out.
  static func lines(
    of deal: Opportunity, _ desk: Desk, _ language: Phrasebook, _ terminal: Terminal
  ) async throws -> TextTable {
    let products = try await desk.lookup(.line)
    var table = try lines(of: deal, products, desk, language, without: [])
    for left in [[5], [3, 5]] as [Set<Int>] {
      if table.lines(terminal).allSatisfy({ DisplayText.width($0) <= terminal.width }) { break }
      table = try lines(of: deal, products, desk, language, without: left)
    }
    return table
  }

  /// - Parameter left: The places of columns that are left out.
  private static func lines(
    of deal: Opportunity, _ products: LookupTable, _ desk: Desk, _ language: Phrasebook, without left: Set<Int>
  ) throws -> TextTable {
    let numbers = NumberText(language)
    func shown<Item>(_ items: [Item]) -> [Item] {
      items.enumerated().filter { !left.contains($0.offset) }.map(\.element)
    }
    let currency = deal.body.currency ?? desk.setup.baseCurrency
    var table = TextTable(
      shown([
        TextTable.Column("#", right: true),
        TextTable.Column(language.text(ColumnPhrase.product), flexible: true),
        TextTable.Column(language.text(WorkPhrase.quantity), right: true),
        TextTable.Column(language.text(WorkPhrase.listPrice), right: true),
        TextTable.Column(language.text(WorkPhrase.unitPrice), right: true),
        TextTable.Column(language.text(WorkPhrase.discount), right: true),
        TextTable.Column("%", right: true),
        TextTable.Column(language.text(ColumnPhrase.total) + " " + currency.code, right: true),
      ]))
    func amount(_ money: Money?) -> String {
      money.map { numbers.amount(Int128($0.minorUnits), currency) } ?? language.text(ToolPhrase.none)
    }
    var (discount, list): (Money?, Money?) = (nil, nil)
    for line in deal.body.lines.placed {
      table.add(
        shown([
          "\(line.id + 1)", products[line.product]?.label.text(language) ?? line.product,
          numbers.decimal("\(line.quantity)"), line.listPrice.map { numbers.decimal("\($0)") } ?? "—",
          numbers.decimal("\(line.unitPrice)"), amount(try line.line.discount(in: currency)),
          line.line.discountPoints.map { numbers.percent(points: $0) } ?? "—",
          amount(try line.line.total(in: currency)),
        ]))
      if let own = try line.line.discount(in: currency) { discount = try discount.map { try $0 + own } ?? own }
      if let own = try line.line.listTotal(in: currency) { list = try list.map { try $0 + own } ?? own }
    }
    let share = discount.flatMap { discount in list.flatMap { discount.points(of: $0) } }
    table.addTotal(
      shown([
        "", language.text(ColumnPhrase.total), "", "", "", amount(discount),
        share.map { numbers.percent(points: $0) } ?? "", amount(try deal.body.lines.total(in: currency)),
      ]))
    return table
  }
}

extension Money {
  /// What share of another amount it is, in basis points, rounded half-even.
  fileprivate func points(of whole: Money) -> Int64? {
    guard whole.minorUnits != 0 else { return nil }
    return Int64(exactly: dividedHalfEven(Int128(minorUnits) * 10_000, by: Int128(whole.minorUnits)))
  }
}
