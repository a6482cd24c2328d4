// Stands in until the configuration branch lands its own PipelineSetup: that branch deletes this file and keeps these names.
public import Logging
public struct PipelineSetup: Sendable {
  public var workspace = "default"
  public var salesCycles: [SalesCycle]
  public var baseCurrency = Currency.usd
  public var timeZone = "UTC"
  public var storage: any StorageDriver
  public var lookups: [LookupTableName: any LookupSource] = [:]
  public var history: [any HistoryPolicy] = []
  public var probability: [ProbabilityRule] = []
  public var logger = Logger(label: "x")
  public var digest = ""
  public var canonicalText = ""
}
