import Foundation
import PipelinePlugins
import SalesPipeline
import Testing

@Suite("The import guide holds")
struct ImportGuideTests {
  @Test("every mapping in it has no mistakes")
  func mappings() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let guide = try String(
      contentsOf: root.appendingPathComponent("Documentation/Guides/Importing.md"), encoding: .utf8)
    let blocks = guide.components(separatedBy: "```yaml\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
    #expect(blocks.count == 10)
    for block in blocks {
      let checked = ConfigurationReader(catalog: .bundled).check(ImportMapping.self, text: block, file: "mapping.yaml")
      #expect(checked.report == "", "\(block)")
    }
  }

  @Test("a percentage, a date and an amount are read as the guide says")
  func values() throws {
    #expect(try DateFormat("d-MMM-yyyy").read("07-Apr-2015").date == CivilDate("2015-04-07"))
    #expect(try DateFormat("M/d/yyyy").read("3/1/2017").date == CivilDate("2017-03-01"))
    #expect(throws: (any Error).self) { try NumberFormat.plain.number("1,5") }
    #expect(try NumberFormat(decimal: ",", thousands: ".").number("1.234,5") == "1234.5")
  }
}
