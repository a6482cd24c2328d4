/// What a status means for the deal; declared by the stage, never inferred from a name or a percentage.
public enum Outcome: String, Hashable, Sendable, CaseIterable {
  /// Still to be decided.
  case open
  /// Closed, and ours.
  case won
  /// Closed, and not ours.
  case lost

  /// Whether it is decided.
  public var isClosed: Bool { self != .open }
}

/// A status's definition in a sales cycle.
public struct Stage: Hashable, Sendable, Codable, Identifiable {
  /// The key.
  public var id: String { key }

  /// The status's key, unique within the cycle.
  public let key: String
  /// What people read.
  public let label: LocalizedText
  /// What the status means.
  public let outcome: Outcome
  /// The default probability of deals in the stage: 100 % for won, 0 % for lost, in between for open.
  public let probability: BasisPoints
  /// The `OpportunityForecasting` entry that a deal gets on arriving here; `nil` leaves it as it is.
  public let forecast: String?
  /// The statuses a deal may go to from here; `nil` allows any, an empty list none.
  public let next: [String]?
  /// The fields that must be filled before a deal may be here.
  public let requires: [FieldName]
  /// The other sales cycles whose deals may enter here directly; deals of any other cycle may enter the first stage.
  public let from: [String]
  /// Keys that this stage had before: deals that are still in them move here when the store is opened for writing.
  public let was: [String]

  /// A stage.
  ///
  /// - Parameter probability: Taken for open stages only; won is 100 %, lost is 0 %.
  public init(
    _ key: String, label: LocalizedText? = nil, outcome: Outcome = .open, probability: BasisPoints = .zero,
    forecast: String? = nil, next: [String]? = nil, requires: [FieldName] = [], from: [String] = [],
    was: [String] = []
  ) {
    self.key = key
    self.label = label ?? LocalizedText(key)
    self.outcome = outcome
    self.probability =
      switch outcome {
      case .open: probability
      case .won: .full
      case .lost: .zero
      }
    self.forecast = forecast ?? (outcome == .open ? nil : outcome == .won ? "closed" : "omitted")
    self.next = next
    self.requires = requires
    self.from = from
    self.was = was
  }
}

/// A sales cycle: the stages of a kind of deal.
public struct SalesCycle: Hashable, Sendable {
  /// The cycle's key.
  public let key: String
  /// What people read.
  public let label: LocalizedText
  /// How many days after its creation a deal that a person makes is expected to close.
  public let closeDateDays: Int
  /// The stages in order; a new deal starts in the first.
  public let stages: [Stage]

  /// A cycle.
  public init(_ key: String, label: LocalizedText? = nil, closeDateDays: Int = 42, stages: [Stage]) {
    self.key = key
    self.label = label ?? LocalizedText(key)
    self.closeDateDays = closeDateDays
    self.stages = stages
  }

  /// The stages that a deal of another sales cycle may enter.
  public func entrances(from cycle: String) -> [Stage] {
    stages.enumerated().filter { $0 == 0 || $1.from.contains(cycle) }.map(\.element)
  }

  /// The stage of a status; `nil` if there is none. O(number of stages).
  public func stage(_ status: String) -> Stage? { stages.first { $0.key == status } }

  /// The stage with a key, else the one that had it before ("was"): of a deal that no writer has moved since the key was changed.
  public func presentStage(_ status: String) -> Stage? {
    stage(status) ?? stages.first { $0.was.contains(status) }
  }
}

/// What a forecast entry counts as.
public enum ForecastCategory: String, Hashable, Sendable, CaseIterable {
  /// In the funnel, but in no forecast total.
  case omitted
  /// Early or uncertain.
  case pipeline
  /// Likely, if things go well.
  case bestCase = "best_case"
  /// Promised.
  case commit
  /// Done.
  case closed
}
