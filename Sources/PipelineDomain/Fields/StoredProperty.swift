/// Reads and writes a stored property of a body at its place in memory.
///
/// Fields are read and written for every cell of every record. Through a key path that the compiler does not see as a
/// literal, each access walks the path's description, which takes several times as long as the rest of an encoding.
struct StoredProperty<Body, Value>: Sendable {
  typealias Path = any WritableKeyPath<Body, Value> & Sendable

  private let path: Path
  /// The distance from the beginning of a body, in bytes; `nil` for a property that is computed or observed.
  private let offset: Int?

  init(_ path: Path) {
    self.path = path
    offset = MemoryLayout<Body>.offset(of: path)
  }

  /// The value in a body.
  @inline(__always)
  func get(_ body: Body) -> Value {
    guard let offset else { return body[keyPath: path] }
    // A stored property is initialized memory of its type at its offset: see `MemoryLayout.offset(of:)`.
    return withUnsafePointer(to: body) { start in
      UnsafeRawPointer(start).advanced(by: offset).assumingMemoryBound(to: Value.self).pointee
    }
  }

  /// Puts a value into a body.
  @inline(__always)
  func set(_ body: inout Body, _ value: Value) {
    guard let offset else {
      body[keyPath: path] = value
      return
    }
    withUnsafeMutablePointer(to: &body) { start in
      UnsafeMutableRawPointer(start).advanced(by: offset).assumingMemoryBound(to: Value.self).pointee = value
    }
  }
}
