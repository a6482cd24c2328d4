import PipelinePlugins
import PipelineTesting

/// A page's first table, read by a small reader that knows of HTML what our pages use: elements, attributes, character
/// references. Numbers are read from their exact value, texts from what is shown.
struct PageReading {
  /// An element's beginning or end, or the text between.
  enum Token: Hashable {
    case open(String, [String: String])
    case close(String)
    case text(String)
  }

  @Sendable static func read(_ bytes: [UInt8]) throws -> ExportReading {
    let tokens = try tokens(String(decoding: bytes, as: UTF8.self))
    guard
      let start = tokens.firstIndex(where: { if case .open("table", let all) = $0 { all["id"] == "t0" } else { false } }
      ),
      let end = tokens[start...].firstIndex(of: .close("table"))
    else { throw BrokenPromise("there is no table") }
    var reading = ExportReading(columns: [], rows: [])
    reading.facts = tokens.flatMap { token -> [ExportedCell] in
      switch token {
      case .text(let text): [.text(text)]
      case .open(_, let all): all["data-v"].map { [.text($0)] } ?? []
      case .close: []
      }
    }
    var row: [ExportedCell] = []
    var cell: (attributes: [String: String], text: String)?
    var part = ""
    var isPicture = false
    for token in tokens[start..<end] {
      switch token {
      case .open("thead", _): part = "head"
      case .open("tbody", _): part = "body"
      case .open("tfoot", _): part = "foot"
      case .open("tr", let all): if all["class"]?.hasPrefix("sub") ?? false { part = "sub" }
      case .open("th", let all), .open("td", let all): cell = (all, "")
      case .open("i", _): isPicture = true
      case .close("i"): isPicture = false
      case .text(let text): cell?.text += isPicture ? try hidden(text) : text
      case .close("th"), .close("td"):
        guard let read = cell else { throw BrokenPromise("a cell ends that never began") }
        if part == "head" { reading.columns.append(read.attributes["data-c"] ?? "") } else { row.append(value(read)) }
        cell = nil
      case .close("tr"):
        if part == "body" { reading.rows.append(row) }
        if part == "foot" { reading.total = row }
        if part == "sub" { part = "body" }
        row = []
      default: break
      }
    }
    return reading
  }

  private static func value(_ cell: (attributes: [String: String], text: String)) -> ExportedCell {
    let classes = cell.attributes["class"]?.split(separator: " ") ?? []
    if classes.contains("null") { return .blank }
    let isExact = classes.contains("n") || classes.contains("d")
    guard let exact = cell.attributes["data-v"] ?? (isExact ? cell.text : nil) else { return .text(cell.text) }
    return CivilDate(exact).map(ExportedCell.date) ?? .number(exact)
  }

  /// The character that a picture stands for.
  static func hidden(_ picture: String) throws -> String {
    let code = picture.unicodeScalars.first.map(\.value) ?? 0
    let value =
      picture.hasPrefix("U+") ? UInt32(picture.dropFirst(2), radix: 16) : code == 0x2421 ? 0x7F : code - 0x2400
    guard let scalar = value.flatMap(Unicode.Scalar.init) else { throw BrokenPromise("'\(picture)' is no picture") }
    return String(Character(scalar))
  }

  /// The page's tokens; what is not well formed is an error.
  static func tokens(_ page: String) throws -> [Token] {
    var tokens: [Token] = []
    var rest = page.unicodeScalars[...]
    while let first = rest.first {
      guard first == "<" else {
        let end = rest.firstIndex(of: "<") ?? rest.endIndex
        tokens.append(.text(try unescaped(rest[..<end])))
        rest = rest[end...]
        continue
      }
      guard let end = rest.firstIndex(of: ">") else { throw BrokenPromise("a tag does not end") }
      var inside = rest[rest.index(after: rest.startIndex)..<end]
      rest = rest[rest.index(after: end)...]
      if inside.first == "!" { continue }
      if inside.first == "/" {
        tokens.append(.close(String(inside.dropFirst())))
        continue
      }
      let name = String(inside.prefix { $0 != " " && $0 != "/" })
      inside = inside.dropFirst(name.unicodeScalars.count)
      tokens.append(.open(name, try attributes(inside)))
      if inside.last == "/" { tokens.append(.close(name)) }
      // What is inside these is no markup.
      if name == "script" || name == "style" {
        let ending = Array("</\(name)>".unicodeScalars)
        while !rest.isEmpty, !rest.starts(with: ending) { rest = rest.dropFirst() }
      }
    }
    return tokens
  }

  private static func attributes(_ text: Substring.UnicodeScalarView) throws -> [String: String] {
    var attributes: [String: String] = [:]
    var rest = text.drop { $0 == " " || $0 == "/" }
    while !rest.isEmpty {
      let name = String(rest.prefix { $0 != "=" && $0 != " " })
      rest = rest.dropFirst(name.unicodeScalars.count)
      guard rest.starts(with: "=\"".unicodeScalars) else { throw BrokenPromise("attribute '\(name)' is not quoted") }
      rest = rest.dropFirst(2)
      guard let end = rest.firstIndex(of: "\"") else { throw BrokenPromise("attribute '\(name)' does not end") }
      guard attributes.updateValue(try unescaped(rest[..<end]), forKey: name) == nil else {
        throw BrokenPromise("attribute '\(name)' stands twice")
      }
      rest = rest[rest.index(after: end)...].drop { $0 == " " || $0 == "/" }
    }
    return attributes
  }

  private static func unescaped(_ text: Substring.UnicodeScalarView) throws -> String {
    let named: [String: Unicode.Scalar] = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "#39": "'", "#13": "\r"]
    var plain = String.UnicodeScalarView()
    var rest = text
    while let next = rest.popFirst() {
      guard next == "&" else {
        plain.append(next)
        continue
      }
      let name = String(rest.prefix { $0 != ";" }.prefix(8))
      guard let scalar = named[name] else { throw BrokenPromise("'&\(name)' stands for nothing") }
      plain.append(scalar)
      rest = rest.dropFirst(name.unicodeScalars.count + 1)
    }
    return String(plain)
  }
}
