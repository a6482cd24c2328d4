/// Reads and writes a stored property of a body at its place in memory.
///
/// Fields are read and written for every cell of every record. Through a key path that the compiler does not see as a
/// literal, each access walks the path's description, which takes several times as long as the rest of an encoding.
struct StoredProperty<Body, Value>: Sendable {
  typealias Path = any WritableKeyPath<Body, Value> & Sendable

  private let path: Path
  /// The distance from the beginning of a body, in bytes; `nil` for a property that is computed or observed.
  private let offset: Int?
  /// Whether the value is written at its place, without anything else that setting the property does.
  private let isPlain: Bool

  /// - Parameter stored: The stored property behind a computed one; `nil` if the property is stored itself.
  init(_ path: Path, stored: Path? = nil) {
    self.path = path
    offset = MemoryLayout<Body>.offset(of: stored ?? path)
    isPlain = stored == nil && offset != nil
  }

  /// The bytes of the property in a body; `nil` if it is not stored.
  var bytes: Range<Int>? { offset.map { $0..<$0 + MemoryLayout<Value>.size } }

  /// The value in a body.
  @inline(__always)
  func get(_ body: UnsafePointer<Body>) -> Value {
    guard let offset else { return body.pointee[keyPath: path] }
    // A stored property is initialized memory of its type at its offset: see `MemoryLayout.offset(of:)`.
    return UnsafeRawPointer(body).advanced(by: offset).assumingMemoryBound(to: Value.self).pointee
  }

  /// Puts a value into a body.
  @inline(__always)
  func set(_ body: inout Body, _ value: Value) {
    guard isPlain, let offset else {
      body[keyPath: path] = value
      return
    }
    withUnsafeMutablePointer(to: &body) { start in
      UnsafeMutableRawPointer(start).advanced(by: offset).assumingMemoryBound(to: Value.self).pointee = value
    }
  }
}

/// Compares properties of two bodies by their bytes in memory.
///
/// An edit changes a copy: what it leaves alone has the same bytes, down to the address of a text's storage. Values of
/// the same bytes are equal; equal values may have other bytes.
enum StoredBytes {
  /// Whether two bodies have the same bytes in a range.
  @inline(__always)
  static func areSame(_ range: Range<Int>, _ one: UnsafeRawPointer, _ other: UnsafeRawPointer) -> Bool {
    var place = range.lowerBound
    while place + 8 <= range.upperBound {
      if one.loadUnaligned(fromByteOffset: place, as: UInt64.self)
        != other.loadUnaligned(fromByteOffset: place, as: UInt64.self)
      {
        return false
      }
      place += 8
    }
    while place < range.upperBound {
      if one.load(fromByteOffset: place, as: UInt8.self) != other.load(fromByteOffset: place, as: UInt8.self) {
        return false
      }
      place += 1
    }
    return true
  }
}
