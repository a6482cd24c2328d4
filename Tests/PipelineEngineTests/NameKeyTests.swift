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

  /// Names are compared as they are stored, which is in NFC. The standard library orders a text in another form behind
  /// longer ones that begin with it, although it is equal to its NFC, which lies before them.
  @Test(
    "stored names of different keys lie in the order of their keys; equal names have equal ones in every form",
    arguments: [UInt64](1...6))
  func order(_ seed: UInt64) {
    var dice = SplitMix(state: seed)
    let given = (0..<700).map { _ in
      (0..<Int(dice.next() % 7)).map { _ in Self.parts[Int(dice.next() % UInt64(Self.parts.count))] }.joined()
    }
    for name in given {
      #expect(NameKey.of(name) == NameKey.of(StoredText.composed(name)), "seed \(seed): \(name.debugDescription)")
      #expect(NameKey.of(name) < .max)
    }
    let names = given.map(StoredText.composed)
    for (index, one) in names.enumerated() {
      for other in names[index...] {
        let (left, right) = (NameKey.of(one), NameKey.of(other))
        if one == other ? left != right : left != right && (left < right) != (one < other) {
          Issue.record("seed \(seed): \(one.debugDescription), \(other.debugDescription)")
        }
      }
    }
  }

  @Test("the first eight bytes decide, and an accent behind them counts for the letter before it")
  func reach() {
    #expect(NameKey.of("Deal 100") < NameKey.of("Deal 101"))
    #expect(NameKey.of("Deal 1000") == NameKey.of("Deal 1009"))
    #expect(NameKey.of("") < NameKey.of("a") && NameKey.of("a") < NameKey.of("a "))
    #expect(NameKey.of("abcdefge\u{301}") == NameKey.of("abcdefgé"))
    #expect(NameKey.of("abcdefge\u{301}") > NameKey.of("abcdefgz"))
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
            one.value == other.value ? one.key < other.key : (one.value < other.value) == (text == "name")
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
