import PipelinePlugins

extension ExportSamples {
  private static let grouped = [
    ReportColumn("team", LocalizedText("Team", ["fr": "Équipe"]), .text),
    ReportColumn("owner", LocalizedText("Owner", ["fr": "Responsable"]), .text),
    ReportColumn("stage", LocalizedText("Stage", ["fr": "Étape"]), .text),
    ReportColumn("deals", LocalizedText("Deals", ["fr": "Affaires"]), .count),
    ReportColumn("amount", LocalizedText("Amount", ["fr": "Montant"]), .money(.eur)),
    ReportColumn("weighted", LocalizedText("Weighted", ["fr": "Pondéré"]), .money(.eur)),
  ]

  private static func line(_ names: [String?], _ deals: Int64, _ amount: Int128, _ weighted: Int128) -> [ReportCell] {
    names.map { $0.map(ReportCell.text) ?? .null } + [.count(deals), .money(amount), .money(weighted)]
  }

  /// Two teams, three owners, subtotals of both; every sum is that of its rows.
  static let summed = ReportTable(
    columns: grouped,
    rows: [
      line(["North", "Anna", "Engaging"], 2, 100_01, 10_00), line(["North", "Anna", "Closing"], 3, 200_02, 20_00),
      line(["North", "Ben", "Engaging"], 1, -50_05, -5_00), line(["South", "Carla", "Engaging"], 4, 400_04, 40_00),
      line(["South", "Carla", "Closing"], 5, 500_05, 50_00),
    ],
    total: line([nil, nil, nil], 15, 1_150_07, 115_00),
    subtotals: [
      ReportSubtotal(level: 2, rows: 0..<2, cells: line(["North", "Anna", nil], 5, 300_03, 30_00)),
      ReportSubtotal(level: 2, rows: 2..<3, cells: line(["North", "Ben", nil], 1, -50_05, -5_00)),
      ReportSubtotal(level: 1, rows: 0..<3, cells: line(["North", nil, nil], 6, 249_98, 25_00)),
      ReportSubtotal(level: 2, rows: 3..<5, cells: line(["South", "Carla", nil], 9, 900_09, 90_00)),
      ReportSubtotal(level: 1, rows: 3..<5, cells: line(["South", nil, nil], 9, 900_09, 90_00)),
    ])

  /// The same, where some sums were rounded on their own, or count a deal once that two rows have.
  static let rounded: ReportTable = {
    var table = summed
    table.subtotals[0].cells[5] = .money(30_01)
    table.subtotals[2].cells[3] = .count(5)
    table.subtotals[4].cells[4] = .money(900_08)
    return table
  }()

  static func document(_ table: ReportTable) throws -> ReportDocument {
    var document = try document([])
    document.groupedBy = ["team", "owner", "stage"]
    document.table = table
    return document
  }

  static let sections = [
    ReportSection(key: "one", title: "Further", table: ReportTable(columns: columns, rows: rows, total: total)),
    ReportSection(key: "two", title: "Further", table: summed),
    ReportSection(key: "three", title: "further", table: ReportTable(columns: columns, rows: [])),
  ]

  static let sentence = LocalizedText("The kit leaves 77 deals out.")

  static let hostile = [
    "\u{1B}[31mred\u{1B}]0;title\u{7}", "invoice\u{202E}fdp.exe", "<script>alert('x')</script>&amp;<![CDATA[", "]]>",
    "../../x", "..\\x", "/etc/passwd", "before\u{0}after", "[$-40C]@", "_x0000_", "\u{FFFD}\u{200B}", "'quoted'",
    "${HOME} %s %n", String(repeating: "long ", count: 8_000), "  two  blanks  ", "line\nline",
  ]

  private static func moment(_ seconds: Int64) -> Instant {
    Instant(microsecondsSince1970: (1_514_764_800 + seconds) * 1_000_000)
  }

  private static let rates: [(code: String, coefficient: Int64, scale: UInt8, day: Int32?)] = [
    ("USD", 83_389, 5, 17_500), ("JPY", 7_411, 6, nil),
  ]

  static func receipt() throws -> ReportReceipt {
    ReportReceipt(
      definition: #"{"kit": "definition"}"#, person: "kit-person", madeAt: moment(11), asOf: moment(-3_600),
      knownAt: moment(7_200), sequence: 48_151_623, configurationSince: moment(-86_400 * 40),
      configurationDigest: "00c0ffee00c0ffee", counted: 4_242,
      excluded: [
        ReportGap(reason: .noRate, detail: "XTS", count: 1_313), ReportGap(reason: .omitted, count: 77),
      ],
      rates: rates.compactMap { rate in
        guard let currency = Currency(rate.code),
          let value = ExactDecimal(coefficient: rate.coefficient, scale: rate.scale)
        else { return nil }
        return RateUse(currency: currency, rate: value, day: rate.day.flatMap { CivilDate(daysSince1970: $0) })
      },
      unknown: ["The kit does not know of 9 deals."])
  }

  /// A fact of the receipt, and whether a cell says it.
  struct Fact {
    var name: String
    var isSaid: @Sendable (ExportedCell) -> Bool

    /// A text in a cell, without the blanks around it.
    init(_ name: String, text: String) {
      let wanted = text.filter { !$0.isWhitespace }
      self.init(name) { cell in
        if case .text(let found) = cell { found.filter { !$0.isWhitespace }.contains(wanted) } else { false }
      }
    }

    /// A number, with or without separators.
    init(_ name: String, number: String) {
      self.init(name) { cell in
        switch cell {
        case .number(let found): Double(found) == Double(number)
        case .text(let found): found == number || found.filter(\.isNumber) == number.filter(\.isNumber)
        default: false
        }
      }
    }

    /// A moment's day and time of day in UTC.
    init(_ name: String, moment: Instant) {
      let parts = moment.description.dropLast().split(separator: "T").map(String.init)
      self.init(name) { cell in
        if case .text(let found) = cell { parts.allSatisfy(found.contains) } else { false }
      }
    }

    init(_ name: String, _ isSaid: @escaping @Sendable (ExportedCell) -> Bool) {
      self.name = name
      self.isSaid = isSaid
    }
  }

  static func facts() throws -> [Fact] {
    let receipt = try receipt()
    var facts = [
      Fact("definition", text: receipt.definition), Fact("person", text: receipt.person),
      Fact("digest", text: receipt.configurationDigest), Fact("sequence", number: "\(receipt.sequence)"),
      Fact("counted deals", number: "\(receipt.counted)"), Fact("moment", moment: receipt.madeAt),
    ]
    facts += [receipt.asOf, receipt.knownAt, receipt.configurationSince].compactMap { $0 }.map {
      Fact("moment \($0)", moment: $0)
    }
    for gap in receipt.excluded {
      facts.append(Fact("count of \(gap.reason)", number: "\(gap.count)"))
      // Programs read the key, people the words.
      let ways = [gap.reason.rawValue, gap.reason.words.text(.english)].map { Fact("", text: $0) }
      facts.append(Fact("reason \(gap.reason)") { cell in ways.contains { $0.isSaid(cell) } })
      if !gap.detail.isEmpty { facts.append(Fact("detail of \(gap.reason)", text: gap.detail)) }
    }
    for use in receipt.rates {
      facts.append(Fact("currency \(use.currency)", text: use.currency.code))
      facts.append(Fact("rate of \(use.currency)", number: use.rate.description))
      guard let day = use.day else { continue }
      facts.append(
        Fact("day of \(use.currency)") { cell in
          if case .text(let found) = cell { found.contains(day.description) } else { cell == .date(day) }
        })
    }
    return facts + receipt.unknown.map { Fact("unknown", text: $0.fallback) }
  }
}
