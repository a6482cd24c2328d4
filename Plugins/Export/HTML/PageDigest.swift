import PipelinePlugins

/// SHA-256 in base64, by which a page names the only style and script that it lets run.
enum PageDigest {
  /// `sha256-…` as content security policies write it.
  static func source(_ text: String) -> String { "sha256-" + base64(sha256(Array(text.utf8))) }

  static func sha256(_ message: [UInt8]) -> [UInt8] {
    var digest = SHA256()
    digest.update(message)
    return digest.digest()
  }

  private static func base64(_ bytes: [UInt8]) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var text = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << (8 * UInt32(3 - group.count))
      for place in 0..<4 {
        text.append(place <= group.count ? digits[Int(bits >> (18 - 6 * UInt32(place)) & 63)] : "=")
      }
    }
    return text
  }
}
