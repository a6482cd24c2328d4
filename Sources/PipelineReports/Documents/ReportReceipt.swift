/// The origin of a report's figures. Exporters write it with the report: as a sheet, a section, a JSON member, or a
/// separate file.
public struct ReportReceipt: Hashable, Sendable, Codable {
  private enum CodingKeys: String, CodingKey {
    case definition, scope, person, sequence, counted, excluded, rates, unknown
    case madeAt = "made_at"
    case asOf = "as_of"
    case knownAt = "known_at"
    case configurationSince = "configuration_since"
    case configurationDigest = "configuration_digest"
  }

  /// The definition in canonical form, as JSON.
  public var definition: String
  /// What was asked besides the definition, such as further filters, as JSON; `nil` for nothing.
  public var scope: String?
  /// The acting user.
  public var person: String
  /// When it was made, by the injected clock.
  public var madeAt: Instant
  /// The moment of the report; `nil` for the current state.
  public var asOf: Instant?
  /// The moment up to which the journal was believed; `nil` for all of it.
  public var knownAt: Instant?
  /// The place in the journal up to which changes are in it.
  public var sequence: Int64
  /// The start of the configuration's period; `nil` if the store recorded none.
  public var configurationSince: Instant?
  /// A digest of that configuration, in hexadecimal (FNV-1a of 64 bits over its canonical form).
  public var configurationDigest: String
  /// How many deals the figures count.
  public var counted: Int64
  /// Those counted and not priced, and those left out, by reason.
  public var excluded: [ReportGap]
  /// The rates used, by currency, then day.
  public var rates: [RateUse]
  /// What the journal or the configurations do not know of that moment, one sentence each.
  public var unknown: [LocalizedText]

  /// A receipt.
  public init(
    definition: String, person: String, madeAt: Instant, asOf: Instant? = nil, knownAt: Instant? = nil,
    sequence: Int64 = 0, configurationSince: Instant? = nil, configurationDigest: String = "", counted: Int64 = 0,
    excluded: [ReportGap] = [], rates: [RateUse] = [], unknown: [LocalizedText] = []
  ) {
    self.definition = definition
    self.person = person
    self.madeAt = madeAt
    self.asOf = asOf
    self.knownAt = knownAt
    self.sequence = sequence
    self.configurationSince = configurationSince
    self.configurationDigest = configurationDigest
    self.counted = counted
    self.excluded = excluded
    self.rates = rates
    self.unknown = unknown
  }

  /// The oldest day of the rates used; `nil` where no dated rate was.
  public var oldestRateDay: CivilDate? { rates.compactMap(\.day).min() }
}
