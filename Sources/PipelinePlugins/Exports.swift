@_exported public import PipelineDomain
@_exported public import PipelineReports
@_exported public import PipelineSettings
@_exported public import PipelineTabular
