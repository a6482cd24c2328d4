public import PipelinePlugins

extension PipelineSetup {
  /// Every effective value, one per line, with its origin: `default`, or file and line. Secrets are masked.
  public var explanation: String {
    guard let definition else { return "This setup was made in Swift; there is no file to explain.\n" }
    let rows = definition.origins.map { origin in
      let place = origin.mark.map { "\(definition.file.map { $0 + ":" } ?? "line ")\($0.line)" } ?? "default"
      return (name: origin.path, value: origin.value, place: place)
    }
    let nameWidth = min(60, rows.map { $0.name.count }.max() ?? 0)
    let valueWidth = min(40, rows.map { $0.value.count }.max() ?? 0)
    return rows.map { row in
      "\(padded(row.name, nameWidth))  \(padded(row.value, valueWidth))  # \(row.place)\n"
    }.joined()
  }
}

private func padded(_ text: String, _ width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - text.count))
}
