@_exported public import PipelineConfig
@_exported public import PipelineEngine
@_exported public import PipelinePlugins
