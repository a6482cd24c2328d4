import Foundation
import PipelineDomain
import Testing

@Suite("Records as JSON")
struct RecordJSONTests {
  /// A body with something in each of its fields, or with nothing in some: fields that are added are in it too.
  private static func body<Body>(of table: FieldTable<Body>, _ dice: inout Dice) throws -> Body {
    let currency = dice.one(of: Currency.all)
    var body = try table.decode([])
    for field in table.fields {
      if field.name != "currency", dice.number(0...5) == 0, field.set(&body, .null) { continue }
      let cell = cell(of: field.kind, currency, &dice)
      #expect(field.set(&body, cell), "\(field.name) does not take \(cell)")
    }
    return body
  }

  private static func cell(of kind: FieldKind, _ currency: Currency, _ dice: inout Dice) -> FieldValue {
    switch kind {
    case .text, .longText, .lookup, .salesCycle, .person: return .text(dice.text())
    case .date: return .integer(dice.number(-719_162...2_932_896))
    case .instant: return .integer(dice.number(-62_135_596_800_000_000...253_402_300_799_999_999))
    case .percent: return .integer(dice.number(0...10_000))
    case .money: return .integer(dice.money(currency).minorUnits)
    case .currency: return .text(currency.code)
    case .reference: return .bytes(RecordID(high: dice.next(), low: dice.next()).bytes)
    case .choice(let values): return .text(dice.one(of: values))
    case .attributes:
      return AttributeText.encode(["ö": dice.text(), "of \(dice.text())": ""]).map(FieldValue.text) ?? .null
    case .integer: return .integer(dice.number(-Int64.max...Int64.max))
    case .flag: return .integer(dice.number(0...1))
    case .lines:
      var deal = OpportunityBody()
      deal.lines = (0..<dice.number(1...4)).map { _ in
        OpportunityLine(
          product: dice.text(), quantity: ExactDecimal(coefficient: dice.number(0...Int64.max), scale: 12) ?? 1,
          unitPrice: ExactDecimal(coefficient: dice.number(-Int64.max...Int64.max), scale: 2) ?? 1)
      }
      return OpportunityBody.fields["lines"]?.get(deal) ?? .null
    }
  }

  private static func roundTrip<Body: Codable & Hashable & Sendable>(_ table: FieldTable<Body>, seed: UInt64) throws {
    var dice = Dice(seed: seed)
    for _ in 0..<300 {
      let record = Record(
        id: RecordID(high: dice.next(), low: dice.next()), version: dice.number(1...Int64.max),
        body: try body(of: table, &dice))
      let data = try JSONEncoder().encode(record)
      let again = try JSONDecoder().decode(Record<Body>.self, from: data)
      #expect(again == record)
      #expect(table.encode(again.body) == table.encode(record.body), "down to the digits")
      let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
      #expect(object["kind"] as? String == table.kind.description && object["format"] as? Int == 1)
      let members = try #require(object["fields"] as? [String: Any])
      #expect(Set(members.keys) == Set(table.fields.map(\.name.description)), "each field has its member")
    }
  }

  @Test("any deal, account and salesperson reads back as it was written")
  func roundTrips() throws {
    try Self.roundTrip(OpportunityBody.fields, seed: 1)
    try Self.roundTrip(AccountBody.fields, seed: 2)
    try Self.roundTrip(SalespersonBody.fields, seed: 3)
  }

  @Test("a draft keeps an amount whose currency is not the deal's yet")
  func draft() throws {
    var deal = OpportunityBody()
    deal.statedAmount = try Money(parsing: "12.50", currency: .eur)
    #expect(try JSONDecoder().decode(OpportunityBody.self, from: JSONEncoder().encode(deal)) == deal)
  }

  @Test("values are texts in the forms that the reference describes")
  func forms() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    func json(_ value: some Encodable) throws -> String {
      String(decoding: try encoder.encode([value]), as: UTF8.self)
    }
    #expect(try json(Money(parsing: "4821", currency: .eur)) == #"[{"amount":"4821.00","currency":"EUR"}]"#)
    #expect(try json(CivilDate(parsing: "2026-12-31")) == #"["2026-12-31"]"#)
    #expect(try json(Instant(parsing: "2026-12-31T09:30:00.5Z")) == #"["2026-12-31T09:30:00.5Z"]"#)
    #expect(try json(BasisPoints(6250)) == #"["62.5"]"#)
    #expect(try json(ExactDecimal(parsing: "1.50")) == #"["1.50"]"#)
    #expect(try json(RecordID(high: 1, low: 2)) == #"["00000000-0000-0001-0000-000000000002"]"#)
    let line = OpportunityLine(product: "gtx-pro", quantity: 3, unitPrice: "4821.00")
    #expect(try json(line) == #"[{"product":"gtx-pro","quantity":"3","unit_price":"4821.00"}]"#)
    #expect(throws: EncodingError.self) { try json(Instant(microsecondsSince1970: .max)) }
  }

  private static let head = #"{"id": "00000000-0000-0001-0000-000000000002", "version": 1, "fields": "#

  @Test(
    "an error names the field and says what is wrong, in each language",
    arguments: [
      (
        #"{"expected_close_date": "2026-02-30"}}"#,
        "fields.expected_close_date: there is no day '2026-02-30': the month has 28 days"
      ),
      (
        #"{"stated_amount": {"amount": "1.005", "currency": "EUR"}}}"#,
        "fields.stated_amount.amount: '1.005' has more decimals than EUR allows (2)"
      ),
      (#"{"probability": 62.5}}"#, "fields.probability: a text in quotes is expected"),
      (#"{"name": null}}"#, "fields.name: a value is expected"),
      (
        #"{"probability_origin": "guess"}}"#, "fields.probability_origin: 'guess' is not one of stage, person, strategy"
      ),
      (
        #"{"lines": [{"product": "x", "quantity": "1,5", "unit_price": "1"}]}}"#,
        "fields.lines[0].quantity: '1,5' is not a number; write digits with a dot, such as 1234.50"
      ),
      (#"{"lines": [{"product": "x"}]}}"#, "fields.lines[0]: 'unit_price' is missing"),
      (#"{}, "format": 2}"#, "format: the format 2 is newer than this version reads (1)"),
      (#"{}, "kind": "account"}"#, "kind: this is a record of kind 'account', not 'opportunity'"),
    ])
  func errors(rest: String, message: String) throws {
    let data = Data((Self.head + rest).utf8)
    let error = try #require(
      #expect(throws: DecodingError.self) { try JSONDecoder().decode(Opportunity.self, from: data) })
    #expect(LocalizedText(explaining: error).fallback == message)
    #expect(LocalizedText(explaining: error).text("fr") != message)
    if case .dataCorrupted(let context) = error { #expect(context.debugDescription == message) }
  }

  @Test("members that are unknown are ignored, and those that are missing have the values of an empty record")
  func unknown() throws {
    let data = Data((Self.head + #"{"name": "Acme", "mood": {"of": ["day"]}}, "extra": 1}"#).utf8)
    let deal = try JSONDecoder().decode(Opportunity.self, from: data)
    var expected = OpportunityBody()
    expected.name = "Acme"
    #expect(deal.body == expected && deal.version == 1)
  }

  @Test("a sentence can still be said in every language after it was read")
  func sentences() throws {
    let values: [String: PhraseValue] = [
      "a": .count(3), "b": .date("2026-12-31"), "c": .percent(.full), "d": .label(LocalizedText(ValuePhrase.empty)),
      "e": .labels([LocalizedText("x", ["de": "y"])]), "f": .decimal("1.5"), "g": .text("t"),
    ]
    let refusal = Refusal(.invalid, "lines", .notADay, ["value": "x"], values: values)
    let about = refusal.about(Refusal.Subject(.opportunity, RecordID(high: 1, low: 2), place: 3, name: "D-17"))
    let again = try JSONDecoder().decode(Refused.self, from: JSONEncoder().encode(Refused([refusal, about])))
    #expect(again == Refused([refusal, about]))
    #expect(again.text(.french) == Refused([refusal, about]).text(.french))
    let label = LocalizedText("Lead", ["de": "Anfrage"])
    #expect(try JSONDecoder().decode(LocalizedText.self, from: JSONEncoder().encode(label)) == label)
    let newer = #"{"text": "soon", "languages": {"de": "bald"}, "phrase": "value.of_tomorrow", "values": {}}"#
    #expect(
      try JSONDecoder().decode(LocalizedText.self, from: Data(newer.utf8)) == LocalizedText("soon", ["de": "bald"]))
  }
}
