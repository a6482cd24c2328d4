#if ODS
  import Foundation
  import ODSExport
  import PipelinePlugins
  import Testing

  @Suite("Parts of an OpenDocument file")
  struct ODSPartTests {
    private static let odd = #"A & B <b> "c" d'e"#
    /// The same as references to cells name a sheet.
    private static let quoted = #"'A & B <b> "c" d''e x'."#

    /// An attribute or the text of an element; texts have no attribute.
    private struct Value: Decodable {
      let element: String
      let attribute: String
      let value: String
    }

    @Test(
      "a name with markup, quotes and an apostrophe is that name in every part",
      .enabled(if: FileManager.default.isExecutableFile(atPath: XLSXReading.python)))
    func names() throws {
      var document = Sample.document()
      document.title = LocalizedText(Self.odd + "\nx")
      document.table.subtotals = []
      document.table.rows = Array(document.table.rows.suffix(2))
      document.chart = ReportChart(.columns, category: "stage", series: ["count"])
      document.receipt = ReportReceipt(definition: "d", person: Self.odd, madeAt: Instant(startOf: Sample.day))
      let values = try Self.values(ExporterTests.bytes(ODSExporter(), document).bytes)
      func found(_ element: String, _ attribute: String = "") -> [String] {
        values.filter { $0.element == element && $0.attribute == attribute }.map(\.value)
      }
      let sheet = Self.odd + " x"
      #expect(found("table", "name").contains(sheet))
      #expect(found("config-item-map-entry", "name").contains(sheet))
      #expect(found("config-item").contains(sheet))
      // A line end in an attribute would be read as a blank.
      #expect(found("title").contains(Self.odd + "\u{240A}x") && found("creator") == [Self.odd])
      #expect(found("frame", "name").contains { $0.hasPrefix(Self.odd) })
      #expect(found("title").filter { $0.hasPrefix(Self.odd) }.count >= 2, "the file and the chart have it")
      #expect(found("p").contains { $0.hasPrefix(Self.odd) })
      for (element, attribute) in [
        ("database-range", "target-range-address"), ("object", "notify-on-update-of-ranges"),
        ("series", "values-cell-range-address"), ("series", "label-cell-address"), ("categories", "cell-range-address"),
      ] {
        #expect(found(element, attribute).contains { $0.hasPrefix(Self.quoted) }, "\(attribute)")
      }
      #expect(!values.contains { $0.element == "b" })
    }

    /// What a reader of XML finds in all parts of a file.
    private static func values(_ bytes: [UInt8]) throws -> [Value] {
      let file = FileManager.default.temporaryDirectory.appending(path: "parts-\(UUID().uuidString)")
      try Data(bytes).write(to: file)
      defer { try? FileManager.default.removeItem(at: file) }
      let script = """
        import sys, zipfile, json, xml.etree.ElementTree as E
        book, found = zipfile.ZipFile(sys.argv[1]), []
        bare = lambda name: name.split('}')[-1]
        for part in [n for n in book.namelist() if n.endswith('.xml')]:
          for e in E.fromstring(book.read(part)).iter():
            for name, value in [*e.attrib.items(), ('', e.text or '')]:
              found.append(dict(element=bare(e.tag), attribute=bare(name), value=value))
        print(json.dumps(found))
        """
      let (process, output) = (Process(), Pipe())
      process.executableURL = URL(filePath: XLSXReading.python)
      process.arguments = ["-c", script, file.path]
      process.standardOutput = output
      try process.run()
      let data = output.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      try #require(process.terminationStatus == 0, "a part is no XML")
      return try JSONDecoder().decode([Value].self, from: data)
    }
  }
#endif
