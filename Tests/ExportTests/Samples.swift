import PipelinePlugins

/// A report of two salespeople with everything that a document can have.
enum Sample {
  static let day = CivilDate(year: 2017, month: 12, day: 31)!

  static let columns = [
    ReportColumn("owner", LocalizedText("Owner", ["fr": "Responsable"]), .text),
    ReportColumn("stage", LocalizedText("Stage", ["fr": "Étape"]), .text),
    ReportColumn("count", LocalizedText("Deals", ["fr": "Affaires"]), .count),
    ReportColumn("unweighted", LocalizedText("Unweighted", ["fr": "Non pondéré"]), .money(.eur)),
    ReportColumn("weighted", LocalizedText("Weighted", ["fr": "Pondéré"]), .money(.eur)),
    ReportColumn("win_rate", LocalizedText("Win rate", ["fr": "Taux de succès"]), .percent),
  ]

  static func row(_ owner: String?, _ stage: String?, _ count: Int64, _ unweighted: Int128, _ weighted: Int128)
    -> [ReportCell]
  {
    [
      owner.map(ReportCell.text) ?? .null, stage.map(ReportCell.text) ?? .null, .count(count), .money(unweighted),
      .money(weighted), .percent(BasisPoints(Int(count % 5) * 2_000) ?? .zero),
    ]
  }

  /// Weighted subtotals are a cent off the sum of their rows, as values that are rounded on their own may be.
  static let table = ReportTable(
    columns: columns,
    rows: [
      row("Anna", "Prospecting", 12, 4_720_800, 472_081), row("Anna", "Engaging", 8, 2_400_000, 960_001),
      row("Ben", "Prospecting", 7, 1_150_050, 115_005), row("Ben", "Engaging", 3, -2_050, -820),
    ],
    total: row(nil, nil, 30, 8_268_800, 1_546_266),
    subtotals: [
      ReportSubtotal(level: 1, rows: 0..<2, cells: row("Anna", nil, 20, 7_120_800, 1_432_082)),
      ReportSubtotal(level: 1, rows: 2..<4, cells: row("Ben", nil, 10, 1_148_000, 114_185)),
    ])

  static let receipt = ReportReceipt(
    definition: #"{"group_by": ["owner", "stage"], "period": "this_quarter"}"#, person: "anna",
    madeAt: Instant(startOf: day).adding(microseconds: 36_000_000_000), asOf: Instant(startOf: day),
    knownAt: nil, sequence: 4_711, configurationSince: Instant(startOf: CivilDate(year: 2016, month: 1, day: 4)!),
    configurationDigest: "cbf29ce484222325", counted: 30,
    excluded: [
      ReportGap(reason: .otherCurrency, detail: "JPY", count: 2), ReportGap(reason: .omitted, count: 5),
    ],
    rates: [
      RateUse(
        currency: .usd, rate: ExactDecimal(coefficient: 9_134, scale: 4)!, day: CivilDate(year: 2017, month: 12, day: 1)
      ),
      RateUse(currency: Currency("GBP")!, rate: ExactDecimal(coefficient: 118, scale: 2)!, day: nil),
    ],
    unknown: [
      LocalizedText("The past of 4 deals before 2017-03-01 is unknown.", ["fr": "Le passé de 4 affaires est inconnu."])
    ])

  static let grid = ReportSection(
    key: "sales_grid", title: LocalizedText("Sales grid", ["fr": "Grille des ventes"]),
    table: ReportTable(
      columns: [
        ReportColumn("owner", LocalizedText("Owner"), .text), ReportColumn("period", "Period", .text),
        ReportColumn("won", LocalizedText("Won", ["fr": "Gagné"]), .money(.eur)),
        ReportColumn("open", LocalizedText("Open", ["fr": "Ouvert"]), .money(.eur)),
      ],
      rows: [
        [.text("Anna"), .text("2017-Q3"), .money(100_000), .money(0)],
        [.text("Ben"), .text("2017-Q3"), .money(50_000), .money(1_200)],
        [.text("Anna"), .text("2017-Q4"), .money(250_000), .money(90_000)],
      ],
      total: [.null, .null, .money(400_000), .money(91_200)]),
    chart: ReportChart(.columns, category: "period", series: ["won", "open"]))

  static func document(language: Phrasebook = .english) -> ReportDocument {
    ReportDocument(
      name: "this-quarter", title: LocalizedText("This quarter", ["fr": "Ce trimestre"]),
      period: CivilDate(year: 2017, month: 10, day: 1)!...day, today: day, groupedBy: ["owner", "stage"],
      notes: [
        LocalizedText("2 deals in JPY were counted, not priced.", ["fr": "2 affaires en JPY comptées, non valorisées."])
      ],
      gaps: receipt.excluded, table: table,
      chart: ReportChart(.nestedColumns, category: "owner", series: ["unweighted", "weighted"]), sections: [grid],
      parameters: [
        ReportParameter("person", LocalizedText("Who", ["fr": "Qui"]), "anna"),
        ReportParameter(
          "period", LocalizedText("Period", ["fr": "Période"]),
          LocalizedText("2017-10-01 to 2017-12-31", ["fr": "du 01/10/2017 au 31/12/2017"])),
      ],
      receipt: receipt, language: language)
  }
}
