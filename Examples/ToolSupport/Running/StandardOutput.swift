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
  /// - Throws: ``ToolError`` where the disk is full, or what reads is gone.
  public func write(_ bytes: [UInt8]) throws {
    guard fwrite(bytes, 1, bytes.count, stdout) == bytes.count else { throw Self.failure(errno) }
  }

  /// Sends what `print` left waiting.
  /// - Throws: ``ToolError`` where some of what was printed did not arrive.
  public static func flush() throws {
    guard fflush(stdout) == 0 else { throw failure(errno) }
    guard ferror(stdout) == 0 else { throw ToolError(.outputBroken) }
  }

  private static func failure(_ code: Int32) -> ToolError {
    ToolError(.outputFailed, ["reason": .text(String(cString: strerror(code)))])
  }
}
