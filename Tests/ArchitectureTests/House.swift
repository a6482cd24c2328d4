import Foundation

/// The package as text: what the architecture's rules are held against. A value, so that a test can break it.
struct House {
  /// The manifest.
  var manifest: String
  /// Swift files by path, relative to the package's root.
  var files: [String: String]

  /// The package's root.
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The package that this file is in.
  static func standing() throws -> House {
    var files: [String: String] = [:]
    for folder in ["Sources", "Plugins", "Examples"] {
      let base = root.appending(path: folder)
      guard let walk = FileManager.default.enumerator(atPath: base.path) else { continue }
      for case let path as String in walk {
        if path.hasSuffix(".build") { walk.skipDescendants() }
        guard path.hasSuffix(".swift") else { continue }
        files["\(folder)/\(path)"] = try String(contentsOf: base.appending(path: path), encoding: .utf8)
      }
    }
    let manifest = try String(contentsOf: root.appending(path: "Package.swift"), encoding: .utf8)
    return House(manifest: manifest, files: files)
  }

  /// The files of a target, in order of path: those under its folder that no inner target has.
  func files(of target: ManifestTarget, among targets: [ManifestTarget]) -> [(path: String, text: String)] {
    let inner = targets.filter { $0.path != target.path && $0.path.hasPrefix(target.path + "/") }
    return files.filter { file in
      file.key.hasPrefix(target.path + "/") && !inner.contains { file.key.hasPrefix($0.path + "/") }
    }.map { (path: $0.key, text: $0.value) }.sorted { $0.path < $1.path }
  }
}

/// An `import` in a file.
struct Import: Hashable {
  let module: String
  let line: Int

  /// The imports of a file's text.
  static func all(in text: String) -> [Import] {
    let modifiers: Set<Substring> = ["public", "package", "internal", "fileprivate", "private"]
    let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias", "actor"]
    var found: [Import] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      var words = line.split(whereSeparator: \.isWhitespace)[...]
      while let word = words.first, word.hasPrefix("@") || modifiers.contains(word) { words.removeFirst() }
      guard words.first == "import" else { continue }
      words.removeFirst()
      if let word = words.first, kinds.contains(word) { words.removeFirst() }
      guard let module = words.first?.split(separator: ".").first else { continue }
      found.append(Import(module: String(module), line: index + 1))
    }
    return found
  }
}
