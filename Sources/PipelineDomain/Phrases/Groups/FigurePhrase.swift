/// What stands behind a figure, and why there is no such figure.
public enum FigurePhrase: String, PhraseGroup {
  /// Above the deals, and what the figure is.
  case title, heading, cell, figure, value, none
  /// What is wrong.
  case notGrouped, notMeasured, noSuchValue

  /// What their keys begin with.
  public static let group = "figure"

  /// The templates.
  public var texts: (english: String, french: String) {
    switch self {
    case .title: ("{report} – {figure}", "{report} – {figure}")
    case .heading: ("{title}: {value}", "{title} : {value}")
    case .cell: ("{row}: {measure}", "{row} : {measure}")
    case .value: ("{value}", "{value}")
    case .none: ("none", "aucun")
    case .figure: ("Figure", "Chiffre")
    case .notGrouped:
      (
        "the report is not grouped by '{grouping}'; it is by: {known}",
        "le rapport n’est pas groupé par « {grouping} » ; il l’est par : {known}"
      )
    case .notMeasured:
      (
        "the report has no figure '{measure}' that deals stand behind; it has: {known}",
        "le rapport n’a pas de chiffre « {measure} » fait d’affaires ; il a : {known}"
      )
    case .noSuchValue:
      (
        "no row of the report has {grouping} '{value}'; there are: {known}",
        "aucune ligne du rapport n’a {grouping} « {value} » ; il y a : {known}"
      )
    }
  }
}
