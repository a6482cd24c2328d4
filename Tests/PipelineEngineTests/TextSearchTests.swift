import PipelinePlugins
import Testing

@testable import PipelineEngine

@Suite("Searches in the texts of all records")
struct TextSearchTests {
  private static let names = [
    "Acme", "ACME Corporation", "acme", "", " ", "Größe", "GRÖSSE", "Müller & Söhne", "mu\u{308}ller", "Straße 7",
    "İstanbul",
    "ISTANBUL", "e\u{301}te\u{301}", "Été", "ete", "日本語の会社", "日本", "👩‍👩‍👧 Family", "👩 Family", "a\u{0}b", "ab", "Ab\nC",
    "Deal 7", "Deal 77", "Deal 777", "x",
  ]
  private static let wanted = [
    "acme", "ACME", "c", "deal 77", "7", "ö", "ß", "ss", "müller", "mu\u{308}", "u", "é", "e", "i", "İ", "日本", "本語",
    "👩", "b",
    "a\u{0}b", "\u{0}", " ", "\n", "xx", "zzz", "&", "Family",
  ]

  @Test(
    "a search finds what reading every text finds, also after texts changed, went and came", arguments: [1, 2, 3, 4])
  func same(_ seed: UInt64) {
    var dice = SplitMix(state: seed)
    var texts = KeptTexts(.dealName)
    var known: [RecordID: String] = [:]
    func pick() -> String { Self.names[Int(dice.next() % UInt64(Self.names.count))] }
    for number in 0..<300 {
      let (id, name) = (RecordID(high: 1, low: UInt64(number)), pick())
      known[id] = name
      texts.append(
        ColumnPage(
          ids: [id], versions: [1], columns: [.texts(codes: [0], dictionary: [name])], cursor: Cursor(Int64(number)),
          next: nil))
    }
    Self.check(texts, known, "seed \(seed), loaded")
    var sequence: Int64 = 300
    for _ in 0..<3 {
      var entries: [JournalEntry] = []
      for _ in 0..<40 {
        let id = RecordID(high: 1, low: dice.next() % 320)
        sequence += 1
        if known[id] != nil, dice.next() % 4 == 0 {
          entries.append(Self.entry(sequence, id, .deleted))
          known[id] = nil
        } else {
          let name = pick()
          entries.append(
            Self.entry(sequence, id, .changed(CellChange("name", old: .null, new: .text(name), inHistory: true))))
          known[id] = name
        }
      }
      texts.follow(JournalPage(entries: entries, cursor: Cursor(sequence), hasMore: false))
      Self.check(texts, known, "seed \(seed), changed")
    }
  }

  @Test(
    "names are found without their accents, and by texts that have more of them",
    arguments: [
      ("Société Générale", "societe", true), ("SOCIETE GENERALE", "générale", true), ("Œuvres d’Art", "oeuvre", true),
      ("Straße 7", "STRASSE", true), ("Müller", "muller", true), ("mu\u{308}ller", "MÜLL", true),
      ("Åse Øst", "ase ost", true),
      ("İstanbul", "istanbul", true), ("مُحَمَّد", "محمد", true), ("Ελλάδα", "ελλαδα", true), ("が", "か", false),
      ("हिन्दी", "हन", false), ("日本語の会社", "本語", true), ("Müller", "mueller", false), ("Acme", "acné", false),
    ])
  func accents(_ name: String, _ text: String, _ isFound: Bool) {
    #expect(SearchText(text).isIn(name) == isFound)
    var texts = KeptTexts(.dealName)
    let id = RecordID(high: 1, low: 1)
    texts.append(
      ColumnPage(
        ids: [id], versions: [1], columns: [.texts(codes: [0], dictionary: [name])], cursor: Cursor(1), next: nil))
    #expect(texts.texts.records(containing: SearchText(text)) == (isFound ? [id] : []))
  }

  @Test("after very many changes the texts are put in order again, and nothing is lost or found twice")
  func many() {
    var texts = KeptTexts(.dealName)
    var known: [RecordID: String] = [:]
    for round in 0..<3 {
      let start = Int64(round) * 10_000
      let entries = (1...10_000).map { number in
        let id = RecordID(high: 2, low: UInt64(number + round * 4_000))
        let name = "Round \(round) of \(number)"
        known[id] = name
        return Self.entry(
          start + Int64(number), id, .changed(CellChange("name", old: .null, new: .text(name), inHistory: true))
        )
      }
      texts.follow(JournalPage(entries: entries, cursor: Cursor(start + 10_000), hasMore: false))
    }
    #expect(known.count == 18_000)
    // Put in order after the second round, when 14,000 had changed.
    #expect(texts.texts.arena?.count == 14_000 && texts.texts.changed.count == 10_000)
    for text in ["Round 2", "round 1 of 999", "of 77", "Round 0"] {
      #expect(texts.texts.records(containing: SearchText(text)) == Self.naive(known, text), "\(text)")
    }
  }

  private static func check(_ texts: KeptTexts, _ known: [RecordID: String], _ comment: Comment) {
    for text in wanted { #expect(texts.texts.records(containing: SearchText(text)) == naive(known, text), comment) }
  }

  private static func naive(_ known: [RecordID: String], _ text: String) -> Set<RecordID> {
    let text = SearchText.fold(text)
    return Set(known.filter { SearchText.fold($0.value).contains(text) }.keys)
  }

  private static func entry(_ sequence: Int64, _ id: RecordID, _ event: JournalEvent) -> JournalEntry {
    let at = Instant(microsecondsSince1970: sequence)
    return JournalEntry(
      sequence: sequence, operation: RecordID(high: 3, low: UInt64(sequence)), key: RecordKey(.opportunity, id),
      version: sequence, effectiveAt: at, recordedAt: at, author: "anna", event: event)
  }
}
