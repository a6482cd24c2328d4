import Foundation
import PipelinePlugins
import Testing

@testable import PipelineEngine

@Suite("Keys of names")
struct NameKeyTests {
  private static let parts = [
    "a", "b", "e", "Deal ", "z", "Z", " ", "\u{0}", "\u{7F}", "é", "e\u{301}", "\u{301}", "\u{327}", "\u{307}", "ß",
    "ÿ",
    "ˇ", "\u{2FF}", "\u{300}", "Å", "\u{212B}", "A\u{30A}", "한", "\u{1112}\u{1161}\u{11AB}", "日", "本", "\u{FF21}",
    "\u{FFFD}",
    "😀", "👩‍👩‍👧", "\u{10FFFF}", "\u{E000}", "\u{D7FF}", "ṩ", "s\u{323}\u{307}", "s\u{307}\u{323}", "\u{2126}", "Ω",
    "\u{340}",
  ]

  private static let collation = Collation(language: "en")

  /// Names are compared as they are stored, which is in NFC.
  @Test(
    "stored names of different keys lie in the order of their keys; equal names have equal ones in every form",
    arguments: [UInt64](1...6))
  func order(_ seed: UInt64) {
    var dice = SplitMix(state: seed)
    let given = (0..<700).map { _ in
      (0..<Int(dice.next() % 7)).map { _ in Self.parts[Int(dice.next() % UInt64(Self.parts.count))] }.joined()
    }
    for name in given {
      #expect(
        Self.collation.key(name) == Self.collation.key(StoredText.composed(name)),
        "seed \(seed): \(name.debugDescription)")
      #expect(Self.collation.key(name) < .max)
    }
    let names = given.map(StoredText.composed)
    for (index, one) in names.enumerated() {
      for other in names[index...] {
        let (left, right) = (Self.collation.key(one), Self.collation.key(other))
        let isLess = Self.collation.isLess(one, other)
        if one == other ? left != right || isLess : left != right && (left < right) != isLess {
          Issue.record("seed \(seed): \(one.debugDescription), \(other.debugDescription)")
        }
        if isLess != (Self.collation.text(one) < Self.collation.text(other))
          || one != other && isLess == Self.collation.isLess(other, one)
        {
          Issue.record("seed \(seed): \(one.debugDescription), \(other.debugDescription): by text")
        }
      }
    }
  }

  @Test("the first eight letters decide, whatever their case and accents")
  func reach() {
    let key = Self.collation.key
    #expect(key("Deal 100") < key("Deal 101") && key("Deal 1000") == key("Deal 1009"))
    #expect(key("") < key("a") && key("a") < key("a "))
    #expect(key("abcdefge\u{301}") == key("ABCDEFGÉ") && key("abcdefgé") == key("abcdefge"))
  }

  @Test("names lie as in a dictionary: by letters, then without capitals and accents first")
  func dictionary() {
    func sorted(_ names: [String], _ language: String = "en") -> [String] {
      names.sorted { Collation(language: language).isLess($0, $1) }
    }
    #expect(
      sorted(["Zoo", "éclair", "apple", "Eclair", "eclair", "Äpfel", "zebra", "straße", "Strasse", "strasbourg"]) == [
        "Äpfel", "apple", "eclair", "Eclair", "éclair", "strasbourg", "Strasse", "straße", "zebra", "Zoo",
      ])
    #expect(sorted(["Östberg", "Olsson", "Zorn", "Åberg"], "sv") == ["Olsson", "Zorn", "Åberg", "Östberg"])
    #expect(sorted(["Östberg", "Olsson", "Zorn", "Åberg"], "de") == ["Åberg", "Olsson", "Östberg", "Zorn"])
    #expect(sorted(["ñandú", "nube", "oso"], "es") == ["nube", "ñandú", "oso"])
  }

  @Test("letters lie where ICU has them", arguments: ["en", "fr", "de", "es", "pl"], [UInt64](1...2))
  func icu(_ language: String, _ seed: UInt64) {
    var dice = SplitMix(state: seed)
    // Without ñ: a comparison without accents takes it for n, also in Spanish, whose dictionaries do not.
    let letters = Array("aAbBcCdDeEéÉèêëçÇfghiïjklmnoôöÖpqrsStuüUvwxyzZàâäåÅ0123456789")
    let names = (0..<200).map { _ in
      String((0..<(1 + Int(dice.next() % 6))).map { _ in letters[Int(dice.next() % UInt64(letters.count))] })
    }
    let (collation, locale) = (Collation(language: language), Locale(identifier: language))
    for one in names {
      for other in names {
        // By letters alone: of equal ones, ICU has rules of its own.
        let order = one.compare(
          other, options: [.caseInsensitive, .diacriticInsensitive], range: nil, locale: locale)
        guard order != .orderedSame else { continue }
        if (order == .orderedAscending) != collation.isLess(one, other) {
          Issue.record("\(language), seed \(seed): \(one.debugDescription), \(other.debugDescription)")
        }
      }
    }
  }

  @Test(
    "lists by name follow edits, deletions, restorations and new deals, as a plain sort does", arguments: Backend.all,
    [UInt64](1...2))
  func lists(_ backend: Backend, _ seed: UInt64) async throws {
    var dice = SplitMix(state: seed)
    func name() -> String {
      (0..<(1 + Int(dice.next() % 3))).map { _ in Self.parts[Int(dice.next() % UInt64(Self.parts.count))] }.joined()
        + "x"
    }
    try await backend.withDesk { desk in
      let acme = try await desk.addAccount("Acme")
      var names: [RecordID: String] = [:]
      var gone: [RecordID] = []
      func add() async throws {
        let own = name()
        let deal = try await desk.addOpportunity(in: acme) { $0.name = own }
        names[deal.id] = deal.name
      }
      for _ in 0..<30 { try await add() }
      for round in 0..<5 {
        for text in ["name", "-name"] {
          let order = try #require(DealFilter.Order(text))
          let sorted = names.sorted { one, other in
            one.value == other.value
              ? one.key < other.key : Self.collation.isLess(one.value, other.value) == (text == "name")
          }
          var page = try await desk.opportunities(by: order, limit: 7)
          var listed = page.items.map(\.id)
          while page.next != nil {
            page = try await desk.opportunities(by: order, after: page.last, limit: 7)
            listed += page.items.map(\.id)
          }
          #expect(listed == sorted.map(\.key), "seed \(seed), round \(round), \(text)")
        }
        for _ in 0..<4 {
          try await add()
          guard let id = names.keys.sorted().randomElement(using: &dice) else { continue }
          if dice.next() % 3 == 0 {
            try await desk.delete(try await desk.opportunity(id))
            names[id] = nil
            gone.append(id)
          } else {
            let own = name()
            names[id] = try await desk.edit(id) { $0.name = own }.name
          }
          if dice.next() % 3 == 0, let id = gone.popLast() { names[id] = try await desk.restore(id).name }
        }
      }
    }
  }
}
