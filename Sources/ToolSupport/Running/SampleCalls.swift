import PipelinePlugins
import SalesPipeline

/// The forecast calls of a sample company: before each quarter people say what they expect to win, in the middle and towards its
/// end again, and their managers adjust some of it.
struct SampleCalls: Sendable {
  /// Something that a person says.
  struct Statement: Sendable {
    let day: CivilDate
    let person: String
    let period: String
    /// The amount in the base currency; `nil` takes it back.
    let amount: ExactDecimal?
  }

  /// The calls and then the adjustments at one time of a quarter, by who makes them.
  struct Round: Sendable {
    /// The day before which nobody says anything; who manages whom on it may adjust.
    let day: CivilDate
    var calls: [String: Statement] = [:]
    var adjustments: [String: [Statement]] = [:]
  }

  /// Who may make calls, and who adjusts them on a day.
  struct Staff: Sendable {
    let callers: [SamplePerson]
    let manager: @Sendable (SamplePerson, CivilDate) -> String?
  }

  /// A person's quarter.
  struct Part: Hashable, Sendable {
    let person: String
    let quarter: Period
  }

  /// When people say something, in days before or after the start of a quarter, and what part of the truth it is, in percent:
  /// the nearer the end, the closer.
  private static let plans: [(day: Int, least: Int, more: Int)] = [(-9, 70, 75), (45, 85, 35), (76, 94, 13)]

  let calendar: FiscalCalendar
  let currency: Currency
  /// Statements before this day have been made.
  let today: CivilDate
  /// What people won in each quarter, or will probably.
  let results: [Part: Int128]

  /// All rounds, in order.
  func rounds(from beginning: CivilDate, _ staff: Staff, _ random: inout SeededNumbers) -> [Round] {
    var quarter = calendar.period(.quarter, containing: beginning)
    var rounds: [Round] = []
    while let first = quarter.range.lowerBound.adding(days: Self.plans[0].day), first < today {
      rounds += self.rounds(of: quarter, staff, &random)
      quarter = calendar.period(quarter, advancedBy: 1)
    }
    return rounds.enumerated().sorted { ($0.element.day, $0.offset) < ($1.element.day, $1.offset) }.map(\.element)
  }

  /// The rounds of a quarter: some days before it, in its middle, and two weeks before its end.
  private func rounds(of quarter: Period, _ staff: Staff, _ random: inout SeededNumbers) -> [Round] {
    let first = quarter.range.lowerBound
    var rounds = Self.plans.map { Round(day: first.adding(days: $0.day) ?? first) }
    for person in staff.callers {
      var isAdjusted = false
      for (index, plan) in Self.plans.enumerated() {
        let dice = (delay: random.below(4), pause: 1 + random.below(3), content: random.below(4) == 0)
        let (share, cut) = (plan.least + random.below(plan.more), 78 + random.below(30))
        let (adjusts, clears) = (random.below(3) > 0, random.below(2) == 0)
        let day = rounds[index].day.adding(days: dice.delay) ?? first
        // Some are content with what they said before.
        guard day < today, person.works(on: day), index == 0 || !dice.content,
          let amount = self.amount(of: person.name, quarter, share)
        else { continue }
        func said(_ day: CivilDate, _ amount: ExactDecimal?) -> Statement {
          Statement(day: day, person: person.name, period: quarter.label, amount: amount)
        }
        rounds[index].calls[person.name] = said(day, amount)
        guard let later = day.adding(days: dice.pause), later < today,
          let manager = staff.manager(person, rounds[index].day)
        else { continue }
        let other = adjusts ? self.amount(of: person.name, quarter, share * cut / 100) : nil
        let own = other == amount ? nil : other
        guard own != nil || isAdjusted && clears else { continue }
        isAdjusted = own != nil
        rounds[index].adjustments[manager, default: []].append(said(later, own))
      }
    }
    return rounds
  }

  /// A part of a person's result, with two figures that are not zero; who wins nothing hoped for a tenth of what others win.
  private func amount(of person: String, _ quarter: Period, _ share: Int) -> ExactDecimal? {
    let known = results.filter { $0.key.quarter == quarter && $0.value > 0 }
    let typical = known.isEmpty ? 0 : known.values.reduce(0) { $0 + $1 / Int128(known.count) } / 10
    let own = results[Part(person: person, quarter: quarter)] ?? 0
    let digits = (0..<currency.minorDigits).reduce(Int128(1)) { units, _ in units * 10 }
    var (units, scale) = (max(own, typical) * Int128(share) / 100 / digits, Int128(1))
    while units >= 100 { (units, scale) = ((units + 5) / 10, scale * 10) }
    return Int64(exactly: units * scale).flatMap { $0 > 0 ? ExactDecimal($0) : nil }
  }
}
