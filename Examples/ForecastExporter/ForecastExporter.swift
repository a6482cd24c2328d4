import PipelineTools

/// Exports a forecast report.
@main
enum ForecastExporter {
  static func main() async { await PipelineTools.main(.forecastExporter) }
}
