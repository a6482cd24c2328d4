import PipelineDomain

/// SplitMix64 (Steele, Lea, Flood, 2014): the same seed, the same numbers.
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func number(_ range: ClosedRange<Int64>) -> Int64 { Int64.random(in: range, using: &self) }

  mutating func one<Element>(of elements: [Element]) -> Element { elements[Int(number(0...Int64(elements.count - 1)))] }

  /// An amount of any size.
  mutating func money(_ currency: Currency) -> Money {
    let size = one(of: [9, 1_000_000, Int64.max] as [Int64])
    return Money(minorUnits: number(-size...size), currency: currency) ?? .zero(currency)
  }

  /// A text with what JSON escapes and what UTF-8 needs several bytes for.
  mutating func text() -> String {
    String((0..<number(1...8)).map { _ in one(of: Array("aé \"\\/\n\u{1}\u{2028}€漢🙂|=;")) })
  }
}
