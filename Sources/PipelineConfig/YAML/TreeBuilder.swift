import PipelinePlugins

/// Makes a tree of events, and refuses what configurations may not use.
struct TreeBuilder {
  /// The maximum nesting of mappings and lists. Deeper nesting is refused while parsing, since libyaml's time is
  /// quadratic in the depth.
  static let maximumDepth = 64
  /// The maximum number of values that aliases expand to.
  static let maximumAliasedNodes = 20_000

  private(set) var diagnostics: [Diagnostic] = []
  private let parser: YAMLParser
  private let file: String?
  private var anchors: [String: (node: ConfigNode, size: Int, depth: Int)] = [:]
  private var openAnchors: Set<String> = []
  private var aliasedNodes = 0

  /// The reading stops here.
  private struct Stop: Error {}

  private init(_ parser: YAMLParser, file: String?) {
    self.parser = parser
    self.file = file
  }

  /// Parses one document.
  ///
  /// - Returns: The tree, `nil` for an empty document, and all diagnostics; after a syntax error, only that.
  static func read(_ source: SourceText, file: String?) -> (ConfigNode?, [Diagnostic]) {
    do {
      var builder = TreeBuilder(try YAMLParser(source.bytes), file: file)
      do {
        let node = try builder.document()
        return (node, builder.diagnostics)
      } catch is Stop {
        return (nil, builder.diagnostics)
      }
    } catch let error as YAMLParser.SyntaxError {
      return (nil, [Diagnostic(.syntax, error.message, hint: Self.advice(error, source), file: file, at: error.mark)])
    } catch {
      return (nil, [Diagnostic(.syntax, "\(error)", file: file)])
    }
  }

  /// What to do: a variable within braces or brackets must be quoted, since its own brace begins a mapping.
  private static func advice(_ error: YAMLParser.SyntaxError, _ source: SourceText) -> Wording? {
    let line = Array((source.line(error.mark.line) ?? "").unicodeScalars)
    let place = error.mark.column - 1
    guard place > 0, place < line.count, line[place] == "{", line[place - 1] == "$" else { return error.hint }
    let name = line[(place + 1)...].prefix { $0 != "}" }
    return "within braces, quote it: \("\"${\(String(String.UnicodeScalarView(name)))}\"")"
  }

  private mutating func report(_ code: Diagnostic.Code, _ message: Wording, hint: Wording?, at mark: SourceMark?) {
    diagnostics.append(Diagnostic(code, message, hint: hint, file: file, at: mark))
  }

  private mutating func document() throws -> ConfigNode? {
    guard case .documentStart = try parser.next() else {
      report(.file, "the file is empty", hint: "begin with version: 1", at: nil)
      return nil
    }
    let node = try value(try parser.next(), depth: 0).node
    _ = try parser.next()
    switch try parser.next() {
    case .streamEnd: break
    case .documentStart(let mark):
      report(
        .notAllowed, "a second document begins here", hint: "keep one document a file, and remove '---'",
        at: SourceMark(line: mark.line, column: mark.column, length: 3))
    default: break
    }
    return node
  }

  /// A value with the number of values in it and how deep it nests; none in it where an alias leads nowhere.
  private typealias Built = (node: ConfigNode, size: Int, depth: Int)

  private mutating func value(_ event: YAMLParser.Event, depth: Int) throws -> Built {
    switch event {
    case .scalar(let text, let isPlain, let properties, let mark):
      checkTag(properties, mark)
      let isNull = isPlain && ["", "~", "null", "Null", "NULL"].contains(text)
      let built = (ConfigNode(isNull ? .null : .scalar(text, isPlain: isPlain), at: mark), 1, 0)
      if let anchor = properties.anchor { anchors[anchor] = built }
      return built
    case .alias(let name, let mark): return try aliased(name, mark, depth: depth)
    case .sequenceStart(let properties, let mark):
      return try collection(properties, mark, depth: depth) { try $0.sequence(mark, depth: depth + 1) }
    case .mappingStart(let properties, let mark):
      return try collection(properties, mark, depth: depth) { try $0.mapping(mark, depth: depth + 1) }
    case .documentStart, .documentEnd, .streamEnd, .sequenceEnd, .mappingEnd:
      // libyaml's grammar gives a value here.
      throw YAMLParser.SyntaxError(
        message: "this is not YAML: \("a value is missing" as Wording)", hint: nil, mark: .start)
    }
  }

  private mutating func collection(
    _ properties: YAMLParser.Properties, _ mark: SourceMark, depth: Int, _ read: (inout TreeBuilder) throws -> Built
  ) throws -> Built {
    checkTag(properties, mark)
    guard depth < Self.maximumDepth else { throw tooDeep(mark) }
    guard let anchor = properties.anchor else { return try read(&self) }
    openAnchors.insert(anchor)
    let built = try read(&self)
    openAnchors.remove(anchor)
    anchors[anchor] = built
    return built
  }

  private mutating func sequence(_ mark: SourceMark, depth: Int) throws -> Built {
    var items: [ConfigNode] = []
    var (size, deepest) = (1, 1)
    while true {
      let event = try parser.next()
      if case .sequenceEnd = event { break }
      let item = try value(event, depth: depth)
      guard item.size > 0 else { continue }
      items.append(item.node)
      size += item.size
      deepest = max(deepest, item.depth + 1)
    }
    return (ConfigNode(.sequence(items), at: start(mark)), size, deepest)
  }

  private mutating func mapping(_ mark: SourceMark, depth: Int) throws -> Built {
    var entries: [ConfigEntry] = []
    var lines: [String: Int] = [:]
    var (size, deepest) = (1, 1)
    while true {
      let event = try parser.next()
      if case .mappingEnd = event { break }
      let key = try self.key(event, depth: depth)
      let item = try value(try parser.next(), depth: depth)
      guard let key, item.size > 0 else { continue }
      if let line = lines[key.text] {
        report(
          .duplicateKey, "the key '\(key.text.clipped(to: 40))' occurs twice in this mapping",
          hint: "the first is on line \(line)", at: key.mark)
        continue
      }
      lines[key.text] = key.mark.line
      // A null value has no useful place: the key's place is shown instead.
      let node = if case .null = item.node.content { ConfigNode(.null, at: key.mark) } else { item.node }
      entries.append(ConfigEntry(key.text, at: key.mark, node))
      size += item.size
      deepest = max(deepest, item.depth + 1)
    }
    return (ConfigNode(.mapping(entries), at: start(mark)), size, deepest)
  }

  /// A key; `nil`, reported, where it cannot be one.
  private mutating func key(_ event: YAMLParser.Event, depth: Int) throws -> (text: String, mark: SourceMark)? {
    guard case .scalar(let text, let isPlain, let properties, let mark) = event else {
      let mark = try value(event, depth: depth).node.mark
      report(.notAllowed, "a key must be a text", hint: "a list, a mapping or an alias cannot be one", at: mark)
      return nil
    }
    checkTag(properties, mark)
    if let anchor = properties.anchor {
      anchors[anchor] = (ConfigNode(.scalar(text, isPlain: isPlain), at: mark), 1, 0)
    }
    guard text != "<<" || !isPlain else {
      report(
        .notAllowed, "merge keys are not part of YAML 1.2", hint: "repeat the keys, or give the whole value an alias",
        at: mark)
      return nil
    }
    return (text, mark)
  }

  private mutating func aliased(_ name: String, _ mark: SourceMark, depth: Int) throws -> Built {
    guard let target = anchors[name] else {
      let isInside = openAnchors.contains(name)
      report(
        .unknownName,
        isInside
          ? "the alias '\("*" + name.clipped(to: 40))' is inside its own anchor"
          : "the alias '\("*" + name.clipped(to: 40))' has no anchor",
        hint: isInside ? "a value cannot hold itself" : hint(for: name, among: anchors.keys.sorted()), at: mark)
      return (ConfigNode(.null, at: mark), 0, 0)
    }
    aliasedNodes += target.size
    guard aliasedNodes <= Self.maximumAliasedNodes else {
      report(
        .notAllowed, "the aliases stand for more than \(Self.maximumAliasedNodes) values in all",
        hint: "write fewer of them",
        at: mark)
      throw Stop()
    }
    guard depth + target.depth <= Self.maximumDepth else { throw tooDeep(mark) }
    return target
  }

  private mutating func tooDeep(_ mark: SourceMark) -> Stop {
    report(
      .notAllowed, "the nesting is deeper than \(Self.maximumDepth)", hint: "no setting needs that; check the brackets",
      at: start(mark))
    return Stop()
  }

  private mutating func checkTag(_ properties: YAMLParser.Properties, _ mark: SourceMark) {
    guard let tag = properties.tag else { return }
    report(
      .notAllowed, "tags such as '\(tag.clipped(to: 40))' are not allowed",
      hint: "remove it: the setting decides the type", at: start(mark))
  }

  /// The first character of a place that may cover lines.
  private func start(_ mark: SourceMark) -> SourceMark { SourceMark(line: mark.line, column: mark.column) }
}
