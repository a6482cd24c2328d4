@_exported public import PipelineAnalytics
@_exported public import PipelineConfig
@_exported public import PipelineEngine
@_exported public import PipelinePlugins
