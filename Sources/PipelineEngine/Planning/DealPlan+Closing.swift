import PipelinePlugins

/// The fields that closing a deal sets and reopening it resets: the closing date, the forecast entry, the loss reason.
/// The probability follows the stage.
extension DealPlan {
  /// On a change of the stage, sets its start, and resets the loss reason of a reopened deal.
  mutating func arriveIfNeeded(at stage: Stage) {
    guard arrives else { return }
    after.statusSince = before == nil ? after.createdAt ?? moment.at : moment.at
    if stage.outcome.isClosed, let closedAt = moment.closedAt { after.statusSince = closedAt }
    if wasClosed, stage.outcome != .lost, before?.lossReason == after.lossReason { after.lossReason = nil }
  }

  /// Sets the closing date: the given one, else today if the deal closes now, else the existing one.
  mutating func setClosingDay(in stage: Stage) {
    guard stage.outcome.isClosed else {
      if moment.statesClosing {
        refuse(
          .closingDay, "actual_close_date", .closedOnOpenDeal, ["status": stage.key],
          values: ["status": .label(stage.label)])
      }
      if arrives { after.actualCloseDate = nil }
      return
    }
    let had = before.flatMap { planner.stage(of: $0)?.outcome }
    let closesNow = arrives && (!wasClosed || had.map { $0 != stage.outcome } ?? false)
    if let day = moment.closedOn, arrives || moment.statesClosing {
      if !arrives, after.actualCloseDate != day, let closedAt = moment.closedAt { after.statusSince = closedAt }
      after.actualCloseDate = day
    } else if closesNow {
      after.actualCloseDate = moment.today
    }
    guard arrives || before?.actualCloseDate != after.actualCloseDate, let day = after.actualCloseDate else { return }
    checkClosingDay(day)
  }

  private mutating func checkClosingDay(_ day: CivilDate) {
    if day > moment.today, !moment.allowsFutureClosing {
      refuse(
        .closingDay, "actual_close_date", .closedInFuture, ["value": "\(day)", "today": "\(moment.today)"],
        values: ["value": .date(day), "today": .date(moment.today)])
    }
    guard let created = after.createdAt.map(planner.days.civilDate(of:)), day < created else { return }
    refuse(
      .closingDay, "actual_close_date", .closedBeforeCreation, ["value": "\(day)", "created": "\(created)"],
      values: ["value": .date(day), "created": .date(created)])
  }

  /// Sets the forecast entry: a person's own until the deal is closed, else that of a new stage.
  mutating func setForecast(in stage: Stage) {
    setForecastOrigin()
    guard arrives else { return }
    if stage.outcome.isClosed, !wasClosed {
      after.openForecast = before?.forecast
      after.openForecastOrigin = before?.forecastOrigin ?? .stage
    }
    let given = planner.lookups.forecastEntry(stage.forecast)
    if statesForecast {
      // The existing entry is kept.
    } else if stage.outcome == .open, wasClosed {
      restoreForecast(given)
    } else if let given, stage.outcome.isClosed || after.forecastOrigin == .stage {
      after.forecast = given
      after.forecastOrigin = .stage
    }
    guard stage.outcome == .open else { return }
    after.openForecast = nil
    after.openForecastOrigin = .stage
  }

  /// Sets the forecast entry of a reopened deal: the person's own before closing, else the stage's, else the previous
  /// one, else none; never that of the closed stage.
  private mutating func restoreForecast(_ given: String?) {
    let had = after.openForecast.flatMap { planner.lookups.isUsable($0, .forecasting) ? $0 : nil }
    let isPersons = had != nil && after.openForecastOrigin == .person
    after.forecast = isPersons ? had : given ?? had
    after.forecastOrigin = isPersons ? .person : .stage
  }

  /// An entry that a person sets has the origin `person`, even if the value is unchanged.
  mutating func setForecastOrigin() {
    guard statesForecast else { return }
    after.forecastOrigin = after.forecast == nil ? .stage : .person
  }

  /// Whether the change sets or clears the forecast entry.
  private var statesForecast: Bool {
    guard let before else { return after.forecast != nil }
    return assigned.contains(.forecast) || before.forecast != after.forecast
  }
}
