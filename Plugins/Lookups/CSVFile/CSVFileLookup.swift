import Foundation
public import PipelinePlugins

/// Reads a lookup table out of a CSV file, with the place of every mistake.
public struct CSVFileLookup: LookupSource {
  private let settings: CSVFileLookupPlugin.Settings

  /// A source.
  public init(_ settings: CSVFileLookupPlugin.Settings) { self.settings = settings }

  /// Edited in the file.
  public var isEditable: Bool { false }

  /// The entries, in the order of the file.
  /// - Throws: ``LookupSourceError`` with a line for each mistake.
  public func entries() async throws -> [LookupEntry] {
    let path = settings.path.resolved
    guard let data = FileManager.default.contents(atPath: path) else {
      throw LookupSourceError("\(path): error: this file cannot be read; check the path and its permissions")
    }
    do {
      return try read(Array(data), path)
    } catch let error as CSVError {
      throw LookupSourceError(error.description)
    }
  }

  private func read(_ bytes: [UInt8], _ path: String) throws -> [LookupEntry] {
    var reader = try CSVReader(bytes, file: path, delimiter: settings.delimiter.first ?? ",")
    var problems: [String] = []
    func place(_ column: String) -> Int {
      if let place = reader.column(column) { return place }
      let known = reader.header.joined(separator: ", ").clipped(to: 200)
      problems.append("\(path):1:1: error: there is no column '\(column.clipped())'; there are: \(known)")
      return -1
    }
    let key = place(settings.key)
    let label = settings.label.map(place)
    let retired = settings.retired.map(place)
    let attributes = settings.attributes.pairs.map { (name: $0.key, column: place($0.value)) }
    guard problems.isEmpty else { throw LookupSourceError(problems.joined(separator: "\n")) }
    var entries: [LookupEntry] = []
    var lines: [String: Int] = [:]
    while true {
      do {
        guard let row = try reader.next() else { break }
        if row.isBlank { continue }
        let entry = try Self.entry(row, key, label, retired, attributes)
        if !LookupEntry.isValidKey(entry.key) {
          problems.append("\(path):\(row.line):1: error: '\(entry.key.clipped())' cannot be a key")
        } else if let first = lines.updateValue(row.line, forKey: entry.key) {
          problems.append(
            "\(path):\(row.line):1: error: the key '\(entry.key.clipped())' stands on line \(first) already")
        } else {
          entries.append(entry)
        }
      } catch let error as CSVError {
        problems.append(error.description)
      }
    }
    guard problems.isEmpty else { throw LookupSourceError(problems.joined(separator: "\n")) }
    return entries
  }

  private static func entry(
    _ row: CSVRow, _ key: Int, _ label: Int?, _ retired: Int?, _ attributes: [(name: String, column: Int)]
  ) throws -> LookupEntry {
    let text = try row.text(key).trimmingBlanks
    var entry = LookupEntry(text)
    if let label {
      let written = try row.text(label).trimmingBlanks
      if !written.isEmpty { entry.label = LocalizedText(written) }
    }
    for (name, column) in attributes {
      let value = try row.text(column).trimmingBlanks
      if !value.isEmpty { entry.attributes[name] = value }
    }
    if let retired { entry.isRetired = ["yes", "true", "1"].contains(try row.text(retired).lowercased()) }
    return entry
  }
}
