/// A target as the manifest declares it.
struct ManifestTarget: Hashable {
  /// Which of the manifest's helpers declares it.
  enum Kind: String, CaseIterable {
    case library = "library("
    case tool = "tool("
    case system = ".systemLibrary("
  }

  let name: String
  let kind: Kind
  let path: String
  /// Targets of this package that it depends on.
  let targets: Set<String>
  /// Packages that it depends on.
  let packages: Set<String>
  /// What it uses of them: modules that bear the products' names.
  let products: Set<String>
}

extension ManifestTarget {
  /// The targets of a manifest that declares them with `library(name, path, dependencies)`, `tool(name, path)` and
  /// `.systemLibrary(name:path:…)`.
  static func all(in manifest: String) -> [ManifestTarget] {
    guard let start = manifest.range(of: "targets: [\n")?.upperBound else { return [] }
    let body = manifest[start...]
    return Kind.allCases.flatMap { kind in
      calls(to: kind.rawValue, in: body).compactMap { make(kind, $0) }
    }.sorted { $0.name < $1.name }
  }

  private static func make(_ kind: Kind, _ arguments: Substring) -> ManifestTarget? {
    let strings = literals(in: arguments)
    guard strings.count >= 2 else { return nil }
    switch kind {
    case .system:
      return ManifestTarget(name: strings[0], kind: kind, path: strings[1], targets: [], packages: [], products: [])
    case .tool:
      return ManifestTarget(
        name: strings[0], kind: kind, path: strings[1], targets: ["PipelineTools"],
        packages: [], products: [])
    case .library:
      guard let open = arguments.firstIndex(of: "["), var list = balanced(arguments[open...], "[", "]") else {
        return nil
      }
      var packages: Set<String> = []
      var products: Set<String> = []
      for product in calls(to: ".product(", in: list) {
        let words = literals(in: product)
        if words.count >= 2 {
          products.insert(words[0])
          packages.insert(words[1])
        }
        list = Substring(list.replacing(".product(" + product + ")", with: ""))
      }
      // What remains names targets, plainly or in `.target(name:condition:)`; trait names go with their condition.
      for condition in calls(to: ".when(", in: list) { list = Substring(list.replacing(condition, with: "")) }
      return ManifestTarget(
        name: strings[0], kind: kind, path: strings[1], targets: Set(literals(in: list)), packages: packages,
        products: products)
    }
  }

  /// What stands between the parentheses of each call.
  private static func calls(to opening: String, in text: Substring) -> [Substring] {
    var found: [Substring] = []
    var rest = text
    while let range = rest.range(of: opening) {
      let before = range.lowerBound > rest.startIndex ? rest[rest.index(before: range.lowerBound)] : " "
      let open = rest.index(before: range.upperBound)
      // `tests(` does not end in `tool(`, but a longer word might: a call begins a word, or is a member.
      if !before.isLetter, let inside = balanced(rest[open...], "(", ")") { found.append(inside) }
      rest = rest[range.upperBound...]
    }
    return found
  }

  private static func balanced(_ text: Substring, _ open: Character, _ close: Character) -> Substring? {
    var depth = 0
    for index in text.indices {
      if text[index] == open { depth += 1 }
      if text[index] == close { depth -= 1 }
      if depth == 0 { return text[text.index(after: text.startIndex)..<index] }
    }
    return nil
  }

  private static func literals(in text: Substring) -> [String] {
    text.split(separator: "\"", omittingEmptySubsequences: false).enumerated().compactMap {
      $0.offset % 2 == 1 ? String($0.element) : nil
    }
  }
}
