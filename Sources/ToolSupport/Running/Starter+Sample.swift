public import SalesPipeline

extension Starter {
  /// The starter configuration with exchange rates, and with targets of two teams from two years ago to the next quarter, for the
  /// company that `pipeline sample` makes.
  public static func sampleConfiguration(in language: String, today: CivilDate) -> String {
    var lines: [String] = []
    var isTarget = false
    for line in configuration(in: language).split(separator: "\n", omittingEmptySubsequences: false) {
      if line == "storage:" { lines += ["rates:", "  fixed: {USD: 1.0842, GBP: 0.8551}", ""] }
      if line == "# targets:" {
        // The remark above is about targets that are not there.
        lines.removeLast()
        lines += targets(today)
        isTarget = true
      } else if isTarget, line.hasPrefix("#") {
        continue
      } else if line.hasPrefix("  # ") {
        // The targets are those of teams.
        lines.append("  " + line.dropFirst(4).replacing("group_by: [owner]", with: "group_by: [team]"))
      } else {
        isTarget = false
        lines.append(String(line))
      }
    }
    return lines.joined(separator: "\n")
  }

  private static func targets(_ today: CivilDate) -> [String] {
    let calendar = FiscalCalendar.calendarYears
    let present = calendar.period(.quarter, containing: today)
    return ["targets:", "  listed:"]
      + (-8...1).flatMap { place -> [String] in
        let quarter = calendar.period(present, advancedBy: place).label
        return [("North", 330 + 15 * place), ("South", 280 + 10 * place)].map { team, thousands in
          "    - {team: \(team), period: \(quarter), amount: \(thousands)000}"
        }
      }
  }
}
