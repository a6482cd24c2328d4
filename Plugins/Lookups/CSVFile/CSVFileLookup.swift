import PipelineFiles
public import PipelinePlugins

/// Entries that stand in a CSV file, one a row; edited there, and read each time a pipeline is opened.
public struct CSVFileLookup: LookupSource, Hashable {
  /// Where the file is, as error messages name it.
  public let path: String
  /// Which columns hold what.
  public let columns: LookupColumns
  /// What stands between fields: an ASCII character.
  public let delimiter: Character
  /// The table that the entries are for; forecast entries are checked for their category.
  public let table: LookupTableName?

  /// A source.
  public init(path: String, columns: LookupColumns, delimiter: Character = ",", table: LookupTableName? = nil) {
    self.path = path
    self.columns = columns
    self.delimiter = delimiter
    self.table = table
  }

  /// No: the file is where the table is edited.
  public var isEditable: Bool { false }

  /// Reads the file.
  /// - Throws: ``SourceError`` with all that is wrong with it.
  public func entries() async throws -> [LookupEntry] {
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
public struct LookupColumns: Hashable, Sendable {
  /// The entries' keys.
  public var key: String
  /// The labels, or one column for each language; `nil` where the key is the label.
  public var label: LocalizedText?
  /// A column for each attribute, by the attribute's name.
  public var attributes: OrderedMap<String>
  /// Whether an entry is retired: `true`, `yes` or `1`; `nil` where none is.
  public var retired: String?

  /// Some columns.
  public init(
    key: String, label: LocalizedText? = nil, attributes: OrderedMap<String> = [:], retired: String? = nil
  ) {
    self.key = key
    self.label = label
    self.attributes = attributes
    self.retired = retired
  }
}
