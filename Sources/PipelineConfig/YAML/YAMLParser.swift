import CLibYAML
import PipelinePlugins

/// libyaml's events, one at a time. libyaml polices nothing: that is ``TreeBuilder``'s task.
final class YAMLParser {
  /// An event, in values of ours.
  enum Event {
    case documentStart(SourceMark)
    case documentEnd
    case streamEnd
    case alias(String, SourceMark)
    case scalar(String, isPlain: Bool, Properties, SourceMark)
    case sequenceStart(Properties, SourceMark)
    case sequenceEnd
    case mappingStart(Properties, SourceMark)
    case mappingEnd
  }

  /// The properties before a value.
  struct Properties {
    var anchor: String?
    var tag: String?
  }

  /// The text is not YAML.
  struct SyntaxError: Error {
    let message: String
    let hint: String?
    let mark: SourceMark
  }

  // On the heap: the parser points into itself.
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let input: UnsafeMutableBufferPointer<UInt8>

  init(_ bytes: [UInt8]) throws {
    parser = .allocate(capacity: 1)
    input = .allocate(capacity: max(1, bytes.count))
    _ = input.update(fromContentsOf: bytes)
    guard yaml_parser_initialize(parser) == 1 else {
      parser.deallocate()
      input.deallocate()
      throw SyntaxError(message: "there is no memory to read it", hint: nil, mark: .start)
    }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, input.baseAddress, bytes.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
    input.deallocate()
  }

  /// The next event.
  /// - Throws: ``SyntaxError``.
  func next() throws -> Event {
    while true {
      var event = yaml_event_t()
      guard yaml_parser_parse(parser, &event) == 1 else { throw syntaxError() }
      defer { yaml_event_delete(&event) }
      let mark = Self.mark(event.start_mark, event.end_mark)
      switch event.type {
      case YAML_STREAM_START_EVENT: continue
      case YAML_DOCUMENT_START_EVENT: return .documentStart(mark)
      case YAML_DOCUMENT_END_EVENT: return .documentEnd
      case YAML_ALIAS_EVENT: return .alias(Self.text(event.data.alias.anchor) ?? "", mark)
      case YAML_SCALAR_EVENT:
        let scalar = event.data.scalar
        let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
        return .scalar(
          text, isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE, Self.properties(scalar.anchor, scalar.tag), mark)
      case YAML_SEQUENCE_START_EVENT:
        let start = event.data.sequence_start
        return .sequenceStart(Self.properties(start.anchor, start.tag), mark)
      case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
      case YAML_MAPPING_START_EVENT:
        let start = event.data.mapping_start
        return .mappingStart(Self.properties(start.anchor, start.tag), mark)
      case YAML_MAPPING_END_EVENT: return .mappingEnd
      default: return .streamEnd
      }
    }
  }

  private static func properties(
    _ anchor: UnsafeMutablePointer<yaml_char_t>?, _ tag: UnsafeMutablePointer<yaml_char_t>?
  ) -> Properties { Properties(anchor: text(anchor), tag: text(tag)) }

  private static func text(_ bytes: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    bytes.map { String(cString: $0) }
  }

  /// libyaml counts from 0.
  private static func mark(_ start: yaml_mark_t, _ end: yaml_mark_t) -> SourceMark {
    let length = end.line == start.line && end.column > start.column ? end.column - start.column : 1
    return SourceMark(line: Int(start.line) + 1, column: Int(start.column) + 1, length: Int(length))
  }

  private func syntaxError() -> SyntaxError {
    let state = parser.pointee
    let problem = state.problem.map { String(cString: $0) } ?? "it ends in the middle"
    var message = "this is not YAML: \(problem)"
    if let context = state.context.map({ String(cString: $0) }) {
      message += ", \(context) that begins on line \(state.context_mark.line + 1)"
    }
    return SyntaxError(
      message: message, hint: Self.hint(for: problem), mark: Self.mark(state.problem_mark, state.problem_mark))
  }

  private static func hint(for problem: String) -> String? {
    if problem.contains("cannot start any token") {
      return "indent with spaces, not tabs, and quote text that begins with a sign"
    }
    if problem.contains("mapping values are not allowed") {
      return "quote text that holds ': ', or check the indentation"
    }
    if problem.contains("expected ',' or") { return "close the bracket, or put a comma between the entries" }
    if problem.contains("could not find expected ':'") { return "put ': ' after the key" }
    if problem.contains("did not find expected key") || problem.contains("did not find expected '-'") {
      return "check the indentation"
    }
    if problem.contains("end of stream") { return "close the quotes" }
    return nil
  }
}
