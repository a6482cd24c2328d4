@_exported public import PipelineDomain
@_exported public import PipelineSettings
