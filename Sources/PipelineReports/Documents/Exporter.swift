/// Writes documents in a file format: the product of an export plugin.
///
/// The same document gives the same bytes. The contract is `Documentation/Contracts/Export.md`.
public protocol Exporter: Sendable {
  /// The ending that files of the format have, without a dot: `xlsx`.
  var fileExtension: String { get }

  /// Whether the output contains the document's receipt; otherwise the engine writes it to `<file>.receipt.json`.
  /// `true` by default.
  var carriesReceipt: Bool { get }

  /// Whether what is written holds all tables of a document. A document with several tables is refused for a format that does
  /// not: it is never cut to its first table. By default it does.
  var carriesSections: Bool { get }

  /// Writes a document to a sink.
  ///
  /// - Returns: Notes on how cells were written, one sentence each, such as amounts written as text and truncated
  ///   texts.
  /// - Throws: ``ExportError``, or the sink's error.
  func export(_ document: ReportDocument, to sink: inout any ByteSink) throws -> [String]
}

extension Exporter {
  /// It does.
  public var carriesReceipt: Bool { true }
  /// It does.
  public var carriesSections: Bool { true }
}

/// Takes bytes: a file, a terminal, memory.
public protocol ByteSink {
  /// Takes some bytes; throws where it cannot.
  mutating func write(_ bytes: [UInt8]) throws
}

/// Collects bytes in memory.
public struct MemorySink: ByteSink, Sendable {
  /// What was written.
  public private(set) var bytes: [UInt8] = []

  /// An empty sink.
  public init() {}

  /// Takes some bytes.
  public mutating func write(_ bytes: [UInt8]) { self.bytes += bytes }
}

/// Why an export could not be made.
public enum ExportError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The table is larger than the format allows.
  case tooLarge(String)
  /// The document has several tables, and the format holds one.
  case severalTables(String)
  /// Another error while writing.
  case failed(String)

  /// One line that a person can act on.
  public var description: String {
    switch self {
    case .tooLarge(let reason), .severalTables(let reason), .failed(let reason): reason
    }
  }
}
