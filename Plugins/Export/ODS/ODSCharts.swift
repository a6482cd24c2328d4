#if ODS
  import PipelinePlugins

  /// A chart of a spreadsheet, as an object within it (OpenDocument 1.2, part 1, 11), and the cells that it draws.
  struct ODSChart {
    /// Its place among the charts of the document, from 1.
    let number: Int
    let chart: SheetChart
    let sheet: SheetBook.Sheet
    /// The sheet with its numbers: the table's own, or that of the chart data.
    let dataSheet: String
    /// The row of the headers of its numbers, counted from 0.
    let header: Int
    private let category: Int
    private let columns: [Int]

    /// The charts of a document, in order. Numbers that are in no table follow each other on the sheet of chart data.
    static func all(_ layout: SheetBook) -> [ODSChart] {
      var charts: [ODSChart] = []
      var row = 0
      for sheet in layout.sheets {
        for chart in sheet.charts {
          let number = charts.count + 1
          if let direct = chart.direct {
            charts.append(
              ODSChart(
                number: number, chart: chart, sheet: sheet, dataSheet: sheet.name, header: sheet.table.headerRow,
                category: direct.category, columns: direct.series))
          } else {
            charts.append(
              ODSChart(
                number: number, chart: chart, sheet: sheet, dataSheet: layout.chartDataName, header: row + 1,
                category: 0, columns: Array(1...max(1, chart.series.count))))
            row += chart.categories.count + 3
          }
        }
      }
      return charts
    }

    /// Its title: that of the sheet, and the value that the drawn rows share.
    var title: String { chart.title(on: sheet.title) }

    /// Whether its numbers are on the sheet of chart data.
    var hasOwnData: Bool { chart.direct == nil }

    /// The folder of the object in the archive.
    var folder: String { "Object \(number)" }

    static let (width, height) = (17.0, 9.0)

    /// The frame on the sheet, beside the table; charts of a sheet are below each other.
    ///
    /// - Parameter place: The chart's place among those of its sheet, from 0.
    func frame(_ place: Int) -> String {
      let x = ODSText.centimetres(sheet.widths.reduce(0, +) * 0.21 + 0.8)
      let y = ODSText.centimetres(Double(sheet.table.headerRow) * 0.46 + 0.4 + Double(place) * (Self.height + 0.6))
      return "<draw:frame draw:z-index=\"\(place)\" draw:name=\"\(XMLText.escaped("\(title) \(number)"))\" "
        + "svg:x=\"\(x)cm\" svg:y=\"\(y)cm\" svg:width=\"\(ODSText.centimetres(Self.width))cm\" "
        + "svg:height=\"\(ODSText.centimetres(Self.height))cm\"><draw:object "
        + "draw:notify-on-update-of-ranges=\"\(XMLText.escaped(range(category) + " " + columns.map(range).joined(separator: " ")))\" "
        + "xlink:href=\"./\(folder)\" xlink:type=\"simple\" xlink:show=\"embed\" xlink:actuate=\"onLoad\"/>"
        + "<svg:title>\(XMLText.escaped(title))</svg:title></draw:frame>"
    }

    private func cell(_ column: Int, _ row: Int) -> String {
      "'\(dataSheet.replacing("'", with: "''"))'.\(SheetText.columnName(column))\(row + 1)"
    }

    private func range(_ column: Int) -> String {
      "\(cell(column, header + 1)):\(cell(column, header + chart.categories.count))"
    }

    /// The object's content.
    var content: String {
      let series = zip(chart.series, columns).enumerated().map { index, one in
        "<chart:series chart:style-name=\"s\(index)\" chart:class=\"chart:bar\" "
          + (Self.isHidden(one.0.role) ? "loext:hide-legend=\"true\" " : "")
          + "chart:values-cell-range-address=\"\(XMLText.escaped(range(one.1)))\" "
          + "chart:label-cell-address=\"\(XMLText.escaped(cell(one.1, header)))\">"
          + "<chart:data-point chart:repeated=\"\(chart.categories.count)\"/></chart:series>"
      }.joined()
      let size =
        "svg:width=\"\(ODSText.centimetres(Self.width))cm\" svg:height=\"\(ODSText.centimetres(Self.height))cm\""
      return Parts.objectStart + "<office:automatic-styles>\(styles)</office:automatic-styles><office:body>"
        + "<office:chart><chart:chart \(size) xlink:href=\"..\" xlink:type=\"simple\" chart:class=\"chart:bar\" "
        + "chart:style-name=\"whole\"><chart:title chart:style-name=\"title\"><text:p>\(XMLText.escaped(title))</text:p>"
        + "</chart:title><chart:legend chart:legend-position=\"bottom\" chart:style-name=\"legend\"/>"
        + "<chart:plot-area chart:style-name=\"plot\" chart:data-source-has-labels=\"both\">"
        + "<chart:axis chart:dimension=\"x\" chart:name=\"primary-x\" chart:style-name=\"names\">"
        + "<chart:categories table:cell-range-address=\"\(XMLText.escaped(range(category)))\"/></chart:axis>"
        + "<chart:axis chart:dimension=\"y\" chart:name=\"primary-y\" chart:style-name=\"values\">"
        + (isFunnel ? "" : "<chart:grid chart:class=\"major\" chart:style-name=\"grid\"/>") + "</chart:axis>\(series)"
        + "<chart:wall chart:style-name=\"wall\"/></chart:plot-area></chart:chart></office:chart></office:body></office:document-content>"
    }

    private var isFunnel: Bool { chart.kind == .funnel }

    private var styles: String {
      func style(_ name: String, _ inner: String) -> String {
        "<style:style style:name=\"\(name)\" style:family=\"chart\">\(inner)</style:style>"
      }
      let stacked = [.funnel, .stackedColumns, .waterfall].contains(chart.kind)
      let over = stacked || chart.kind == .nestedColumns
      let plot =
        "<style:chart-properties chart:vertical=\"\(isFunnel)\" chart:stacked=\"\(stacked)\" "
        + "chart:overlap=\"\(over ? 100 : 0)\" chart:gap-width=\"\(chart.kind == .columns ? 80 : 45)\" "
        + "chart:include-hidden-cells=\"true\" chart:auto-position=\"true\" chart:auto-size=\"true\"/>"
      let text = "<style:text-properties fo:font-size=\"9pt\"/>"
      let names = "<style:chart-properties chart:display-label=\"true\" chart:reverse-direction=\"\(isFunnel)\"/>"
      let values =
        "<style:chart-properties chart:display-label=\"\(!isFunnel)\" chart:visible=\"\(!isFunnel)\" "
        + "chart:overlap=\"\(over ? 100 : 0)\" chart:gap-width=\"\(chart.kind == .columns ? 80 : 45)\"/>"
      let noLine = "<style:graphic-properties draw:stroke=\"none\"/>"
      return style(
        "whole", "<style:graphic-properties draw:stroke=\"none\" draw:fill=\"solid\" draw:fill-color=\"#ffffff\"/>")
        + style("title", "<style:text-properties fo:font-size=\"13pt\" fo:font-weight=\"bold\" fo:color=\"#1f3864\"/>")
        + style("wall", "<style:graphic-properties draw:stroke=\"none\" draw:fill=\"none\"/>")
        + style("legend", noLine + text) + style("plot", plot) + style("names", names + text)
        + style("values", values + noLine + text)
        + style("grid", "<style:graphic-properties draw:stroke=\"solid\" svg:stroke-color=\"#c9d3e0\"/>")
        + chart.series.enumerated().map { style("s\($0.offset)", look($0.element.role)) }.joined()
    }

    /// A series' colour.
    private func look(_ role: SheetChart.Role) -> String {
      let fill: String
      switch role {
      case .base: fill = "draw:fill=\"none\""
      case .frame:
        return "<style:graphic-properties draw:stroke=\"solid\" svg:stroke-width=\"0.06cm\" "
          + "svg:stroke-color=\"#1f3864\" draw:fill=\"none\"/>"
      case .figure(let place, _):
        let colours =
          [.funnel, .nestedColumns].contains(chart.kind)
          ? ["#9dc3e6", "#2e75b6", "#1f3864"] : ["#2e75b6", "#9dc3e6", "#1f3864", "#f4b183", "#70ad47"]
        fill = "draw:fill=\"solid\" draw:fill-color=\"\(colours[place % colours.count])\""
      case .level: fill = "draw:fill=\"solid\" draw:fill-color=\"#1f3864\""
      case .increase: fill = "draw:fill=\"solid\" draw:fill-color=\"#4ea72e\""
      case .decrease: fill = "draw:fill=\"solid\" draw:fill-color=\"#c04f4d\""
      }
      return "<style:graphic-properties draw:stroke=\"none\" \(fill)/>"
    }

    /// Whether the legend leaves a series out.
    private static func isHidden(_ role: SheetChart.Role) -> Bool {
      switch role {
      case .base, .figure(_, isRepeated: true), .increase(isRepeated: true), .decrease(isRepeated: true): true
      default: false
      }
    }
  }

  /// Numbers in OpenDocument's attributes.
  enum ODSText {
    /// A length with two digits in every locale.
    static func centimetres(_ width: Double) -> String {
      let hundredths = Int(width * 100)
      return "\(hundredths / 100).\(hundredths % 100 / 10)\(hundredths % 10)"
    }
  }
#endif
