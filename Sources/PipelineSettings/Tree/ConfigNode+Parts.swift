extension ConfigNode {
  /// Whether the node is this text.
  package func isScalar(_ text: String) -> Bool { if case .scalar(text, _) = content { true } else { false } }

  /// The items of a list that are sections, in order.
  package var groups: [ConfigNode] {
    items.filter {
      switch $0.content {
      case .mapping, .null: true
      default: false
      }
    }
  }

  /// The items of a list.
  package var items: [ConfigNode] { if case .sequence(let items) = content { items } else { [] } }

  /// The entries of a mapping.
  package var entries: [ConfigEntry] { if case .mapping(let entries) = content { entries } else { [] } }
}
