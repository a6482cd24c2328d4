import PipelinePlugins

/// The configuration at a moment.
struct ConfigurationInForce: Sendable {
  let setup: PipelineSetup
  /// The start of its period; `nil` if it is not recorded.
  let since: Instant?
  /// The digest of its canonical form; empty if there is none.
  let digest: String
  /// Whether the store recorded it for the moment; otherwise it is the nearest recorded one.
  let isKnown: Bool
}

extension Pipeline {
  /// The configuration at a moment; for the current state, the one that the pipeline was opened with.
  func configuration(at moment: PastMoment?, _ parts: StoreCache) throws -> ConfigurationInForce {
    guard let moment else {
      return ConfigurationInForce(
        setup: setup, since: try presentSince(parts), digest: present.digest, isKnown: true)
    }
    let revisions = try parts.history(.configuration)?.records(
      ConfigurationBody.fields, at: PastMoment(asOf: .distantFuture, knownAt: moment.knownAt)
    ).sorted { ($0.body.since, $0.id) < ($1.body.since, $1.id) }
    let inForce = revisions?.last { $0.body.since <= moment.asOf }
    guard let chosen = inForce ?? revisions?.first else {
      return ConfigurationInForce(setup: setup, since: nil, digest: present.digest, isKnown: false)
    }
    let text = chosen.body.text
    guard text != present.text, let then = setup.revive(text) else {
      return ConfigurationInForce(
        setup: setup, since: chosen.body.since, digest: Self.digest(text),
        isKnown: inForce != nil && text == present.text)
    }
    return ConfigurationInForce(
      setup: then, since: chosen.body.since, digest: Self.digest(text), isKnown: inForce != nil)
  }

  /// The start of the current configuration's period; `nil` if it is not recorded.
  private func presentSince(_ parts: StoreCache) throws -> Instant? {
    guard let cached = parts.records(.configuration) else { return nil }
    if let known = since.withLock({ $0 }), known.revision == cached.revision { return known.since }
    let found = try cached.records(ConfigurationBody.fields)
      .sorted { ($0.body.since, $0.id) < ($1.body.since, $1.id) }.last { $0.body.text == present.text }?.body.since
    since.withLock { $0 = (cached.revision, found) }
    return found
  }

  /// The recorded configurations, oldest first.
  func remembered() async throws -> [(since: Instant, text: String)] {
    var all: [(since: Int64, id: RecordID, text: String)] = []
    try await eachPage(of: .configuration, fields: ["since", "text"]) { page in
      guard case .integers(let since)? = page.columns.first,
        case .texts(let codes, let dictionary)? = page.columns.last
      else { return }
      for (row, code) in codes.enumerated() where code < dictionary.count {
        all.append((since[row], page.ids[row], dictionary[Int(code)]))
      }
    }
    return all.sorted { ($0.since, $0.id) < ($1.since, $1.id) }
      .map { (Instant(microsecondsSince1970: $0.since), $0.text) }
  }

  /// The 64-bit FNV-1a hash in hexadecimal (Fowler, Noll, Vo; draft-eastlake-fnv). It distinguishes configurations and
  /// contains no secrets.
  static func digest(_ text: String?) -> String {
    guard let text else { return "" }
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

extension Instant {
  /// After every instant in a journal.
  static let distantFuture = Instant(microsecondsSince1970: .max)
}
