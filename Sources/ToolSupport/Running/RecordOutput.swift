public import ArgumentParser
package import Foundation
import PipelinePlugins
package import SalesPipeline

/// Where a list goes: `--format` and `--output`.
public struct ListOutput: ParsableArguments {
  @Option(
    help:
      "text, json, ndjson, or a configured exporter, such as csv or xlsx. Default: text, or as --output's ending says.",
    completion: .names(.formats))
  var format: String?
  @Option(
    help: "The file to write to. Default: standard output, for text, json, ndjson and csv.", completion: .file())
  var output: String?

  /// Nothing given.
  public init() {}

  /// The format and the file.
  package var target: DocumentOutput { DocumentOutput(format: format, output: output) }

  /// Whether people read it in the terminal.
  package var isText: Bool { target.isDrawn }

  /// Whether neither a format nor a file is given.
  package var isDefault: Bool { format == nil && output == nil }

  /// A spreadsheet needs a file.
  public func validate() throws {
    if isText, target.file != nil { throw ValidationError(usage: "text goes to standard output; leave --output out") }
    guard target.file == nil, output != "-" else { return }
    let direct = ["text", "json", "ndjson", "csv"]
    guard direct.contains(target.format) else {
      let bundled = direct + ["xlsx", "ods", "html"]
      if !bundled.contains(target.format), nearest(target.format, in: bundled) != nil {
        throw Words.noSuch("format", target.format, bundled)
      }
      throw ValidationError(usage: "say with --output which file \(target.format) goes to")
    }
  }
}

extension ListOutput {
  /// The output, with another format than text where none is given.
  package func or(_ format: String) -> ListOutput {
    var output = self
    if isDefault { output.format = format }
    return output
  }

  /// Writes items as JSON, such as records with all their fields: a document of all of them, or a line each.
  /// - Returns: `false` for another format, which has columns.
  package func write<Item: Encodable>(_ records: [Item]) throws -> Bool {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    switch target.format {
    case "ndjson":
      try write(lines: try records.map { try encoder.encode($0) })
    case "json":
      encoder.outputFormatting.insert(.prettyPrinted)
      try write(Array(try encoder.encode(ItemList(items: records)) + [UInt8(ascii: "\n")]))
    default: return false
    }
    return true
  }

  /// Writes lines to the file or to standard output.
  package func write(lines: some Sequence<Data>) throws {
    var chunk: [UInt8] = []
    try toSink { sink in
      for line in lines {
        chunk += line
        chunk.append(UInt8(ascii: "\n"))
        guard chunk.count > 1 << 16 else { continue }
        try sink.write(chunk)
        chunk.removeAll(keepingCapacity: true)
      }
      try sink.write(chunk)
    }
  }

  private func write(_ bytes: [UInt8]) throws { try toSink { try $0.write(bytes) } }

  /// Hands over the file, which is replaced at the end, or standard output.
  package func toSink(_ body: (inout any ByteSink) throws -> Void) throws {
    guard let path = target.file else {
      var sink: any ByteSink = StandardOutput()
      try body(&sink)
      return try StandardOutput.flush()
    }
    let file = try AtomicFile(path: path)
    var sink: any ByteSink = file
    try body(&sink)
    try AtomicFile.commit([file])
    print(DisplayText.safe(path, limit: .max))
  }
}

/// All records of an export.
private struct ItemList<Item: Encodable>: Encodable {
  let format = JSONFormat()
  let items: [Item]
}
