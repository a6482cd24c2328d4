public import PipelinePlugins

extension Desk {
  /// What the pipeline was opened with.
  public var setup: PipelineSetup { pipeline.setup }

  /// Today in the configured time zone.
  public var today: CivilDate { pipeline.today }

  /// The same pipeline as another person works with it.
  public func acting(as user: String) -> Desk { pipeline.acting(as: user) }

  /// The last moment of a day in the configured time zone: what an as-of date means.
  public func endOfDay(_ day: CivilDate) -> Instant { pipeline.endOfDay(day) }
}

extension Desk {
  /// A new identity, later than all before: for operations that may be repeated.
  public func makeID() -> RecordID { pipeline.environment.makeID() }
}
