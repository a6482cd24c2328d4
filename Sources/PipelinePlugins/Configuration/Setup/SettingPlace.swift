/// The place of a setting in a configuration file.
public struct SettingPlace: Hashable, Sendable, CustomStringConvertible {
  /// The file, as it was named; `nil` for a configuration that is in no file.
  public let file: String?
  /// The place in the file.
  public let mark: SourceMark

  /// `sales.yaml:46:9`.
  public var description: String { (file.map { $0 + ":" } ?? "") + "\(mark.line):\(mark.column)" }
}

extension PipelineSetup {
  /// The place of a setting: of the deepest part of its path that the file has. `nil` for a setup that was made in Swift, and where the
  /// file has nothing of the path.
  ///
  /// - Parameters:
  ///   - path: Keys of mappings, and keys or texts of list items: `"sales_cycles", "direct", "stages", "won"`.
  ///   - text: A value somewhere below; its first place is preferred. O(values below).
  package func place(of path: String..., naming text: String? = nil) -> SettingPlace? {
    guard let definition else { return nil }
    var node = definition.written
    var mark: SourceMark?
    for step in path {
      guard let (next, found) = node.part(step) else { break }
      (node, mark) = (next, found)
    }
    if mark != nil, let text, let found = node.mark(of: text) { mark = found }
    return mark.map { SettingPlace(file: definition.file, mark: $0) }
  }
}

extension ConfigNode {
  private var text: String? { if case .scalar(let text, _) = content { text } else { nil } }

  /// The value of a key, or the item of a list that is a text or has it as its `key`, with its mark.
  fileprivate func part(_ step: String) -> (node: ConfigNode, mark: SourceMark)? {
    if let entry = self[step] { return (entry.value, entry.keyMark) }
    guard case .sequence(let items) = content else { return nil }
    return items.first { $0.text == step || $0["key"]?.value.text == step }.map { ($0, $0.mark) }
  }

  /// The mark of the first scalar below that is a text.
  fileprivate func mark(of text: String) -> SourceMark? {
    switch content {
    case .null: return nil
    case .scalar(let own, _): return own == text ? mark : nil
    case .sequence(let items): return items.lazy.compactMap { $0.mark(of: text) }.first
    case .mapping(let entries): return entries.lazy.compactMap { $0.value.mark(of: text) }.first
    }
  }
}
