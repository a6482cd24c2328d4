import PipelinePlugins

/// How a page writes cells for people of its language.
struct PageFormat {
  let language: Phrasebook
  let numbers: NumberText

  init(_ language: Phrasebook) {
    self.language = language
    numbers = NumberText(language)
  }

  /// The language as HTML names it: `fr_CA` is `fr-CA`.
  var tag: String {
    let language = language.language
    let isPlain = language.utf8.allSatisfy {
      $0 < 0x80 && (Unicode.Scalar($0).properties.isAlphabetic || $0 == 0x2D || $0 == 0x5F || (48...57).contains($0))
    }
    return isPlain && !language.isEmpty ? language.replacing("_", with: "-") : "en"
  }

  /// Whether the language is written from right to left.
  var isRightToLeft: Bool { ["ar", "fa", "he", "ur"].contains(String(tag.prefix { $0 != "-" })) }

  /// A label and a value with the colon of the language.
  func labelled(_ label: String, _ value: String) -> String { language.labelled(label, value) }

  func text(_ text: LocalizedText) -> String { text.text(language) }

  func text(_ phrase: PagePhrase, _ values: [String: PhraseValue] = [:]) -> String { language.text(phrase, values) }

  /// A cell for people; `nil` for null.
  ///
  /// - Parameter isWhole: Whether amounts go without their decimals.
  func text(_ cell: ReportCell, _ kind: ReportColumnKind, isWhole: Bool = false) -> String? {
    switch (cell, kind) {
    case (.null, _): nil
    case (.text(let text), _): text
    case (.label(_, let label), _): self.text(label)
    case (.count(let count), _): numbers.count(count)
    case (.decimal(let number), _): numbers.decimal(number.normalized.description)
    case (.money(let units), .money(let currency)):
      isWhole ? numbers.whole(units, currency) : numbers.amount(units, currency)
    case (.money(let units), _): numbers.count(units)
    case (.amount(let money), _): numbers.amount(money)
    case (.percent(let share), _): numbers.percent(share)
    case (.ratio(let points), _): numbers.percent(points: points)
    case (.date(let date), _): numbers.date(date)
    }
  }

  /// A cell in few characters, for axes and bars.
  func compact(_ value: Int128, _ kind: ReportColumnKind) -> String {
    switch kind {
    case .money(let currency): numbers.compact(value, currency)
    case .percent: Int64(exactly: value).map { numbers.percent(points: $0) } ?? ""
    case .decimal: numbers.decimal(ExactDecimal.text(value, scale: 2))
    default: numbers.count(value)
    }
  }

  /// A value with all its digits and its currency.
  func exact(_ value: Int128, _ kind: ReportColumnKind) -> String {
    guard case .money(let currency) = kind else { return compact(value, kind) }
    return "\(numbers.amount(value, currency)) \(currency.code)"
  }

  /// A moment, in UTC to the second.
  func text(_ instant: Instant) -> String {
    let parts = "\(instant)".split(separator: "T")
    guard parts.count == 2, let day = instant.civilDate() else { return "\(instant)" }
    let time = parts[1].prefix(8)
    return "\(numbers.date(day)) \(time.hasSuffix(":00") ? time.prefix(5) : time) UTC"
  }

  /// Both ends of some days.
  func text(_ days: ClosedRange<CivilDate>) -> String {
    "\(numbers.date(days.lowerBound)) – \(numbers.date(days.upperBound))"
  }
}

extension ReportCell {
  /// The number that a bar of the cell is long: minor units, basis points or a count; `nil` for what is no number.
  var length: Int128? {
    switch self {
    case .null, .text, .label, .date: nil
    case .count(let count): Int128(count)
    case .decimal(let number): number.hundredths
    case .money(let units): units
    case .amount(let money): Int128(money.minorUnits)
    case .percent(let share): Int128(share.value)
    case .ratio(let points): Int128(points)
    }
  }
}

extension ReportTable {
  /// The place of the column with a key.
  func column(_ key: String) -> Int? { columns.firstIndex { $0.key == key } }

  /// The columns of amounts none of which has cents: those are written without.
  var wholeColumns: [Bool] {
    columns.indices.map { index in
      guard case .money(let currency) = columns[index].kind else { return true }
      let unit = (0..<Int(currency.minorDigits)).reduce(Int128(1)) { unit, _ in unit * 10 }
      func isWhole(_ row: [ReportCell]) -> Bool {
        guard index < row.count, case .money(let units) = row[index] else { return true }
        return units % unit == 0
      }
      return rows.allSatisfy(isWhole) && subtotals.allSatisfy { isWhole($0.cells) } && (total.map(isWhole) ?? true)
    }
  }
}
