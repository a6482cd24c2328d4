public import PipelinePlugins

extension Desk {
  /// What the pipeline was opened with.
  public var setup: PipelineSetup { pipeline.setup }

  /// Today in the configured time zone.
  public var today: CivilDate { pipeline.today }
}
