/// Gives open deals their weight: what a weighting plugin makes. Won deals weigh 100 %, lost ones nothing.
///
/// The contract stands in `Documentation/Contracts/Weighting.md`.
public protocol WeightingStrategy: Sendable {
  /// The weight, as a function of declared dimensions.
  var weight: Derivation<Weight> { get }
}

/// A weight in parts per million, within 0 to 1.
public struct Weight: Hashable, Comparable, Sendable {
  /// Parts per million, `0...1_000_000`.
  public let partsPerMillion: Int32

  /// A weight; values out of range become the nearest in range.
  public init(partsPerMillion: Int) { self.partsPerMillion = Int32(min(max(partsPerMillion, 0), 1_000_000)) }

  /// A probability as a weight.
  public init(_ share: BasisPoints) { self.init(partsPerMillion: Int(share.value) * 100) }

  /// Counts nothing.
  public static let zero = Weight(partsPerMillion: 0)
  /// Counts in full.
  public static let full = Weight(partsPerMillion: 1_000_000)

  /// Orders by size.
  public static func < (left: Self, right: Self) -> Bool { left.partsPerMillion < right.partsPerMillion }
}

/// Gives open deals their probability: what a probability plugin makes. Of an ordered list the first that answers wins.
///
/// The contract stands in `Documentation/Contracts/Probability.md`.
public enum ProbabilityRule: Sendable {
  /// Evaluated when a deal is created, comes to another stage, or a person sets or clears its probability. The answer is
  /// stored with its origin and journalled.
  case onChange(@Sendable (ProbabilityMoment) -> ProbabilityAnswer?)
  /// Evaluated on reading, never stored. `nil` leaves the stored probability.
  case onReading(Derivation<BasisPoints?>)
}

/// What a probability rule knows when a deal changes.
public struct ProbabilityMoment: Sendable {
  /// A person's own figure, given now or before.
  public let stated: BasisPoints?
  /// The open stage that the deal is in.
  public let stage: Stage
  /// The deal as it will be.
  public let deal: OpportunityBody
  /// When.
  public let at: Instant

  /// A moment.
  public init(stated: BasisPoints?, stage: Stage, deal: OpportunityBody, at: Instant) {
    self.stated = stated
    self.stage = stage
    self.deal = deal
    self.at = at
  }
}

/// A probability and where it comes from.
public struct ProbabilityAnswer: Hashable, Sendable {
  /// The probability.
  public let value: BasisPoints
  /// Where it comes from.
  public let origin: ProbabilityOrigin

  /// An answer.
  public init(_ value: BasisPoints, _ origin: ProbabilityOrigin) {
    self.value = value
    self.origin = origin
  }
}

/// Says which changes people see in a record's history: what a history plugin makes. The journal beneath is always complete.
///
/// Of a list, history keeps what any policy keeps. The contract stands in `Documentation/Contracts/History.md`.
public protocol HistoryPolicy: Sendable {
  /// Whether a change belongs in the history. Pure.
  func keeps(_ change: FieldChange, of edit: RecordEdit) -> Bool
}

/// The edit that a change is part of.
public struct RecordEdit: Hashable, Sendable {
  /// The kind of record.
  public let kind: RecordKind
  /// When the record was made; `nil` where it is unknown.
  public let createdAt: Instant?
  /// When the edit is made.
  public let at: Instant
  /// Who makes it.
  public let author: String

  /// An edit.
  public init(kind: RecordKind, createdAt: Instant?, at: Instant, author: String) {
    self.kind = kind
    self.createdAt = createdAt
    self.at = at
    self.author = author
  }
}

/// Supplies a lookup table's entries: what a lookup plugin makes. The engine mirrors them in the store.
///
/// The contract stands in `Documentation/Contracts/Lookups.md`.
public protocol LookupSource: Sendable {
  /// Whether people edit the table through the SDK. Then the entries are a seed, applied once, when the table is first made.
  var isEditable: Bool { get }

  /// The entries, in order; keys are unique.
  /// - Throws: ``SourceError``.
  func entries() async throws -> [LookupEntry]
}
