import PipelineFiles
package import PipelinePlugins

/// Entries in a CSV file, one per row; edited there, and read each time a pipeline is opened.
package struct CSVFileLookup: LookupSource, Hashable {
  /// Where the file is, as error messages name it.
  package let path: String
  /// Which columns hold what.
  package let columns: LookupColumns
  /// The separator of fields: an ASCII character.
  package let delimiter: Character
  /// The table that the entries are for; forecast entries are checked for their category.
  package let table: LookupTableName?

  /// A source.
  package init(path: String, columns: LookupColumns, delimiter: Character = ",", table: LookupTableName? = nil) {
    self.path = path
    self.columns = columns
    self.delimiter = delimiter
    self.table = table
  }

  /// No: the file is where the table is edited.
  package var isEditable: Bool { false }

  /// Reads the file.
  /// - Throws: ``SourceError`` with all that is wrong with it.
  package func entries() async throws -> [LookupEntry] {
    try entries(in: FileBytes.source(path))
  }

  /// Reads a file's bytes.
  func entries(in bytes: [UInt8]) throws -> [LookupEntry] {
    let reader: CSVReader
    do {
      reader = try CSVReader(bytes, file: path, delimiter: delimiter)
    } catch {
      throw SourceError("\(error)")
    }
    var rows = LookupRows(reader: reader, source: self)
    return try rows.read()
  }
}

/// Which columns of a file hold what.
package struct LookupColumns: Hashable, Sendable {
  /// The entries' keys.
  package var key: String
  /// The labels, or one column for each language; `nil` where the key is the label.
  package var label: LocalizedText?
  /// A column for each attribute, by the attribute's name.
  package var attributes: OrderedMap<String>
  /// Whether an entry is retired: `true`, `yes` or `1`; `nil` where none is.
  package var retired: String?

  /// Some columns.
  package init(
    key: String, label: LocalizedText? = nil, attributes: OrderedMap<String> = [:], retired: String? = nil
  ) {
    self.key = key
    self.label = label
    self.attributes = attributes
    self.retired = retired
  }
}
