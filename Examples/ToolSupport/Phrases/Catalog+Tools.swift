public import SalesPipeline

extension Catalog {
  /// The bundled plugins, and the phrases that the tools print: a language file is checked for them too.
  public static var tools: Catalog { bundled.adding(ToolPhrase.self) }
}
