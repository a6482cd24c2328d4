public import SalesPipeline

extension Catalog {
  /// The bundled plugins, with the phrases of the tools, for which language files are checked too.
  public static var tools: Catalog { bundled.adding(ToolPhrase.self) }
}
