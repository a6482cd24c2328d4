#if ODS
  package import PipelinePlugins

  /// Writes a document as a spreadsheet of OpenDocument (1.2): the same sheets and charts as `xlsx`.
  ///
  /// Cells are typed and amounts exact; a text never becomes a formula. Rows go through zlib into the sink one by one, so that
  /// memory does not grow with them. The same document gives the same bytes.
  package struct ODSExporter: Exporter {
    /// An exporter.
    package init() {}

    /// `ods`
    package var fileExtension: String { "ods" }

    /// Writes the document.
    package func export(_ document: ReportDocument, to sink: inout any ByteSink) throws -> [String] {
      let layout = SheetBook(document)
      try layout.checkSize()
      var archive = try ZipWriter()
      // First and not packed, so that the file's first bytes show its type.
      try archive.store("mimetype", Array(Parts.type.utf8), &sink)
      try archive.begin("content.xml", &sink)
      var content = ContentWriter(layout, archive)
      let notes: [String]
      (archive, notes) = try content.write(to: &sink)
      try archive.end(&sink)
      let charts = ODSChart.all(layout)
      for (name, text) in charts.map({ ("\($0.folder)/content.xml", $0.content) }) + [
        ("styles.xml", Parts.styles(document)), ("settings.xml", Parts.settings(layout)),
        ("meta.xml", Parts.meta(document)), ("META-INF/manifest.xml", Parts.manifest(charts)),
      ] {
        try archive.begin(name, &sink)
        try archive.append(Array(text.utf8), &sink)
        try archive.end(&sink)
      }
      try archive.finish(&sink)
      return notes
    }
  }
#endif
