import Testing

@testable import PipelineDomain

@Suite("The catalogue of phrases")
struct PhraseTests {
  @Test("every phrase has a key of its own, and a text in English and in French")
  func complete() {
    #expect(Phrase.all.count > 330)
    #expect(Set(Phrase.all.map(\.key)).count == Phrase.all.count)
    for phrase in Phrase.all {
      #expect(!phrase.english.isEmpty && !phrase.french.isEmpty, "\(phrase.key)")
      #expect(phrase.key.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "." || $0 == "_" }, "\(phrase.key)")
      for text in [phrase.english, phrase.french] {
        #expect(!text.contains { $0.isNewline } && !text.hasPrefix(" ") && !text.hasSuffix(" "), "\(phrase.key)")
      }
    }
  }

  @Test(
    "a number has groups of three digits, its sign and its decimals",
    arguments: [
      ("0", "0", "0"), ("999", "999", "999"), ("1000", "1,000", "1\u{202F}000"), ("-100", "-100", "-100"),
      ("-1000.5", "-1,000.5", "-1\u{202F}000,5"), ("1234567.89", "1,234,567.89", "1\u{202F}234\u{202F}567,89"),
      ("-0.05", "-0.05", "-0,05"), ("123456", "123,456", "123\u{202F}456"),
    ])
  func groups(plain: String, english: String, french: String) {
    #expect(NumberForm.english.decimal(plain) == english)
    #expect(NumberForm.french.decimal(plain) == french)
  }

  @Test("the label of every field is in the catalogue, and fields of one name have one label")
  func fields() {
    let phrases = Dictionary(uniqueKeysWithValues: Phrase.all.map { ($0.key, $0) })
    let labels = RecordTables.all.flatMap(\.labels)
    #expect(labels.count > 50)
    for label in labels { #expect(label.phrase.flatMap { phrases[$0.key] } == label.phrase, "\(label)") }
    #expect(phrases["field.next_step"]?.french == "Prochaine étape")
  }

  @Test("a field that is declared as a grouping is a dimension with its label and its table")
  func grouping() {
    let field = Field<OpportunityBody>.optionalText(
      "partner", .label("Partner", french: "Partenaire"), \.competitor, .lookup(.competitor), isGrouping: true)
    let dimension = DealDimension(field)
    #expect(field.isGrouping && dimension.rawValue == "partner")
    #expect(dimension.label.text(.french) == "Partenaire")
    #expect(dimension.source == .entry("partner", .competitor))
    let plain = Field<OpportunityBody>.optionalText("partner", .label("P", french: "P"), \.competitor)
    #expect(!plain.isGrouping && DealDimension(plain).source == .text("partner"))
  }

  @Test("both texts of a phrase say the same values, and give as many forms of a word as the language has")
  func values() throws {
    for phrase in Phrase.all {
      let english = try PhraseTemplate(phrase.english)
      let french = try PhraseTemplate(phrase.french)
      #expect(english.names == french.names, "\(phrase.key)")
      #expect(english.formCounts.allSatisfy { $0 == PluralRule.one.formCount }, "\(phrase.key)")
      #expect(french.formCounts.allSatisfy { $0 == PluralRule.zeroOrOne.formCount }, "\(phrase.key)")
    }
  }

  @Test("French puts its own signs around words: no English quotes, and a narrow space before double signs")
  func typography() {
    for phrase in Phrase.all {
      #expect(!phrase.french.contains("'") && !phrase.french.contains("\""), "\(phrase.key): \(phrase.french)")
      let spoken = Phrasebook.french.template(of: phrase)
      for sign in [";", "!", "?", "»"] { #expect(!spoken.contains(" " + sign), "\(phrase.key): \(spoken)") }
    }
  }

  @Test(
    "a word takes the form that goes with its number",
    arguments: [
      (PluralRule.same, [0, 1, 2, 5, 21], [0, 0, 0, 0, 0]),
      (.one, [0, 1, 2, 5, 21, 101], [1, 0, 1, 1, 1, 1]),
      (.zeroOrOne, [0, 1, 2, 5, 21], [0, 0, 1, 1, 1]),
      (.czech, [0, 1, 2, 4, 5, 22], [2, 0, 1, 1, 2, 2]),
      (.polish, [0, 1, 2, 4, 5, 12, 14, 21, 22, 112], [2, 0, 1, 1, 2, 2, 2, 2, 1, 2]),
      (.russian, [0, 1, 2, 5, 11, 12, 21, 22, 111, 121], [2, 0, 1, 2, 2, 2, 0, 1, 2, 0]),
    ] as [(PluralRule, [Int64], [Int])])
  func plurals(_ rule: PluralRule, _ numbers: [Int64], _ forms: [Int]) {
    #expect(numbers.map(rule.form) == forms)
  }

  @Test("a language of one's own speaks, and what it lacks is said in English")
  func own() {
    let german = Phrasebook(
      language: "de",
      numbers: NumberForm(decimal: ",", group: ".", unitGap: "\u{A0}", date: DatePattern("dd.MM.yyyy") ?? .iso),
      plurals: .one,
      templates: ["column.deals": "Abschlüsse", "import.field_count": "{count} {count|Feld|Felder} statt {expected}"])
    #expect(german.text(ColumnPhrase.deals) == "Abschlüsse")
    #expect(german.text(ImportPhrase.fieldCount, ["count": .count(1), "expected": "2"]) == "1 Feld statt 2")
    #expect(german.text(ImportPhrase.fieldCount, ["count": .count(1234), "expected": "2"]) == "1.234 Felder statt 2")
    #expect(german.text(ColumnPhrase.weighted) == "Weighted")
    #expect(german.text(.percent(BasisPoints(6250) ?? .zero)) == "62,5\u{A0}%")
    #expect(CivilDate(iso: "2017-12-31").map { german.text(.date($0)) } == "31.12.2017")
    let label = LocalizedText("Open", ["fr": "Ouverte", "de": "Offen"])
    #expect(label.text(german) == "Offen")
  }

  @Test(
    "a form of a day holds year, month and day once each",
    arguments: ["dd.MM.yyyy", "yyyy年MM月dd日", "MM/yyyy", "d.M.yyyy", "dd.MM.yyyy dd", "", "dd MM yyyy"])
  func patterns(_ pattern: String) {
    let isRight = ["dd.MM.yyyy", "dd MM yyyy", "yyyy年MM月dd日"].contains(pattern)
    #expect((DatePattern(pattern) != nil) == isRight, "\(pattern)")
  }

  @Test("a period's name follows the language; in English it is the period's label")
  func periods() throws {
    let day = try #require(CivilDate(iso: "2026-11-24"))
    let fiscal = try #require(FiscalCalendar(startMonth: 4))
    for (calendar, french) in [
      (FiscalCalendar.calendarYears, ["11/2026", "T4 2026", "2026"]),
      (fiscal, ["11/2026", "T3 ex. 2027", "exercice 2027"]),
    ] {
      for (grain, text) in zip([PeriodGrain.month, .quarter, .year], french) {
        let period = calendar.period(grain, containing: day)
        #expect(period.text.text(.english) == period.label)
        #expect(period.text.text(.french) == text)
      }
    }
  }
}
