import PipelineTools

/// Prints the dashboard.
@main
enum DashboardPrinter {
  static func main() async { await PipelineTools.main(.dashboardPrinter) }
}
