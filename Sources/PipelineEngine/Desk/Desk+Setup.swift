public import PipelinePlugins
import PipelineTelemetry

extension Desk {
  /// The configuration of the pipeline.
  public var setup: PipelineSetup { pipeline.setup }

  /// What the pipeline logs, counts and traces.
  var telemetry: Telemetry { pipeline.telemetry }

  /// The current day in the configured time zone.
  public var today: CivilDate { pipeline.today }

  /// Returns the session of another user.
  public func acting(as user: String) -> Desk { pipeline.acting(as: user) }

  /// Returns the last instant of a day in the configured time zone, which is the meaning of an as-of date.
  public func endOfDay(_ day: CivilDate) -> Instant { pipeline.endOfDay(day) }

  /// Returns the day of an instant in the configured time zone.
  public func civilDate(of instant: Instant) -> CivilDate { pipeline.civilDate(of: instant) }
}

extension Desk {
  /// Returns a new identity, greater than all previous ones, for the `operation` of a command.
  public func makeID() -> RecordID { pipeline.environment.makeID() }
}
