/// The known word that is most similar to a misspelt one; `nil` if none is similar.
///
/// Counts insertions, deletions, replacements and swaps of adjacent characters (optimal string alignment), up to one in
/// three characters. Of equally similar words, the first is returned. Where none is, one that is a part of the typed word, as
/// `amount` is of `stated_amount`, or the other way round.
package func nearest(_ typed: String, in words: some Sequence<String>) -> String? {
  let typedBytes = Array(typed.lowercased().utf8)
  guard !typedBytes.isEmpty, typedBytes.count <= 64 else { return nil }
  var best: (word: String, distance: Int)?
  for word in words {
    let bytes = Array(word.lowercased().utf8)
    let allowed = max(1, max(bytes.count, typedBytes.count) / 3)
    guard abs(bytes.count - typedBytes.count) <= allowed, bytes.count <= 64 else { continue }
    let distance = alignmentDistance(typedBytes, bytes)
    if distance <= allowed, distance < best?.distance ?? .max { best = (word, distance) }
  }
  return best?.word ?? sharingParts(typed, in: words)
}

/// The known word closest in length to the typed one, of those that contain its parts in sequence or are contained in it so. Parts
/// are separated by `_`, `-` and blanks. `nil` if there is none.
private func sharingParts(_ typed: String, in words: some Sequence<String>) -> String? {
  func parts(_ word: String) -> [Substring] { word.lowercased()[...].split { "_- ".contains($0) } }
  let wanted = parts(typed)
  let sharing = words.filter {
    let known = parts($0)
    return !known.isEmpty && !wanted.isEmpty && (known.contains(wanted) || wanted.contains(known))
  }
  return sharing.min { abs($0.utf8.count - typed.utf8.count) < abs($1.utf8.count - typed.utf8.count) }
}

private func alignmentDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...right.count)
  for (row, byte) in left.enumerated() {
    var current = [row + 1]
    current.reserveCapacity(right.count + 1)
    for (column, other) in right.enumerated() {
      var cost = min(last[column + 1] + 1, current[column] + 1, last[column] + (byte == other ? 0 : 1))
      if row > 0, column > 0, byte == right[column - 1], left[row - 1] == other {
        cost = min(cost, beforeLast[column - 1] + 1)
      }
      current.append(cost)
    }
    beforeLast = last
    last = current
  }
  return last[right.count]
}

/// A hint for an unknown word: the most similar word, or the known words up to a limit.
package func hint(for typed: String, among words: [String], limit: Int = 16) -> Wording {
  if let word = nearest(typed, in: words) { return "did you mean '\(word)'?" }
  if words.isEmpty { return "there is none" }
  let shown = words.prefix(limit).joined(separator: ", ") + (words.count > limit ? ", …" : "")
  return "known: \(shown)"
}
