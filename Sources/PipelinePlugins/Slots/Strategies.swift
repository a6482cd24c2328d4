/// Computes the weight of open deals: the product of a weighting plugin. Won deals have a weight of 100 %, lost deals
/// of 0 %.
///
/// The contract is `Documentation/Contracts/Weighting.md`.
public protocol WeightingStrategy: Sendable {
  /// The weight, as a function of declared dimensions.
  var weight: Derivation<Weight> { get }
}

/// A weight from 0 to 1, in parts per million.
public struct Weight: Hashable, Comparable, Sendable {
  /// The parts per million, `0...1_000_000`.
  public let partsPerMillion: Int32

  /// Creates a weight; values out of range are clamped.
  public init(partsPerMillion: Int) { self.partsPerMillion = Int32(min(max(partsPerMillion, 0), 1_000_000)) }

  /// Creates a weight from a probability.
  public init(_ share: BasisPoints) { self.init(partsPerMillion: Int(share.value) * 100) }

  /// A weight of 0.
  public static let zero = Weight(partsPerMillion: 0)
  /// A weight of 1.
  public static let full = Weight(partsPerMillion: 1_000_000)

  /// Orders by size.
  public static func < (left: Self, right: Self) -> Bool { left.partsPerMillion < right.partsPerMillion }
}

/// Computes the probability of open deals: the product of a probability plugin. Of several rules, the first answer is
/// used.
///
/// The contract is `Documentation/Contracts/Probability.md`.
public enum ProbabilityRule: Sendable {
  /// Evaluated when a deal is created or changes its stage, or a person sets or clears its probability. The answer is
  /// stored with its origin, and journalled.
  case onChange(@Sendable (ProbabilityMoment) -> ProbabilityAnswer?)
  /// Evaluated on reading, and not stored. `nil` means the stored probability.
  case onReading(Derivation<BasisPoints?>)
}

/// The input of a probability rule when a deal changes.
public struct ProbabilityMoment: Sendable {
  /// The probability that a person set, now or before; `nil` if none.
  public let stated: BasisPoints?
  /// The open stage of the deal.
  public let stage: Stage
  /// The deal after the change.
  public let deal: OpportunityBody
  /// The instant of the change.
  public let at: Instant

  /// Creates an input.
  public init(stated: BasisPoints?, stage: Stage, deal: OpportunityBody, at: Instant) {
    self.stated = stated
    self.stage = stage
    self.deal = deal
    self.at = at
  }
}

/// A probability and its origin.
public struct ProbabilityAnswer: Hashable, Sendable {
  /// The probability.
  public let value: BasisPoints
  /// The origin.
  public let origin: ProbabilityOrigin

  /// Creates an answer.
  public init(_ value: BasisPoints, _ origin: ProbabilityOrigin) {
    self.value = value
    self.origin = origin
  }
}

/// Selects the changes that people see in a record's history: the product of a history plugin. The journal is always
/// complete.
///
/// Of several policies, any may keep a change. The contract is `Documentation/Contracts/History.md`.
public protocol HistoryPolicy: Sendable {
  /// Returns whether a change is in the history. Must be a pure function.
  func keeps(_ change: FieldChange, of edit: RecordEdit) -> Bool

  /// Whether the policy seals the writes of records, so that later changes of the journal are found. `false` by default.
  /// Of several policies, one may seal.
  var seals: Bool { get }

  /// Returns the seal of a write, of which each record has a chain: a function of the link and the seal before it, which
  /// nobody can find two different inputs for. Must be a pure function of its parameters and the policy's settings.
  ///
  /// - Parameters:
  ///   - link: The write. It has commitments to values instead of the values.
  ///   - previous: The seal of the record's previous write; `nil` for the first one that is sealed.
  func seal(_ link: RecordEdit.Link, after previous: String?) -> String
}

extension HistoryPolicy {
  /// No.
  public var seals: Bool { false }

  /// No text.
  public func seal(_ link: RecordEdit.Link, after previous: String?) -> String { "" }
}

/// The edit of a change.
public struct RecordEdit: Hashable, Sendable {
  /// The kind of record.
  public let kind: RecordKind
  /// The creation of the record; `nil` if unknown.
  public let createdAt: Instant?
  /// The instant of the edit.
  public let at: Instant
  /// The author of the edit.
  public let author: String

  /// Creates an edit.
  public init(kind: RecordKind, createdAt: Instant?, at: Instant, author: String) {
    self.kind = kind
    self.createdAt = createdAt
    self.at = at
    self.author = author
  }
}

/// Supplies the entries of a lookup table: the product of a lookup plugin. The engine copies them into the store.
///
/// The contract is `Documentation/Contracts/Lookups.md`.
public protocol LookupSource: Sendable {
  /// Whether people edit the table through the SDK. The entries are then a seed, stored once, when the table is
  /// created.
  var isEditable: Bool { get }

  /// Returns the entries, in order; keys are unique.
  /// - Throws: ``SourceError``.
  func entries() async throws -> [LookupEntry]
}
