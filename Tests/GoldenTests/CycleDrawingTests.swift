import Foundation
import SalesPipeline
import Testing
import ToolSupport

/// `pipeline cycle` and `pipeline diff`, and the French starter configuration.
@Suite("Drawings and differences of sales cycles", .serialized)
struct CycleDrawingTests: RunsTools {
  @Test("a sales cycle in the terminal and as a picture")
  func drawn() throws {
    try inFolder { folder in
      #expect(try run("pipeline", ["init"], folder).status == 0)
      #expect(
        try run("pipeline", ["sample", "--deals", "40", "--seed", "7", "--today", "2026-11-24"], folder).status == 0)
      let drawn = try run("pipeline", ["cycle"], folder)
      try Golden.expect(drawn.out, "cycle-en.txt")
      for line in drawn.out.split(separator: "\n") { #expect(DisplayText.width(String(line)) <= 80) }
      try Golden.expect(try run("pipeline", ["cycle", "--locale", "fr"], folder).out, "cycle-fr.txt")
      #expect(try run("pipeline", ["cycle", "--svg", "cycle.svg"], folder).status == 0)
      let picture = try String(contentsOfFile: folder + "/cycle.svg", encoding: .utf8)
      #expect(picture.hasPrefix("<svg ") && picture.hasSuffix("</svg>\n"))
      #expect(XMLCheck.isWellFormed(picture))
      for label in ["Prospecting", "Negotiation", "needs Next step", "60%"] { #expect(picture.contains(label)) }
      let unknown = try run("pipeline", ["cycle", "--cycle", "direkt"], folder)
      #expect(unknown.status == 1 && unknown.err.contains("direct"))
    }
  }

  @Test("names of cycles and stages are text in the picture, never markup")
  func markup() throws {
    try inFolder { folder in
      let text = Starter.configuration
        .replacing("label: {en: Negotiation, fr: Négociation}", with: #"label: "A & B <i>\"x\"</i>""#)
      #expect(text != Starter.configuration)
      try text.write(toFile: folder + "/sales.yaml", atomically: true, encoding: .utf8)
      let drawn = try run("pipeline", ["cycle", "--svg", "cycle.svg"], folder)
      #expect(drawn.status == 0, "\(drawn.err)")
      let picture = try String(contentsOfFile: folder + "/cycle.svg", encoding: .utf8)
      #expect(picture.contains("A &amp; B &lt;i&gt;&quot;x&quot;&lt;/i&gt;") && !picture.contains("<i>"))
      #expect(XMLCheck.isWellFormed(picture))
    }
  }

  @Test("what another configuration changes, with the deals")
  func differences() throws {
    try inFolder { folder in
      #expect(try run("pipeline", ["init"], folder).status == 0)
      #expect(
        try run("pipeline", ["sample", "--deals", "40", "--seed", "7", "--today", "2026-11-24"], folder).status == 0)
      let text = Starter.configuration.replacing("probability: 25", with: "probability: 30")
        .replacing("requires: [next_step]", with: "requires: [next_step, competitor]")
        .replacing("key: prospecting,", with: "key: leads, was: [prospecting],")
        .replacing("time_zone: Europe/Paris", with: "time_zone: UTC")
        .replacing("    limit: 10\n  win-loss:", with: "    limit: 5\n  win-loss:")
      try text.write(toFile: folder + "/new.yaml", atomically: true, encoding: .utf8)
      let told = try run("pipeline", ["diff", "sales.yaml", "new.yaml", "--store"], folder)
      #expect(told.status == 0, "\(told.err)")
      try Golden.expect(told.out, "diff-en.txt")
      let french = try run("pipeline", ["diff", "sales.yaml", "new.yaml", "--locale", "fr"], folder)
      try Golden.expect(french.out, "diff-fr.txt")
      let none = try run("pipeline", ["diff", "sales.yaml", "sales.yaml"], folder)
      #expect(none.out == "nothing changes for people\n")
    }
  }

  @Test("the French starter configuration is French throughout, and means the same")
  func french() throws {
    let text = Starter.configuration(in: "fr")
    let checked = ConfigurationReader(catalog: .bundled).check(text: text, file: "ventes.yaml")
    let (french, english) = (
      try checked.get(), try ConfigurationReader(catalog: .bundled).load(text: Starter.configuration)
    )
    #expect(checked.diagnostics.isEmpty && french.locale == "fr" && french.name == "Vente directe")
    #expect(french.salesCycles == english.salesCycles && french.reports == english.reports)
    for line in Starter.configuration.split(separator: "\n") {
      guard let sign = line.firstRange(of: "# "), !line[sign.upperBound...].contains(": {"),
        !["targets:", "listed:", "coverage:", "period:", "group_by:", "measures:"].contains(where: line.contains)
      else { continue }
      #expect(!text.contains(line[sign.lowerBound...]), "\(line)")
    }
    #expect(Starter.configuration(in: "en") == Starter.configuration)
  }
}

/// A check of tags: each that is opened is closed.
enum XMLCheck {
  static func isWellFormed(_ text: String) -> Bool {
    let parser = XMLScanner(text)
    return parser.isWellFormed
  }
}

private struct XMLScanner {
  let isWellFormed: Bool

  init(_ text: String) {
    var open: [Substring] = []
    var isRight = true
    for tag in text.matches(of: /<(\/?)([a-z]+)[^>]*?(\/?)>/) {
      if !tag.output.1.isEmpty {
        isRight = isRight && open.popLast() == tag.output.2
      } else if tag.output.3.isEmpty {
        open.append(tag.output.2)
      }
    }
    isWellFormed = isRight && open.isEmpty
  }
}
