public import PipelinePlugins

/// `markdown`: tables as Markdown, for wikis and pull requests.
public enum Markdown: Plugin {
  /// The name in configurations.
  public static let name = "markdown"
  /// A summary for the reference page.
  public static let summary = "Writes tables as Markdown."
  /// The slot of the plugin.
  public static let slot: Slot<any Exporter> = .exporters

  /// Creates the exporter.
  public static func make(_ settings: NoSettings, _ context: PluginContext) -> any Exporter { MarkdownExporter() }
}

private struct MarkdownExporter: Exporter {
  var fileExtension: String { "md" }
  /// The engine writes the receipt beside the file.
  var carriesReceipt: Bool { false }

  func export(_ document: ReportDocument, to sink: inout any ByteSink) throws -> [String] {
    for section in document.allSections {
      let columns = section.table.columns
      var lines = ["## " + Self.safe(section.title.text(document.language)), ""]
      lines.append(Self.line(columns.map { Self.safe($0.header.text(document.language)) }))
      lines.append(Self.line(columns.map { _ in "---" }))
      for row in section.table.rows {
        lines.append(Self.line(zip(row, columns).map { Self.safe(Self.text($0, $1.kind, document.language)) }))
      }
      if let total = section.table.total {
        let cells = zip(total, columns).map { Self.safe(Self.text($0, $1.kind, document.language)) }
        lines.append(Self.line(cells.map { $0.isEmpty ? "" : "**\($0)**" }))
      }
      try sink.write(Array((lines.joined(separator: "\n") + "\n\n").utf8))
    }
    return []
  }

  /// An unknown value is blank, never zero.
  private static func text(_ cell: ReportCell, _ kind: ReportColumnKind, _ language: Phrasebook) -> String {
    if case .label(_, let label) = cell { return label.text(language) }
    return cell.plainText(kind) ?? ""
  }

  private static func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }

  /// A text that stays within its cell, and is no markup.
  private static func safe(_ text: String) -> String {
    var safe = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": safe += "<br>"
      case "\r": safe += "&#13;"
      case "\\", "`", "*", "_", "[", "]", "<", ">", "|", "#", "&":
        safe += "\\"
        safe.unicodeScalars.append(scalar)
      default: safe.unicodeScalars.append(scalar)
      }
    }
    return safe
  }
}
