@_exported public import PipelineEngine
@_exported public import PipelinePlugins
