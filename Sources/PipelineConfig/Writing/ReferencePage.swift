import PipelinePlugins

extension ConfigurationReader {
  /// The reference page of configuration files with this catalog's plugins, in Markdown. Always in the same order.
  public var referencePage: String {
    var page = """
      # Configuration reference

      Made from the settings' own declarations by `pipeline schema --reference`; do not edit.

      ## The file


      """
    page += table(PipelineSetup.sections)
    var nested: [(String, [SettingDescription])] = []
    collect(PipelineSetup.sections, under: "", into: &nested)
    for (path, settings) in nested { page += "\n### `\(path)`\n\n" + table(settings) }
    var slots: [String] = []
    for entry in catalog.entries where !slots.contains(entry.slot) { slots.append(entry.slot) }
    for slot in slots {
      page += "\n## Plugins: `\(slot)`\n"
      for entry in catalog.entries(of: slot) { page += "\n" + self.entry(entry) }
    }
    return page
  }

  private func entry(_ entry: Catalog.Entry) -> String {
    var text = "### `\(entry.name)`\n\n"
    if let trait = entry.missingTrait { return text + "Not compiled in; turn on the package trait `\(trait)`.\n" }
    if !entry.summary.isEmpty { text += entry.summary + "\n\n" }
    guard !entry.settings.isEmpty else { return text + "No settings.\n" }
    text += table(entry.settings)
    var nested: [(String, [SettingDescription])] = []
    collect(entry.settings, under: "", into: &nested)
    for (path, settings) in nested { text += "\n#### `\(entry.name)`: `\(path)`\n\n" + table(settings) }
    return text
  }

  private func table(_ settings: [SettingDescription]) -> String {
    let rows = settings.map { setting in
      let standard: String =
        if setting.isRequired { "required" } else if setting.isSecret { "secret" } else { shown(setting.standard) }
      return "| `\(setting.name)` | \(escaped(setting.shape.name)) | \(standard) | \(escaped(setting.doc)) |\n"
    }
    return "| setting | takes | default | meaning |\n| --- | --- | --- | --- |\n" + rows.joined()
  }

  private func shown(_ value: CanonicalValue) -> String {
    switch value {
    case .null, .map, .text(""): ""
    default: "`\(escaped(value.description))`"
    }
  }

  private func escaped(_ text: String) -> String { text.replacing("|", with: "\\|") }

  /// The groups of settings inside settings, each with its path.
  private func collect(
    _ settings: [SettingDescription], under path: String, into found: inout [(String, [SettingDescription])]
  ) {
    for setting in settings {
      guard let (suffix, inner) = group(setting.shape) else { continue }
      let name = (path.isEmpty ? "" : path + ".") + setting.name + suffix
      found.append((name, inner))
      collect(inner, under: name, into: &found)
    }
  }

  private func group(_ shape: SettingShape) -> (String, [SettingDescription])? {
    switch shape {
    case .section(let settings): ("", settings)
    case .optional(let inner): group(inner)
    case .list(let inner): group(inner).map { ("[]" + $0.0, $0.1) }
    case .map(let inner), .keyed(_, let inner): group(inner).map { (".<name>" + $0.0, $0.1) }
    case .either(let shapes): shapes.lazy.compactMap { group($0) }.first
    default: nil
    }
  }
}
