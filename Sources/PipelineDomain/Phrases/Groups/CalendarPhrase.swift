/// Names of the calendar.
public enum CalendarPhrase: String, PhraseGroup {
  /// The months, in order.
  case january, february, march, april, may, june, july, august, september, october, november, december

  /// What their keys begin with.
  public static let group = "calendar"

  /// The name of a month, from 1.
  public static func month(_ number: Int) -> CalendarPhrase? {
    allCases.indices.contains(number - 1) ? allCases[number - 1] : nil
  }

  /// The templates.
  public var texts: (english: String, french: String) {
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
    }
  }
}
