/// Names of the calendar.
package enum CalendarPhrase: String, PhraseGroup {
  /// The months, in order.
  case january, february, march, april, may, june, july, august, september, october, november, december
  /// Periods: those of calendar years, and those of fiscal years that do not start in January.
  case yearMonth, yearPeriod, yearQuarter, fiscalPeriod, fiscalQuarter, fiscalYear

  /// What their keys begin with.
  package static let group = "calendar"

  /// The name of a month, from 1.
  package static func month(_ number: Int) -> CalendarPhrase? {
    (1...12).contains(number) ? allCases[number - 1] : nil
  }

  /// The templates.
  package var texts: (english: String, french: String) {
    switch self {
    case .january: ("January", "janvier")
    case .february: ("February", "février")
    case .march: ("March", "mars")
    case .april: ("April", "avril")
    case .may: ("May", "mai")
    case .june: ("June", "juin")
    case .july: ("July", "juillet")
    case .august: ("August", "août")
    case .september: ("September", "septembre")
    case .october: ("October", "octobre")
    case .november: ("November", "novembre")
    case .december: ("December", "décembre")
    case .yearMonth: ("{year}-{number}", "{number}/{year}")
    case .yearPeriod: ("{year}-P{number}", "P{number} {year}")
    case .yearQuarter: ("{year}-Q{number}", "T{number} {year}")
    case .fiscalPeriod: ("FY{year}-P{number}", "P{number} ex. {year}")
    case .fiscalQuarter: ("FY{year}-Q{number}", "T{number} ex. {year}")
    case .fiscalYear: ("FY{year}", "exercice {year}")
    }
  }
}
