import Foundation
import PipelinePlugins

/// The texts of many records in one piece of memory, without case and accents, for searches. O(bytes) a search, sixteen at a time.
struct TextArena: Sendable {
  private var bytes: [UInt8] = []
  private var ids: [RecordID] = []
  /// Where each text begins; each ends with a zero byte.
  private var starts: [Int] = []

  /// How many texts there are.
  var count: Int { ids.count }

  /// Adds a text.
  mutating func append(_ id: RecordID, _ text: String) {
    ids.append(id)
    starts.append(bytes.count)
    let isASCII: Bool? = text.utf8.withContiguousStorageIfAvailable { utf8 in
      guard utf8.allSatisfy({ $0 < 0x80 }) else { return false }
      bytes.append(contentsOf: utf8.lazy.map(SearchText.lowercased))
      return true
    }
    if isASCII != true { bytes.append(contentsOf: SearchText.fold(text).utf8) }
    bytes.append(0)
  }

  /// Calls `body` with each record whose text contains bytes, once.
  ///
  /// - Parameter body: Gets the record, and whether its folded text is ASCII. Other texts may contain the bytes only within a
  ///   character.
  func forEach(containing wanted: [UInt8], _ body: (RecordID, _ isASCII: Bool) -> Void) {
    bytes.withUnsafeBytes { all in
      var (from, place) = (0, 0)
      while let offset = Self.find(wanted, in: all, from: from) {
        place = text(at: offset, after: place)
        let end = place + 1 < starts.count ? starts[place + 1] : all.count
        body(ids[place], all[starts[place]..<end].allSatisfy { $0 < 0x80 })
        from = end
      }
    }
  }

  /// Where bytes next are. Places where the first and the last of them match are looked at closely: the others are many,
  /// and are passed over sixteen at a time.
  private static func find(_ wanted: [UInt8], in all: UnsafeRawBufferPointer, from: Int) -> Int? {
    guard let first = wanted.first, let last = wanted.last, let base = all.baseAddress else { return nil }
    let span = wanted.count - 1
    func matches(_ place: Int) -> Bool { memcmp(base + place, wanted, wanted.count) == 0 }
    let (firsts, lasts) = (SIMD16(repeating: first), SIMD16(repeating: last))
    var place = from
    while place + span + 16 <= all.count {
      let found =
        (all.loadUnaligned(fromByteOffset: place, as: SIMD16<UInt8>.self) .== firsts)
        .& (all.loadUnaligned(fromByteOffset: place + span, as: SIMD16<UInt8>.self) .== lasts)
      if any(found), let hit = (0..<16).first(where: { found[$0] && matches(place + $0) }) { return place + hit }
      place += 16
    }
    while place + span < all.count {
      if all[place] == first, matches(place) { return place }
      place += 1
    }
    return nil
  }

  /// The text that a byte is of, which is `place` or a later one.
  private func text(at offset: Int, after place: Int) -> Int {
    var (low, high) = (place, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }
}
