import PipelinePlugins
import PipelineTesting
import TemplatePlugins
import Testing

/// Each plugin against the contract of its slot.
@Suite("The contracts of the slots")
struct ContractTests {
  let context = PluginContext()

  private func expect<Trial>(_ promises: [Promise<Trial>], _ trial: () throws -> Trial) async throws {
    for report in try await promises.check(trial) { #expect(report.verdict.breach == nil, "\(report)") }
  }

  @Test("storage")
  func storage() async throws {
    try await expect(StorageContract.promises) { StorageTrial(LoggedMemory.make(NoSettings(), context)) }
  }

  @Test("lookups")
  func lookups() async throws {
    let context = context
    try await expect(LookupContract.promises) { LookupTrial(make: { Sizes.make(Sizes.Settings(), context) }) }
  }

  @Test("history")
  func history() async throws {
    var settings = ByPeople.Settings()
    settings.except = ["sync"]
    try await expect(HistoryContract.promises) { HistoryTrial(ByPeople.make(settings, context)) }
  }

  @Test("weighting")
  func weighting() async throws {
    try await expect(WeightingContract.promises) {
      WeightingTrial(Capped.make(Capped.Settings(), context), claims: [.risesWithProbability])
    }
  }

  @Test("access")
  func access() async throws {
    var settings = Managers.Settings()
    settings.names = ["eva"]
    let (managers, context) = (settings, context)
    try await expect(AccessContract.promises) {
      AccessTrial(people: ["eva"], expected: ["eva": .everything], make: { Managers.make(managers, context) })
    }
  }

  @Test("rates")
  func rates() async throws {
    let context = context
    try await expect(RateContract.promises) { RateTrial(make: { CFAFranc.make(NoSettings(), context) }) }
  }

  @Test("targets")
  func targets() async throws {
    var settings = SameEveryMonth.Settings()
    (settings.owner, settings.year, settings.amount) = ("anna", "2026", "10000")
    let (chosen, context) = (settings, context)
    #expect(try await SameEveryMonth.make(chosen, context).targets().count == 12)
    try await expect(TargetContract.promises) {
      TargetTrial(calendar: context.calendar, make: { try SameEveryMonth.make(chosen, context) })
    }
  }

  @Test("exporters")
  func exporters() async throws {
    let context = context
    // Most promises are about what is in the file: without `read` they are skipped.
    try await expect(ExportContract.promises) {
      ExportTrial(
        claims: [.writesSections], read: MarkdownReading.read, make: { Markdown.make(NoSettings(), context) })
    }
  }
}
