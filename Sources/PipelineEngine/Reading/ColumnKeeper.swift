import PipelinePlugins
actor ColumnKeeper { init(setup: PipelineSetup, store: any Store) {} }
