#if canImport(Darwin)
  @preconcurrency import Darwin
#else
  @preconcurrency import Glibc
#endif
public import SalesPipeline

/// Standard output as a sink, which says when it cannot be written.
public struct StandardOutput: ByteSink {
  /// The sink.
  public init() {}

  /// Writes bytes.
  /// - Throws: ``ToolError`` where the disk is full, what reads is gone, or the bytes are no text and would be shown on a terminal.
  public func write(_ bytes: [UInt8]) throws {
    if Terminal.standardOutputIsTerminal, !Self.isText(bytes) { throw ToolError(.notForTerminals) }
    guard fwrite(bytes, 1, bytes.count, stdout) == bytes.count else { throw Self.failure(errno) }
  }

  /// Sends what `print` left waiting.
  /// - Throws: ``ToolError`` where some of what was printed did not arrive.
  public static func flush() throws {
    guard fflush(stdout) == 0 else { throw failure(errno) }
    guard ferror(stdout) == 0 else { throw ToolError(.outputBroken) }
  }

  /// Whether bytes can be shown: a spreadsheet's ZIP holds zeros from its first header on, a text none.
  static func isText(_ bytes: [UInt8]) -> Bool { !bytes.prefix(1024).contains(0) }

  private static func failure(_ code: Int32) -> ToolError {
    ToolError(.outputFailed, ["reason": .text(String(cString: strerror(code)))])
  }
}
