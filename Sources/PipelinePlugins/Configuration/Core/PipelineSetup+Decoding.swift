public import Logging

extension PipelineSetup {
  /// The sections of a configuration, in the order of the reference page.
  public static var sections: [SettingDescription] { ConfigurationFile.descriptions }

  /// Decodes and checks a configuration. All errors are reported to the context.
  ///
  /// - Returns: `nil` if there are errors.
  public static func decode(
    _ node: ConfigNode, _ context: inout DecodingContext, logger: Logger
  ) -> PipelineSetup? {
    for diagnostic in context.catalog.diagnostics { context.diagnostics.add(diagnostic) }
    guard var file = ConfigurationFile.decode(node, &context) else { return nil }
    guard !context.diagnostics.hasErrors else { return nil }
    file.resolveDefaults(node, &context)
    var setup = file.setup(node, &context, logger)
    setup?.revive = { [surroundings = context.surroundings, catalog = context.catalog] text in
      guard let node = ConfigNode(json: text) else { return nil }
      var context = DecodingContext(file: nil, surroundings: surroundings, catalog: catalog)
      return decode(node, &context, logger: logger)
    }
    return setup
  }
}

extension ConfigurationFile {
  /// Resolves the default plugins of sections that are not configured.
  mutating func resolveDefaults(_ node: ConfigNode, _ context: inout DecodingContext) {
    if node.given("exporters") == nil { exporters = .all(of: context.catalog) }
    for index in history.indices { history[index].resolve(&context) }
    for index in probability.indices { probability[index].resolve(&context) }
    weighting.resolve(&context)
    access.resolve(&context)
    for index in exporters.choices.indices { exporters.choices[index].resolve(&context) }
  }

  /// Creates the plugins and the setup.
  func setup(_ node: ConfigNode, _ context: inout DecodingContext, _ logger: Logger) -> PipelineSetup? {
    let cycles = salesCycles.map { key, cycle in cycle.cycle(key) }
    var world = PluginContext(
      baseFolder: context.surroundings.baseFolder, workspace: workspace.text, locale: locale,
      baseCurrency: currency.base, calendar: calendar.setup, salesCycles: cycles,
      environment: context.surroundings.environment, logger: logger)
    guard let storage = storage?.make(world, &context) else { return nil }
    var setup = PipelineSetup(
      name: name, workspace: workspace.text, locale: locale, baseCurrency: currency.base, calendar: calendar.setup,
      storage: storage, salesCycles: cycles,
      dashboard: DashboardSetup(
        widgets: dashboard.widgets, period: dashboard.period, waterfall: dashboard.waterfall,
        stuckAfter: dashboard.stuckAfter),
      reports: reports.map { name, section in section.report(name) })
    setup.languages = languages.map(\.file.phrasebook)
    // If a default plugin is not in the catalog, the setup's built-in default with the same behaviour is kept.
    if history.allSatisfy({ $0.prepared != nil }) { setup.history = policies(world, &context) }
    if probability.allSatisfy({ $0.prepared != nil }) {
      setup.probability = probability.compactMap { $0.make(world, &context) }
    }
    if let weighting = weighting.make(world, &context) { setup.weighting = weighting }
    if let access = access.make(world, &context) { setup.access = access }
    setup.rates = rates?.make(world, &context)
    setup.targets = targets?.make(world, &context)
    setup.ratesOfOpenDeals = currency.openDealsAt
    setup.ratesOfClosedDeals = currency.closedDealsAt
    for choice in exporters.choices { setup.exporters[choice.name] = choice.make(world, &context) }
    setup.widgets = widgets(world, &context)
    checkWidgets(node, setup, &context)
    for (key, choice) in lookups.byTable.pairs {
      world.table = LookupTableName(rawValue: key)
      guard let table = world.table, let source = choice.make(world, &context) else { continue }
      setup.lookups.append(LookupBinding(table, source))
    }
    setup.definition = ConfigurationDefinition(file: context.file, written: node, effective: canonical)
    return context.diagnostics.hasErrors ? nil : setup
  }
}

extension ConfigurationFile {
  /// The history policies. Of policies that seal there is one, and it leaves the choice of what people see to the default.
  private func policies(_ world: PluginContext, _ context: inout DecodingContext) -> [any HistoryPolicy] {
    var policies: [any HistoryPolicy] = []
    var sealing: String?
    for choice in history {
      guard let policy = choice.make(world, &context) else { continue }
      policies.append(policy)
      guard policy.seals else { continue }
      if let sealing {
        context.report(
          .invalid, "'\(sealing)' and '\(choice.name)' both seal the history", hint: "keep one of them",
          at: choice.mark)
      }
      sealing = choice.name
    }
    if sealing != nil, policies.count == 1 { policies += PipelineSetup.standardHistory }
    return policies
  }

  /// The widgets of the catalog's plugins, which have no settings in the file.
  private func widgets(_ world: PluginContext, _ context: inout DecodingContext) -> [any WidgetSource] {
    context.catalog.entries(of: Slot<any WidgetSource>.widgets.name).compactMap { entry in
      do {
        return try entry.prepare(ConfigNode(.null), &context)?.make(world) as? any WidgetSource
      } catch {
        context.report(.invalid, "widget '\(entry.name)': \(error)", at: .start)
        return nil
      }
    }
  }

  /// Reports unknown names of widgets.
  private func checkWidgets(_ node: ConfigNode, _ setup: PipelineSetup, _ context: inout DecodingContext) {
    guard let list = node["dashboard"]?.value["widgets"]?.value, case .sequence(let items) = list.content else {
      return
    }
    let known = setup.knownWidgets.map(\.rawValue)
    for item in items {
      guard case .scalar(let name, _) = item.content, !known.contains(name) else { continue }
      context.report(
        .unknownName, "there is no widget '\(name.clipped(to: 40))'",
        hint: nearest(name, in: known).map { "did you mean '\($0)'?" as Wording }
          ?? "there are: \(known.joined(separator: ", "))", at: item.mark)
    }
  }
}

extension PipelineSetup {
  /// The names of widgets in a dashboard: built-in widgets, those of plugins, and reports.
  public var knownWidgets: [DashboardWidget] {
    DashboardWidget.builtIn + widgets.map { DashboardWidget(rawValue: $0.name) }
      + reports.map { DashboardWidget(rawValue: $0.name) }
  }
}
