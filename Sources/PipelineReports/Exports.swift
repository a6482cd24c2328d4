@_exported public import PipelineDomain
