/// An effective value and its origin.
package struct SettingOrigin: Hashable, Sendable {
  /// Its path: `sales_cycles.direct.stages[engaging].probability`.
  package let path: String
  /// The value as in YAML; secrets are masked.
  package let value: String
  /// The place in the file; `nil` for a default.
  package let mark: SourceMark?
}

extension ConfigurationDefinition {
  /// Every effective value with its origin, in the order of declaration. O(values).
  package var origins: [SettingOrigin] {
    var found: [SettingOrigin] = []
    Self.walk(effective, written, mark: nil, path: "", into: &found)
    return found
  }

  /// - Parameter node: The node of the value; `nil` for a default.
  /// - Parameter mark: The place of the value, if it is in the file.
  private static func walk(
    _ value: CanonicalValue, _ node: ConfigNode?, mark: SourceMark?, path: String, into found: inout [SettingOrigin]
  ) {
    switch value {
    case .map(let members) where !members.isEmpty:
      for member in members {
        let entry = node?[member.name]
        // A short form, such as a plugin's name alone, is the origin of all its parts.
        let isShort = if case .mapping = node?.content { false } else { node != nil }
        walk(
          member.value, entry?.value ?? (isShort ? node : nil), mark: entry?.keyMark ?? (isShort ? mark : nil),
          path: path.isEmpty ? member.name : "\(path).\(member.name)", into: &found)
      }
    case .list(let items) where items.contains(where: \.isGroup):
      let nodes = node?.items ?? []
      for (index, item) in items.enumerated() {
        let own = nodes.count == items.count ? nodes[index] : nil
        walk(item, own, mark: own?.mark ?? mark, path: "\(path)[\(item.ownKey ?? String(index))]", into: &found)
      }
    default: found.append(SettingOrigin(path: path, value: value.description, mark: mark))
    }
  }
}

extension CanonicalValue {
  fileprivate var isGroup: Bool { if case .map = self { true } else { false } }

  fileprivate var ownKey: String? {
    guard case .map(let members) = self, case .text(let key)? = members.first(where: { $0.name == "key" })?.value else {
      return nil
    }
    return key
  }
}
