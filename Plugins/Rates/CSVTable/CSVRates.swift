import PipelineFiles
package import PipelinePlugins

/// Dated rates in a CSV file, one per row; read each time a pipeline is opened.
package struct CSVRates: RateSource, Hashable {
  /// Where the file is, as error messages name it.
  package let path: String
  /// The currency that the file's rates are against.
  package let base: Currency
  /// Which way round they are written.
  package let quotedAs: RateQuoting
  /// The columns.
  package let columns: RateColumns
  /// The separator of fields: an ASCII character.
  package let delimiter: Character

  /// A source.
  package init(
    path: String, base: Currency, quotedAs: RateQuoting = .foreignPerBase, columns: RateColumns = RateColumns(),
    delimiter: Character = ","
  ) {
    self.path = path
    self.base = base
    self.quotedAs = quotedAs
    self.columns = columns
    self.delimiter = delimiter
  }

  /// Reads the file.
  /// - Throws: ``SourceError`` with all that is wrong with it.
  package func rates() async throws -> [ExchangeRate] {
    try rates(in: FileBytes.source(path))
  }

  /// Reads a file's bytes.
  func rates(in bytes: [UInt8]) throws -> [ExchangeRate] {
    var table = CSVTable(bytes, file: path, delimiter: delimiter)
    let places = (
      date: table.column(columns.date), currency: table.column(columns.currency), rate: table.column(columns.rate)
    )
    var rates: [ExchangeRate] = []
    var firstLines: [RateKey: Int] = [:]
    table.eachRow { row, table in
      let day = try self.day(row, places.date, &table)
      let currency = try self.currency(row, places.currency, &table)
      let number = try self.number(row, places.rate, &table)
      guard let day, let currency, let number else { return }
      let key = RateKey(currency: currency, day: day)
      if let first = firstLines[key] {
        table.report(
          "the rate of \(currency) on \(day) comes twice; the first is on line \(first)", row, places.currency)
      } else if let rate = quotedAs.rate(number, of: currency, base: base, from: day) {
        firstLines[key] = row.line
        rates.append(rate)
      }
    }
    guard table.isSound else { throw SourceError(table.problems) }
    return rates
  }

  private struct RateKey: Hashable {
    let currency: Currency
    let day: CivilDate
  }

  private func day(_ row: CSVRow, _ column: Int, _ table: inout CSVTable) throws -> CivilDate? {
    let text = try row.text(column).trimmingBlanks
    if let day = CivilDate(iso: text) {
      let years = CivilDate.plausibleYears
      if years.contains(day.components.year) { return day }
      table.report(
        "'\(text.oneLine)' is not a plausible day; years from \(years.lowerBound) to \(years.upperBound) are read", row,
        column)
      return nil
    }
    table.report("'\(text.oneLine)' is not a day; write it as 2026-12-31", row, column)
    return nil
  }

  private func currency(_ row: CSVRow, _ column: Int, _ table: inout CSVTable) throws -> Currency? {
    let text = try row.text(column).trimmingBlanks
    guard let currency = Currency(text) else {
      table.report("'\(text.oneLine)' is not a currency code of ISO 4217; write three letters such as USD", row, column)
      return nil
    }
    guard currency != base else {
      table.report("\(text) is the currency that the rates are against; its rate is always 1", row, column)
      return nil
    }
    return currency
  }

  private func number(_ row: CSVRow, _ column: Int, _ table: inout CSVTable) throws -> ExactDecimal? {
    let text = try row.text(column).trimmingBlanks
    do {
      let number = try ExactDecimal(parsing: text)
      if number > .zero { return number }
      table.report("the rate must be above zero", row, column)
    } catch {
      table.report("\(error)", row, column)
    }
    return nil
  }
}

/// Which columns of a file hold what.
package struct RateColumns: Hashable, Sendable {
  /// The days from which rates hold.
  package var date = "date"
  /// The currencies.
  package var currency = "currency"
  /// The rates.
  package var rate = "rate"

  /// The standard names.
  package init() {}
}
