/// A language in a configuration: the path of its file, or the contents of such a file.
package struct LanguageChoice: SettingValue {
  package var file = LanguageFile()

  package static var shape: SettingShape { .either([.path, LanguageFile.shape]) }

  /// The language without its phrases: they change no figure, and a configuration that the store remembers must be read
  /// without the file, and by a later SDK that has other phrases.
  package var canonical: CanonicalValue {
    guard case .map(let members) = file.canonical else { return .null }
    return .map(members.filter { $0.name != "phrases" })
  }

  package static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> LanguageChoice? {
    guard case .scalar = node.content else {
      return LanguageFile.decode(node, &context).map { LanguageChoice(file: $0) }
    }
    guard let path = ConfigPath.decode(node, &context) else { return nil }
    var inner = DecodingContext(file: path.resolved, surroundings: context.surroundings, catalog: context.catalog)
    do {
      let (tree, problems) = try context.surroundings.readTree(path.resolved)
      for problem in problems { inner.diagnostics.add(problem) }
      let file = tree.flatMap { LanguageFile.decode($0, &inner) }
      for problem in inner.diagnostics.sorted { context.diagnostics.add(problem) }
      return file.map { LanguageChoice(file: $0) }
    } catch {
      context.report(
        .file, "the language file '\(path.text.clipped(to: 80))' cannot be read: \(error)",
        hint: "'pipeline phrases --locale CODE' prints one to begin with", at: node.mark)
      return nil
    }
  }

  /// Reports duplicate languages.
  package static func check(_ languages: [LanguageChoice], _ node: ConfigNode?, _ context: inout DecodingContext) {
    var seen: Set<String> = []
    // Where one could not be read, places and values no longer go together.
    let items = node?.items.count == languages.count ? node?.items ?? [] : []
    for (index, choice) in languages.enumerated() where !choice.file.language.isEmpty {
      guard !seen.insert(choice.file.language).inserted else { continue }
      context.report(
        .invalid, "the language '\(choice.file.language.clipped(to: 40))' is listed twice", hint: "remove one",
        at: index < items.count ? items[index].mark : node?.mark)
    }
  }
}
