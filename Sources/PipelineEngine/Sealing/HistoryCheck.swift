public import PipelinePlugins

extension Pipeline {
  /// What was found in a sealed history.
  public struct HistoryCheck: Hashable, Sendable {
    /// The number of writes in the journal.
    public internal(set) var writes = 0
    /// The number of writes that are sealed, or whose seal is in the entry of the deletion before them.
    public internal(set) var sealed = 0
    /// What is wrong, up to ``mostFindings``.
    public internal(set) var findings: [Finding] = []
    /// How much is wrong.
    public internal(set) var findingCount = 0

    /// The greatest number of ``findings``.
    public static let mostFindings = 100

    /// Whether nothing is wrong.
    public var isIntact: Bool { findingCount == 0 }

    mutating func add(_ finding: Finding) {
      findingCount += 1
      if findings.count < Self.mostFindings { findings.append(finding) }
    }
  }

  /// The digest of a journal, to be kept outside of the store: without it, nobody can see that the newest entries are gone
  /// or that the whole journal was written anew.
  public struct HistoryDigest: Hashable, Sendable, Codable {
    /// The number of writes that it covers, from the first.
    public let writes: Int
    /// The SHA-256 digest of their seals, and of all that is not sealed, in the order of the journal.
    public let sha256: String

    /// A digest.
    public init(writes: Int, sha256: String) {
      self.writes = writes
      self.sha256 = sha256
    }
  }

  /// A history cannot be checked: no history policy of the configuration seals it.
  public struct HistoryNotSealed: ExplainedError, Hashable {
    /// One line for people, with what to do.
    public var explanation: LocalizedText { LocalizedText(ErrorPhrase.historyNotSealed) }
  }
}

extension Pipeline.HistoryCheck {
  /// What is wrong with a record's history.
  public enum Problem: String, Hashable, Sendable, CaseIterable {
    /// An entry is not what was sealed.
    case changed
    /// An entry is missing, or at another place.
    case missing
    /// A write is not sealed although writes before it are.
    case unsealed
    /// The record is not what its journal says.
    case recordDiffers = "record_differs"
    /// The journal ends before the last write of the digest.
    case truncated
    /// The journal is another one than that of the digest.
    case digestDiffers = "digest_differs"
  }

  /// A place where something is wrong.
  public struct Finding: Hashable, Sendable, ExplainedError {
    /// What is wrong.
    public let problem: Problem
    /// The kind of record; `nil` where it is the whole journal.
    public let kind: RecordKind?
    /// The record.
    public let record: RecordID?
    /// The version of the record.
    public let version: Int64?

    init(_ problem: Problem, _ key: RecordKey? = nil, _ version: Int64? = nil) {
      self.problem = problem
      kind = key?.kind
      record = key?.id
      self.version = version
    }

    /// One line for people.
    public var explanation: LocalizedText {
      let values: [String: PhraseValue] = [
        "kind": .label(Refusal.Subject.label(of: kind)), "record": .text(record.map { "\($0)" } ?? ""),
        "version": .text(version.map { "\($0)" } ?? ""),
      ]
      return switch problem {
      case .changed: LocalizedText(ErrorPhrase.historyChanged, values)
      case .missing: LocalizedText(ErrorPhrase.historyMissing, values)
      case .unsealed: LocalizedText(ErrorPhrase.historyUnsealed, values)
      case .recordDiffers: LocalizedText(ErrorPhrase.historyRecordDiffers, values)
      case .truncated: LocalizedText(ErrorPhrase.historyTruncated)
      case .digestDiffers: LocalizedText(ErrorPhrase.historyDigestDiffers)
      }
    }
  }
}
