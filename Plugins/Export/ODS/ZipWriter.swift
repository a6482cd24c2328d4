#if ODS
  import CZlib
  import PipelinePlugins

  /// Writes a ZIP archive (PKWARE APPNOTE 6.3) piece by piece into a sink that cannot go back.
  ///
  /// Every entry bears the first moment that ZIP knows, so that the same content gives the same bytes.
  struct ZipWriter {
    private struct Entry {
      var name: [UInt8]
      var isDeflated: Bool
      var offset: UInt64
      var checksum: UInt32 = 0
      var packed: UInt64 = 0
      var size: UInt64 = 0
    }

    private var entries: [Entry] = []
    private var offset: UInt64 = 0
    private let deflater: Deflater

    init() throws { deflater = try Deflater() }

    /// A small entry that is not compressed: what a reader finds in its place without unpacking.
    mutating func store(_ name: String, _ bytes: [UInt8], _ sink: inout any ByteSink) throws {
      var entry = Entry(name: Array(name.utf8), isDeflated: false, offset: offset)
      entry.checksum = Self.checksum(bytes, 0)
      (entry.packed, entry.size) = (UInt64(bytes.count), UInt64(bytes.count))
      try write([0x50, 0x4B, 0x03, 0x04] + Self.fields(entry) + Self.two(0) + entry.name, &sink)
      try write(bytes, &sink)
      entries.append(entry)
    }

    /// Begins a compressed entry; ``append(_:_:)`` goes into it.
    mutating func begin(_ name: String, _ sink: inout any ByteSink) throws {
      let entry = Entry(name: Array(name.utf8), isDeflated: true, offset: offset)
      try write([0x50, 0x4B, 0x03, 0x04] + Self.fields(entry) + Self.two(0) + entry.name, &sink)
      try deflater.reset()
      entries.append(entry)
    }

    /// Appends to the entry that was begun.
    mutating func append(_ bytes: [UInt8], _ sink: inout any ByteSink) throws {
      let last = entries.count - 1
      entries[last].checksum = Self.checksum(bytes, entries[last].checksum)
      entries[last].size += UInt64(bytes.count)
      try pack(bytes, isLast: false, &sink)
    }

    /// Ends the entry that was begun.
    mutating func end(_ sink: inout any ByteSink) throws {
      try pack([], isLast: true, &sink)
      let entry = entries[entries.count - 1]
      guard max(entry.size, offset) <= UInt64(UInt32.max) else {
        throw ExportError.tooLarge("the spreadsheet would be larger than 4 GiB; export csv instead")
      }
      try write(
        [0x50, 0x4B, 0x07, 0x08] + Self.four(entry.checksum) + Self.four(entry.packed) + Self.four(entry.size), &sink)
    }

    /// Ends the archive with its list of entries.
    mutating func finish(_ sink: inout any ByteSink) throws {
      let start = offset
      for entry in entries {
        let head: [UInt8] = [0x50, 0x4B, 0x01, 0x02] + Self.two(20)
        // No extra field, no comment, first disk, no attributes.
        let rest =
          Self.two(0) + Self.two(0) + Self.two(0) + Self.two(0) + Self.four(UInt64(0)) + Self.four(entry.offset)
        try write(head + Self.fields(entry, isListed: true) + rest + entry.name, &sink)
      }
      let count = Self.two(UInt64(entries.count))
      try write(
        [0x50, 0x4B, 0x05, 0x06] + Self.two(0) + Self.two(0) + count + count + Self.four(offset - start)
          + Self.four(start) + Self.two(0), &sink)
    }

    private mutating func pack(_ bytes: [UInt8], isLast: Bool, _ sink: inout any ByteSink) throws {
      for piece in try deflater.pack(bytes, isLast: isLast) {
        entries[entries.count - 1].packed += UInt64(piece.count)
        try write(piece, &sink)
      }
    }

    private mutating func write(_ bytes: [UInt8], _ sink: inout any ByteSink) throws {
      try sink.write(bytes)
      offset += UInt64(bytes.count)
    }

    /// From the version needed to the length of the name; where sizes follow the data, they are 0 before it.
    private static func fields(_ entry: Entry, isListed: Bool = false) -> [UInt8] {
      let known = isListed || !entry.isDeflated
      // Bit 3: sizes follow the data; bit 11: names are UTF-8. 0x0021 is 1980-01-01.
      return two(20) + two(entry.isDeflated ? 0x0808 : 0x0800) + two(entry.isDeflated ? 8 : 0) + two(0) + two(0x21)
        + four(known ? entry.checksum : 0) + four(known ? entry.packed : 0) + four(known ? entry.size : 0)
        + two(UInt64(entry.name.count))
    }

    private static func two(_ value: UInt64) -> [UInt8] { (0..<2).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }
    private static func four(_ value: UInt64) -> [UInt8] {
      (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
    private static func four(_ value: UInt32) -> [UInt8] { four(UInt64(value)) }

    private static func checksum(_ bytes: [UInt8], _ before: UInt32) -> UInt32 {
      bytes.withUnsafeBufferPointer { UInt32(truncatingIfNeeded: crc32_z(UInt(before), $0.baseAddress, $0.count)) }
    }
  }

  /// Compresses (RFC 1951) piece by piece.
  private final class Deflater {
    /// On the heap, since zlib keeps its address.
    private let stream: UnsafeMutablePointer<z_stream>
    private static let size = 1 << 16

    init() throws {
      stream = .allocate(capacity: 1)
      stream.initialize(to: z_stream())
      // Without zlib's own header, since ZIP has one; level 5 packs nearly as well as 6 in less time.
      let code = deflateInit2_(
        stream, 5, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
      guard code == Z_OK else {
        stream.deallocate()
        throw ExportError.failed("the spreadsheet cannot be packed: zlib gives error \(code)")
      }
    }

    deinit {
      deflateEnd(stream)
      stream.deallocate()
    }

    func reset() throws {
      let code = deflateReset(stream)
      guard code == Z_OK else { throw ExportError.failed("the spreadsheet cannot be packed: zlib gives error \(code)") }
    }

    /// The packed bytes that are ready, in pieces.
    func pack(_ bytes: [UInt8], isLast: Bool) throws -> [[UInt8]] {
      var pieces: [[UInt8]] = []
      var input = bytes
      let stream = stream
      try input.withUnsafeMutableBufferPointer { input in
        stream.pointee.next_in = input.baseAddress
        stream.pointee.avail_in = UInt32(input.count)
        var isFull = true
        while isFull {
          let piece = try [UInt8](unsafeUninitializedCapacity: Self.size) { output, count in
            stream.pointee.next_out = output.baseAddress
            stream.pointee.avail_out = UInt32(Self.size)
            let code = deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH)
            // A call that has nothing to do is no mistake.
            guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR else {
              throw ExportError.failed("the spreadsheet cannot be packed: zlib gives error \(code)")
            }
            count = Self.size - Int(stream.pointee.avail_out)
          }
          isFull = piece.count == Self.size
          if !piece.isEmpty { pieces.append(piece) }
        }
      }
      return pieces
    }
  }
#endif
