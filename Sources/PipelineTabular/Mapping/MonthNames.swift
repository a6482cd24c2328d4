/// The names of months in English and French; all are distinct.
enum MonthNames {
  /// The month that a text begins with, ignoring case and accents, and the length of its name in bytes.
  static func first(in text: ArraySlice<UInt8>, isShort: Bool) -> (month: Int, length: Int)? {
    let letters = letters(of: text)
    // The longest first: 'mars' before 'mar'.
    for (name, month) in isShort ? short : long where letters.lazy.map(\.letter).starts(with: name.utf8) {
      var length = letters[name.utf8.count - 1].end
      if isShort, text.dropFirst(length).first == UInt8(ascii: ".") { length += 1 }
      return (month, length)
    }
    return nil
  }

  private static let long = named([
    ["january", "janvier"], ["february", "fevrier"], ["march", "mars"], ["april", "avril"], ["may", "mai"],
    ["june", "juin"], ["july", "juillet"], ["august", "aout"], ["september", "septembre"], ["october", "octobre"],
    ["november", "novembre"], ["december", "decembre"],
  ])

  private static let short = named([
    ["jan", "janv"], ["feb", "fevr", "fev"], ["mar", "mars"], ["apr", "avr"], ["may", "mai"], ["jun", "juin"],
    ["jul", "juil"], ["aug", "aout", "aou"], ["sep", "sept"], ["oct"], ["nov"], ["dec"],
  ])

  private static func named(_ months: [[String]]) -> [(name: String, month: Int)] {
    months.enumerated().flatMap { index, names in names.map { ($0, index + 1) } }
      .sorted { ($1.0.utf8.count, $0.0) < ($0.0.utf8.count, $1.0) }
  }

  /// The letters that a text begins with, small and without accents, and where each ends.
  private static func letters(of text: ArraySlice<UInt8>) -> [(letter: UInt8, end: Int)] {
    var letters: [(letter: UInt8, end: Int)] = []
    var end = 0
    // No name has more letters than twelve, each of at most three bytes with its accent.
    for scalar in String(decoding: text.prefix(40), as: UTF8.self).unicodeScalars {
      end += UTF8.width(scalar)
      switch scalar {
      case "a"..."z": letters.append((UInt8(scalar.value), end))
      case "A"..."Z": letters.append((UInt8(scalar.value | 0x20), end))
      case "é", "É": letters.append((UInt8(ascii: "e"), end))
      case "û", "Û": letters.append((UInt8(ascii: "u"), end))
      // A combining accent belongs to the letter before it.
      case "\u{301}", "\u{302}": if let last = letters.popLast() { letters.append((last.letter, end)) }
      default: return letters
      }
    }
    return letters
  }
}
