/// A chart of a sheet: the numbers that it draws, made from the table's rows.
package struct SheetChart: Hashable, Sendable {
  /// How it is drawn.
  package let kind: ReportChart.Kind
  /// What the bars are called: the header of the column that names them.
  package let categoryHeader: String
  /// The bars' names, in order.
  package let categories: [String]
  /// The value that all drawn rows share, if they are a part of the table's rows.
  package let part: String?
  private let language: Phrasebook
  /// The series, in stacking order.
  package let series: [Series]
  /// What the numbers are.
  package let valueKind: ReportColumnKind
  /// The table's columns with names and numbers, if the table's rows can be drawn as they are; `nil` if the numbers
  /// need separate cells.
  package let direct: Direct?

  /// Its title on a sheet: the sheet's, with the value that the drawn rows share.
  package func title(on sheet: String) -> String { part.map { language.labelled(sheet, $0) } ?? sheet }

  /// One colour of bars.
  package struct Series: Hashable, Sendable {
    /// What it is called.
    package var name: String
    /// What it is for.
    package var role: Role
    /// A number for each bar; `nil` for none.
    package var values: [Double?]
  }

  /// What a series is for.
  package enum Role: Hashable, Sendable {
    /// A series of the chart, by its place; `isRepeated` where it is the second half of one, which a legend leaves out.
    case figure(Int, isRepeated: Bool)
    /// Bars that hold others up and are not seen.
    case base
    /// Where a waterfall starts and ends.
    case level
    /// What bars are compared with, such as a target: a frame that is not filled.
    case frame
    /// What a waterfall's step adds.
    case increase(isRepeated: Bool)
    /// What a waterfall's step takes away.
    case decrease(isRepeated: Bool)
  }

  /// The columns of a table that can be drawn as it is.
  package struct Direct: Hashable, Sendable {
    /// The column of the bars' names.
    package var category: Int
    /// The columns of the numbers.
    package var series: [Int]
  }

  /// The most bars that make sense.
  static let mostCategories = 200

  /// The charts of a table: one, or one for each part of its rows.
  static func all(_ chart: ReportChart, _ table: ReportTable, _ language: Phrasebook) -> [SheetChart] {
    chart.drawings(of: table).compactMap { shared, rows in
      guard let shared else { return SheetChart(chart, table, language) }
      var part = table
      part.rows = Array(table.rows[rows])
      return SheetChart(chart, part, language, part: Figures.name(shared, .text, language))
    }
  }

  /// A chart; `nil` where the table has not its columns, no rows, or too many.
  init?(_ chart: ReportChart, _ table: ReportTable, _ language: Phrasebook, part: String? = nil) {
    guard chart.kind != .figures else { return nil }
    (self.part, self.language) = (part, language)
    let places = chart.series.compactMap { key in table.columns.firstIndex { $0.key == key } }
    guard let category = table.columns.firstIndex(where: { $0.key == chart.category }), !places.isEmpty else {
      return nil
    }
    let figures = Figures(table, category, places, language, joins: chart.kind != .waterfall)
    guard let figures, !figures.names.isEmpty else { return nil }
    categoryHeader = table.columns[category].header.text(language)
    categories = figures.names
    valueKind = table.columns[places[0]].kind
    let titles = places.map { table.columns[$0].header.text(language) }
    if let framed = Self.framed(chart, table, category, places, language) {
      (kind, series, direct) = (.nestedColumns, framed, nil)
      return
    }
    kind = chart.kind
    switch chart.kind {
    case .columns, .stackedColumns, .nestedColumns, .figures: series = Self.plain(figures.values, titles)
    case .funnel: series = Self.funnel(figures.values, titles, language)
    case .waterfall: series = Self.waterfall(figures.values[0], titles[0], language)
    }
    let isPlain = [.columns, .stackedColumns, .nestedColumns].contains(chart.kind)
    let isWhole = table.subtotals.isEmpty && figures.names.count == table.rows.count
    direct = isPlain && isWhole && part == nil ? Direct(category: category, series: places) : nil
  }

  private static func plain(_ values: [[Double]], _ titles: [String]) -> [Series] {
    values.indices.map { Series(name: titles[$0], role: .figure($0, isRepeated: false), values: values[$0]) }
  }

  /// Stacked bars with frames of what they are compared with, over each other: the chart types of spreadsheet writers do not mix bars
  /// with lines. Each series has what is below it added, the greatest first. `nil` for a chart without such a column, and for amounts
  /// below zero, which cannot be drawn so.
  private static func framed(
    _ chart: ReportChart, _ table: ReportTable, _ category: Int, _ places: [Int], _ language: Phrasebook
  ) -> [Series]? {
    guard chart.kind == .stackedColumns, let line = chart.line,
      let goal = table.columns.firstIndex(where: { $0.key == line }),
      let figures = Figures(table, category, places + [goal], language, joins: true),
      !figures.values.joined().contains(where: { $0 < 0 })
    else { return nil }
    var sums = [Double](repeating: 0, count: figures.names.count)
    var (series, names): ([Series], [String]) = ([], [])
    for (place, values) in figures.values.dropLast().enumerated() {
      sums = zip(sums, values).map { $0 + $1 }
      names.append(table.columns[places[place]].header.text(language))
      let role = Role.figure(places.count - 1 - place, isRepeated: false)
      series.insert(Series(name: names.joined(separator: " + "), role: role, values: sums), at: 0)
    }
    let frame = figures.values[places.count].map { $0 == 0 ? nil : Optional($0) }
    return series + [Series(name: table.columns[goal].header.text(language), role: .frame, values: frame)]
  }

  /// Each bar within the one before, all about one middle: half of what each is longer than the next, on both sides.
  private static func funnel(_ values: [[Double]], _ titles: [String], _ language: Phrasebook) -> [Series] {
    let longest = values.joined().max() ?? 0
    var rings: [[Double]] = []
    for (place, lengths) in values.enumerated() {
      let inner = place + 1 < values.count ? values[place + 1] : nil
      rings.append(lengths.indices.map { max(0, lengths[$0] - (inner?[$0] ?? 0)) / (inner == nil ? 1 : 2) })
    }
    let base = values[0].map { max(0, longest - max(0, $0)) / 2 }
    var series = [Series(name: SheetPhrase.offset.text(language), role: .base, values: base)]
    for place in values.indices {
      series.append(Series(name: titles[place], role: .figure(place, isRepeated: false), values: rings[place]))
    }
    for place in values.indices.dropLast().reversed() {
      series.append(Series(name: titles[place], role: .figure(place, isRepeated: true), values: rings[place]))
    }
    return series
  }

  /// Stacked bars with an invisible lowest part; a step across zero has a part on each side.
  private static func waterfall(_ values: [Double], _ title: String, _ language: Phrasebook) -> [Series] {
    let nothing = [Double?](repeating: nil, count: values.count)
    var (base, level, up, down, upBelow, downBelow) = (nothing, nothing, nothing, nothing, nothing, nothing)
    var height = 0.0
    for (index, value) in values.enumerated() {
      if index == 0 || index == values.count - 1 {
        level[index] = value
        height = value
        continue
      }
      let (low, high) = (min(height, height + value), max(height, height + value))
      let (seen, below) = low >= 0 ? (high - low, nil) : high <= 0 ? (low - high, nil) : (high, Optional(low))
      base[index] = low >= 0 ? low : high <= 0 ? high : 0
      if value >= 0 {
        (up[index], upBelow[index]) = (seen, below)
      } else {
        (down[index], downBelow[index]) = (seen, below)
      }
      height += value
    }
    var series = [
      Series(name: SheetPhrase.offset.text(language), role: .base, values: base),
      Series(name: title, role: .level, values: level),
      Series(name: SheetPhrase.increase.text(language), role: .increase(isRepeated: false), values: up),
      Series(name: SheetPhrase.decrease.text(language), role: .decrease(isRepeated: false), values: down),
    ]
    for (values, role) in [(upBelow, Role.increase(isRepeated: true)), (downBelow, .decrease(isRepeated: true))] {
      if values.contains(where: { $0 != nil }) { series.append(Series(name: title, role: role, values: values)) }
    }
    return series
  }
}

/// A table's figures by bar: those of rows of one name are added.
private struct Figures {
  private(set) var names: [String] = []
  /// By series, then bar.
  private(set) var values: [[Double]]

  /// `nil` for more bars than make sense.
  init?(_ table: ReportTable, _ category: Int, _ places: [Int], _ language: Phrasebook, joins: Bool) {
    var bars: [String: Int] = [:]
    var units: [[Int128]] = places.map { _ in [] }
    for row in table.rows {
      let name = category < row.count ? Self.name(row[category], table.columns[category].kind, language) : ""
      let bar: Int
      if joins, let known = bars[name] {
        bar = known
      } else {
        guard names.count < SheetChart.mostCategories else { return nil }
        bar = names.count
        bars[name] = bar
        names.append(name)
        for index in units.indices { units[index].append(0) }
      }
      for (index, place) in places.enumerated() where place < row.count {
        units[index][bar] = units[index][bar] &+ (Self.units(row[place]) ?? 0)
      }
    }
    values = zip(units, places).map { units, place in units.map { Self.length($0, table.columns[place].kind) } }
  }

  static func name(_ cell: ReportCell, _ kind: ReportColumnKind, _ language: Phrasebook) -> String {
    if case .label(_, let label) = cell { return label.text(language) }
    return cell.plainText(kind) ?? "–"
  }

  private static func units(_ cell: ReportCell) -> Int128? {
    switch cell {
    case .percent(let share): Int128(share.value)
    case .ratio(let share): Int128(share)
    case .decimal(let number): number.hundredths
    default: SheetNumber.units(cell)
    }
  }

  /// Bars need no more digits than a spreadsheet's numbers have.
  private static func length(_ units: Int128, _ kind: ReportColumnKind) -> Double {
    switch kind {
    case .percent: Double(units) / 10_000
    case .decimal: Double(units) / 100
    case .money: SheetNumber.value(.money(units), kind) ?? Double(ReportCell.decimal(units, kind)) ?? 0
    default: Double(units)
    }
  }
}
