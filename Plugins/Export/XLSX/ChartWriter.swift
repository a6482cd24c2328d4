#if XLSX
  import CLibXLSXWriter
  import PipelinePlugins

  /// Draws one chart beside or below its table.
  struct ChartWriter {
    private let chart: SheetChart
    private let sheet: SheetBook.Sheet
    private let worksheet: UnsafeMutablePointer<lxw_worksheet>
    /// The number of worksheet rows taken by the charts above.
    private let offset: Int

    /// The charts of a sheet, one below the other.
    static func all(of sheet: SheetBook.Sheet, on worksheet: UnsafeMutablePointer<lxw_worksheet>) -> [ChartWriter] {
      var offset = 0
      return sheet.charts.map { chart in
        defer { offset += rows(chart) }
        return ChartWriter(chart: chart, sheet: sheet, worksheet: worksheet, offset: offset)
      }
    }

    /// The place of a chart.
    enum Placing {
      /// Below a table that fits a page with it.
      case below
      /// Beside a longer table.
      case beside
      /// Beside a longer table that leaves room for it on the page.
      case besideNarrow
    }

    /// The place of a sheet's chart; `nil` where it has none.
    static func placing(_ sheet: SheetBook.Sheet) -> Placing? {
      guard !sheet.charts.isEmpty else { return nil }
      let rows = sheet.notesRow + sheet.notes.count + sheet.charts.reduce(0) { $0 + Self.rows($1) }
      if rows <= 48 { return .below }
      return sheet.widths.reduce(0, +) <= 75 ? .besideNarrow : .beside
    }

    /// The last row and the last column that a sheet's charts cover, counted from 0, where they are beside the table.
    static func end(_ sheet: SheetBook.Sheet) -> (row: Int, column: Int) {
      let rows = sheet.charts.reduce(0) { $0 + Self.rows($1) }
      // 720 pixels in columns of 64, and the gap before them.
      return (sheet.table.headerRow + 1 + rows, max(1, sheet.widths.count) + 11)
    }

    /// The number of worksheet rows of a chart, with the gap below it.
    private static func rows(_ chart: SheetChart) -> Int { Int(height(chart) * 14.4) + 2 }

    /// By how much it is higher than a chart is by itself.
    private static func height(_ chart: SheetChart) -> Double {
      chart.kind == .funnel ? min(2.5, 0.55 + 0.12 * Double(chart.categories.count)) : 1.3
    }

    /// Draws charts; what they need beside their tables goes on a sheet of its own.
    static func write(
      _ charts: [ChartWriter], _ book: UnsafeMutablePointer<lxw_workbook>, dataName: String,
      _ formats: inout SheetFormats, _ language: Phrasebook
    ) throws {
      var data: CellWriter?
      var row = 0
      for one in charts {
        if let direct = one.chart.direct {
          let rows = one.sheet.table.headerRow...one.sheet.table.headerRow + one.chart.categories.count
          try one.draw(book, on: one.sheet.name, rows, category: direct.category, series: direct.series)
          continue
        }
        var cells = try data ?? CellWriter(book, dataName, language, isFirst: false)
        if data == nil {
          // The charts are drawn from it all the same.
          worksheet_hide(cells.sheet)
          worksheet_set_tab_color(cells.sheet, Colours.grey)
          try XLSXError.check(worksheet_set_column(cells.sheet, 0, 0, 28, nil))
          try XLSXError.check(worksheet_set_column(cells.sheet, 1, 12, 18, nil))
        }
        let rows = try one.writeData(&cells, from: row, &formats)
        try one.draw(book, on: dataName, rows, category: 0, series: Array(1...one.chart.series.count))
        row = rows.upperBound + 2
        data = cells
      }
    }

    /// Writes names and numbers; the rows with their header.
    private func writeData(
      _ cells: inout CellWriter, from row: Int, _ formats: inout SheetFormats
    ) throws -> ClosedRange<Int> {
      let title = try formats.format(.heading)
      try cells.text(name, row, 0, title)
      let header = row + 1
      try cells.text(chart.categoryHeader, header, 0, formats.format(.header))
      for (index, series) in chart.series.enumerated() {
        try cells.text(series.name, header, index + 1, formats.format(.header, chart.valueKind))
      }
      let (name, number) = try (formats.format(.row), formats.format(.row, chart.valueKind))
      for (place, category) in chart.categories.enumerated() {
        try cells.text(category, header + 1 + place, 0, name)
        for (index, series) in chart.series.enumerated() {
          guard let value = series.values[place] else { continue }
          try cells.number(value, header + 1 + place, index + 1, number)
        }
      }
      return header...header + chart.categories.count
    }

    private func draw(
      _ book: UnsafeMutablePointer<lxw_workbook>, on dataSheet: String, _ rows: ClosedRange<Int>, category: Int,
      series places: [Int]
    ) throws {
      let name = SheetText.safe(dataSheet, escaping: true).text
      guard let drawing = workbook_add_chart(book, UInt8(type.rawValue)) else {
        throw ExportError.failed("the spreadsheet cannot be written: out of memory")
      }
      let (header, first, last) = (
        lxw_row_t(rows.lowerBound), lxw_row_t(rows.lowerBound + 1), lxw_row_t(rows.upperBound)
      )
      chart_show_hidden_data(drawing)
      var hidden: [Int16] = []
      for (index, series) in chart.series.enumerated() {
        guard let line = chart_add_series(drawing, nil, nil) else {
          throw ExportError.failed("the spreadsheet cannot be written: out of memory")
        }
        let (category, column) = (lxw_col_t(category), lxw_col_t(places[index]))
        chart_series_set_categories(line, name, first, category, last, category)
        chart_series_set_values(line, name, first, column, last, column)
        chart_series_set_name_range(line, name, header, column)
        colour(line, series.role)
        if Self.isHidden(series.role) { hidden.append(Int16(index)) }
      }
      dress(drawing, legendWithout: hidden)
      try place(drawing)
    }

    /// The title: that of the sheet, and the value that the rows share.
    private var name: String { chart.title(on: sheet.title) }

    private var type: lxw_chart_type {
      switch chart.kind {
      case .funnel: LXW_CHART_BAR_STACKED
      case .columns, .nestedColumns, .figures: LXW_CHART_COLUMN
      case .stackedColumns, .waterfall: LXW_CHART_COLUMN_STACKED
      }
    }

    private static func isHidden(_ role: SheetChart.Role) -> Bool {
      switch role {
      case .base, .figure(_, isRepeated: true), .increase(isRepeated: true), .decrease(isRepeated: true): true
      default: false
      }
    }

    private func colour(_ series: UnsafeMutablePointer<lxw_chart_series>, _ role: SheetChart.Role) {
      var fill = lxw_chart_fill()
      var line = lxw_chart_line()
      line.none = 1
      switch role {
      case .base: fill.none = 1
      case .frame:
        fill.none = 1
        line.none = 0
        line.color = Colours.ink
        line.width = 1.75
      case .figure(let place, _):
        let colours = [.funnel, .nestedColumns].contains(chart.kind) ? Colours.rings : Colours.figures
        fill.color = colours[place % colours.count]
      case .level: fill.color = Colours.ink
      case .increase: fill.color = Colours.increase
      case .decrease: fill.color = Colours.decrease
      }
      chart_series_set_fill(series, &fill)
      chart_series_set_line(series, &line)
    }

    private func dress(_ drawing: UnsafeMutablePointer<lxw_chart>, legendWithout hidden: [Int16]) {
      var font = lxw_chart_font()
      font.size = 14
      font.bold = 1
      font.color = Colours.ink
      // A title that begins so would be taken for a formula.
      chart_title_set_name(drawing, name.hasPrefix("=") ? " \(name)" : name)
      chart_title_set_name_font(drawing, &font)
      chart_legend_set_position(drawing, UInt8(LXW_CHART_LEGEND_BOTTOM.rawValue))
      var ends = hidden + [-1]
      if hidden.count == chart.series.count - 1, chart.kind == .funnel {
        chart_legend_set_position(drawing, UInt8(LXW_CHART_LEGEND_NONE.rawValue))
      } else if !hidden.isEmpty {
        chart_legend_delete_series(drawing, &ends)
      }
      chart_set_series_gap(drawing, chart.kind == .columns ? 80 : 45)
      // Wholly over each other, the later series in front: what is part of a value is drawn in it and not added to it.
      if chart.kind == .nestedColumns { chart_set_series_overlap(drawing, 100) }
      guard let x = drawing.pointee.x_axis, let y = drawing.pointee.y_axis else { return }
      var line = lxw_chart_line()
      line.color = Colours.line
      line.width = 0.75
      if chart.kind == .funnel {
        // Of bars, the upright axis has the names.
        chart_axis_set_reverse(y)
        chart_axis_set_line(y, &line)
        line.none = 1
        chart_axis_major_gridlines_set_visible(x, UInt8(LXW_FALSE.rawValue))
        chart_axis_set_label_position(x, UInt8(LXW_CHART_AXIS_LABEL_POSITION_NONE.rawValue))
        chart_axis_set_line(x, &line)
      } else {
        chart_axis_set_line(x, &line)
        chart_axis_major_gridlines_set_line(y, &line)
        chart_axis_set_num_format(y, chart.valueKind == .percent ? "0%" : "#,##0")
        chart_axis_set_label_position(x, UInt8(LXW_CHART_AXIS_LABEL_POSITION_LOW.rawValue))
        line.none = 1
        chart_axis_set_line(y, &line)
      }
    }

    private func place(_ drawing: UnsafeMutablePointer<lxw_chart>) throws {
      var options = lxw_chart_options()
      options.x_scale = 1.5
      options.y_scale = Self.height(chart)
      options.object_position = UInt8(LXW_OBJECT_MOVE_DONT_SIZE.rawValue)
      var (row, column) = (sheet.notesRow + sheet.notes.count + (sheet.notes.isEmpty ? 0 : 1), 0)
      if Self.placing(sheet) != .below {
        (row, column) = (sheet.table.headerRow + 1, sheet.widths.count)
        options.x_offset = 24
        options.y_offset = 8
        options.object_position = UInt8(LXW_OBJECT_DONT_MOVE_DONT_SIZE.rawValue)
      }
      try XLSXError.check(
        worksheet_insert_chart_opt(worksheet, lxw_row_t(row + offset), lxw_col_t(column), drawing, &options))
    }
  }
#endif
