import PipelinePlugins

/// A setting that differs between two configurations.
struct SettingDifference {
  /// The names on the way to it, with dots.
  let path: String
  let old: CanonicalValue
  let new: CanonicalValue

  /// The earlier value in a line.
  var before: String { old.brief }
  /// The later value in a line.
  var now: String { new.brief }

  /// What was added to a list and removed from it; `nil` where one of the values is no list.
  var listDifferences: [PipelineSetup.Difference]? {
    guard case .list(let old) = old, case .list(let new) = new else { return nil }
    let parts: [(DifferencePhrase, [CanonicalValue])] = [
      (.listGone, old.filter { !new.contains($0) }), (.listAdded, new.filter { !old.contains($0) }),
    ]
    let found = parts.filter { !$0.1.isEmpty }.map { phrase, items in
      PipelineSetup.Difference(
        phrase,
        [
          "name": .text(path),
          "entries": .list(items.prefix(Self.mostNamed).map(\.brief) + (items.count > Self.mostNamed ? ["…"] : [])),
        ])
    }
    guard found.isEmpty else { return found }
    return [PipelineSetup.Difference(.listOrder, ["name": .text(path), "now": .text(now)])]
  }

  /// How many items of a list are named.
  private static let mostNamed = 12
}

extension CanonicalValue {
  /// The entries of a lookup table by their keys; `nil` for another value.
  var entries: [(key: String, value: CanonicalValue)]? {
    guard case .list(let items) = self else { return nil }
    let keyed = items.compactMap { item -> (key: String, value: CanonicalValue)? in
      switch item {
      case .text(let key): return (key, item)
      case .map(let members):
        guard case .text(let key)? = members.first(where: { $0.name == "key" })?.value else { return nil }
        return (key, item)
      default: return nil
      }
    }
    return keyed.count == items.count ? keyed : nil
  }

  /// The values that differ between two trees, by their paths, in the order of the first one, then of the second.
  static func leaves(_ before: CanonicalValue, _ now: CanonicalValue, _ path: String = "") -> [SettingDifference] {
    guard before != now else { return [] }
    guard case .map(let old) = before, case .map(let new) = now else {
      return [SettingDifference(path: path, old: before, new: now)]
    }
    let names = old.map(\.name) + new.map(\.name).filter { name in !old.contains { $0.name == name } }
    return names.flatMap { name in
      leaves(
        old.first { $0.name == name }?.value ?? .null, new.first { $0.name == name }?.value ?? .null,
        path.isEmpty ? name : "\(path).\(name)")
    }
  }

  /// The value in a line of limited length; a dash for none.
  fileprivate var brief: String { words.isEmpty ? "–" : words.clipped(to: 80) }

  /// The plugin of a slot, and what it is named with its settings: `directory (sees: own)`; `nil` for another value.
  var plugin: (name: String, words: String)? {
    guard case .map(let members) = self, let member = members.first, members.count == 1 else { return nil }
    let settings = member.value.words
    return (member.name, settings.isEmpty ? member.name : "\(member.name) (\(settings.clipped(to: 80)))")
  }

  /// The value of a map's member, or null.
  subscript(name: String) -> CanonicalValue {
    guard case .map(let members) = self else { return .null }
    return members.first { $0.name == name }?.value ?? .null
  }

  /// The value without quotes, braces and names of members that have no value: `close_date, amount`, `key: price, label: Price`.
  var words: String {
    switch self {
    case .null: ""
    case .text(let text): text
    case .number(let digits): digits
    case .list(let items): items.map(\.words).joined(separator: ", ")
    case .map(let members):
      members.map { ($0.name, $0.value.words) }.filter { !$0.1.isEmpty }.map { "\($0): \($1)" }.joined(separator: ", ")
    case .flag, .masked: json
    }
  }
}
