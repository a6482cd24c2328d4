/// Other inputs, made of right ones by dice: bytes changed, removed, doubled, and pieces of others put in.
package struct FuzzMutator {
  private var state: UInt64
  static let pieces = [
    "\"", "'", ",", "\n", "\r", "\u{0}", "9223372036854775808", "-", "é", "\u{FEFF}", "NaN", "[", "{", "}", "]", ": ",
    "&a", "*a", "!!",
    "\u{202E}", "1e400", "0000-00-00", "\\u", "|", ">", "#", "%",
  ].map { Array($0.utf8) }

  /// - Parameter seed: Equal seeds make equal inputs.
  package init(seed: UInt64) { state = seed }

  private mutating func below(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(max(1, bound)))
  }

  /// Another input.
  package mutating func next(of seeds: [[UInt8]]) -> [UInt8] {
    var bytes = seeds[below(seeds.count)]
    for _ in 0...below(6) {
      let place = below(bytes.count + 1)
      switch below(7) {
      case 0: bytes.insert(contentsOf: Self.pieces[below(Self.pieces.count)], at: place)
      case 1: bytes.removeSubrange(place..<min(bytes.count, place + below(9)))
      case 2: if place < bytes.count { bytes[place] = UInt8(below(256)) }
      case 3: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + below(40))], at: place)
      case 4: bytes.insert(contentsOf: seeds[below(seeds.count)].prefix(below(60)), at: place)
      case 5: bytes.append(contentsOf: repeatElement(UInt8(below(128)), count: below(300)))
      default: bytes = Array(bytes.prefix(place))
      }
    }
    return bytes
  }
}
