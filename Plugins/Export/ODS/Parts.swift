#if ODS
  import PipelinePlugins

  /// The smaller files within a spreadsheet (OpenDocument 1.2).
  enum Parts {
    static let type = "application/vnd.oasis.opendocument.spreadsheet"
    private static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    private static let names = "urn:oasis:names:tc:opendocument:xmlns"

    /// The start of the content, up to its styles.
    static let contentStart =
      "\(declaration)<office:document-content \(spaces(["office", "style", "text", "table", "number"])) \(formats) "
      + "xmlns:draw=\"\(names):drawing:1.0\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
      + "xmlns:of=\"\(names):of:1.2\" office:version=\"1.2\">"

    private static func spaces(_ prefixes: [String]) -> String {
      prefixes.map { prefix in
        "xmlns:\(prefix)=\"\(names):\(prefix == "number" ? "datastyle" : prefix):1.0\""
      }.joined(separator: " ")
    }

    private static let formats =
      "xmlns:fo=\"\(names):xsl-fo-compatible:1.0\" xmlns:svg=\"\(names):svg-compatible:1.0\""

    /// The start of a chart's content, up to its styles.
    static let objectStart =
      "\(declaration)<office:document-content \(spaces(["office", "style", "text", "table", "chart"])) \(formats) "
      + "xmlns:draw=\"\(names):drawing:1.0\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
      + "xmlns:loext=\"urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0\" office:version=\"1.2\">"

    /// What is in the archive.
    static func manifest(_ charts: [ODSChart]) -> String {
      let entry = { (path: String, type: String) in
        "<manifest:file-entry manifest:full-path=\"\(path)\" manifest:media-type=\"\(type)\"/>"
      }
      let files = ["content.xml", "styles.xml", "settings.xml", "meta.xml"].map { entry($0, "text/xml") }.joined()
      let objects = charts.map { chart in
        entry("\(chart.folder)/", "application/vnd.oasis.opendocument.chart")
          + entry("\(chart.folder)/content.xml", "text/xml")
      }.joined()
      return "\(declaration)<manifest:manifest xmlns:manifest=\"\(names):manifest:1.0\" manifest:version=\"1.2\">"
        + entry("/", type) + files + objects + "</manifest:manifest>"
    }

    /// Who and when.
    static func meta(_ document: ReportDocument) -> String {
      let made = document.receipt?.madeAt ?? Instant(startOf: document.today)
      let title = XMLText.escaped(document.title.text(document.language))
      return "\(declaration)<office:document-meta \(spaces(["office", "meta"])) "
        + "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" office:version=\"1.2\"><office:meta>"
        + "<meta:creation-date>\(made.description.dropLast())</meta:creation-date><dc:title>\(title)</dc:title>"
        + "<dc:creator>\(XMLText.escaped(document.receipt?.person ?? ""))</dc:creator></office:meta></office:document-meta>"
    }

    /// The page: A4, landscape, as wide as the table, with the sheet's name and the page's number.
    static func styles(_ document: ReportDocument) -> String {
      let language = document.language.baseLanguage
      let country = document.language.country ?? "none"
      // Marks replace the numbers until the words are escaped.
      let page = XMLText.escaped(SheetWords.page("\u{E000}", of: "\u{E001}", document.language))
        .replacing("\u{E000}", with: "<text:page-number>1</text:page-number>")
        .replacing("\u{E001}", with: "<text:page-count>1</text:page-count>")
      return """
        \(declaration)<office:document-styles \(spaces(["office", "style", "text", "table", "number"])) \(formats) \
        office:version="1.2"><office:styles><style:default-style style:family="table-cell">\
        <style:text-properties fo:font-family="Calibri, Carlito, 'Liberation Sans', sans-serif" fo:font-size="11pt" \
        fo:language="\(XMLText.escaped(language))" fo:country="\(country)"/></style:default-style>\
        <style:style style:name="Default" style:family="table-cell"/></office:styles><office:automatic-styles>\
        <style:page-layout style:name="pm"><style:page-layout-properties fo:page-width="29.7cm" fo:page-height="21cm" \
        style:print-orientation="landscape" fo:margin-top="1.5cm" fo:margin-bottom="1.2cm" fo:margin-left="1.5cm" \
        fo:margin-right="1.5cm" style:scale-to-X="1" style:scale-to-Y="0"/>\
        <style:header-style/><style:footer-style><style:header-footer-properties fo:min-height="0.8cm" \
        fo:margin-top="0.2cm"/></style:footer-style></style:page-layout></office:automatic-styles>\
        <office:master-styles><style:master-page style:name="Report" style:page-layout-name="pm">\
        <style:header style:display="false"/><style:footer><style:region-left><text:p><text:sheet-name>\
        </text:sheet-name></text:p></style:region-left><style:region-right><text:p>\(page)</text:p>\
        </style:region-right></style:footer></style:master-page></office:master-styles></office:document-styles>
        """
    }

    /// The headers stay in view; no grid.
    static func settings(_ layout: SheetBook) -> String {
      let item = { (name: String, type: String, value: String) in
        "<config:config-item config:name=\"\(name)\" config:type=\"\(type)\">\(value)</config:config-item>"
      }
      var tables = ""
      for sheet in layout.sheets {
        let below = sheet.table.headerRow + 1
        tables += "<config:config-item-map-entry config:name=\"\(XMLText.escaped(sheet.name))\">"
        tables += item("CursorPositionX", "int", "0") + item("CursorPositionY", "int", "\(below)")
        tables += item("HorizontalSplitMode", "short", "0") + item("VerticalSplitMode", "short", "2")
        tables += item("HorizontalSplitPosition", "int", "0") + item("VerticalSplitPosition", "int", "\(below)")
        tables += item("ActiveSplitRange", "short", "2") + item("PositionLeft", "int", "0")
        tables += item("PositionRight", "int", "0") + item("PositionTop", "int", "0")
        tables += item("PositionBottom", "int", "\(below)") + item("ShowGrid", "boolean", "false")
        tables += "</config:config-item-map-entry>"
      }
      if let page = layout.receipt(cellNotes: []) {
        tables += "<config:config-item-map-entry config:name=\"\(XMLText.escaped(page.name))\">"
        tables += item("ShowGrid", "boolean", "false") + "</config:config-item-map-entry>"
      }
      let first = XMLText.escaped(layout.sheets.first?.name ?? "")
      return "\(declaration)<office:document-settings \(spaces(["office", "config"])) "
        + "xmlns:ooo=\"http://openoffice.org/2004/office\" office:version=\"1.2\"><office:settings>"
        + "<config:config-item-set config:name=\"ooo:view-settings\"><config:config-item-map-indexed config:name=\"Views\">"
        + "<config:config-item-map-entry>\(item("ViewId", "string", "view1"))"
        + "<config:config-item-map-named config:name=\"Tables\">\(tables)</config:config-item-map-named>"
        + item("ActiveTable", "string", first) + item("ShowGrid", "boolean", "false")
        + "</config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set>"
        + "</office:settings></office:document-settings>"
    }
  }
#endif
