public import PipelinePlugins

extension Catalog {
  /// This catalog with the plugins of this package.
  public var withTemplates: Catalog {
    adding(Catalog.entry(LoggedMemory.self)).adding(Catalog.entry(Sizes.self)).adding(Catalog.entry(ByPeople.self))
      .adding(Catalog.entry(Capped.self)).adding(Catalog.entry(Managers.self)).adding(Catalog.entry(CFAFranc.self))
      .adding(Catalog.entry(SameEveryMonth.self)).adding(Catalog.entry(Markdown.self))
      .adding(Catalog.entry(OpenDeals.self))
  }
}
