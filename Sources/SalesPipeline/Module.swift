@_exported public import PipelineConfig
@_exported public import PipelineDomain
@_exported public import PipelineEngine
@_exported public import PipelineReports

// Of the plugin API, what an app meets: the setup, who may see what, and the store's errors. `import PipelinePlugins`
// beside `import SalesPipeline` shows the rest, to the author of a plugin.
@_exported public import struct PipelinePlugins.AccessGrant
@_exported public import struct PipelinePlugins.Cursor
@_exported public import struct PipelinePlugins.DashboardSetup
@_exported public import enum PipelinePlugins.DealReach
@_exported public import struct PipelinePlugins.DashboardWidget
@_exported public import struct PipelinePlugins.LookupBinding
@_exported public import struct PipelinePlugins.PipelineSetup
@_exported public import enum PipelinePlugins.StoreError
@_exported public import enum PipelinePlugins.StoreMode
@_exported public import struct PipelinePlugins.VersionConflict
@_exported public import struct PipelineSettings.Catalog
@_exported public import struct PipelineSettings.Diagnostic
@_exported public import struct PipelineSettings.Diagnostics
@_exported public import struct PipelineTabular.ImportMapping
@_exported public import enum PipelineTabular.ImportKind
