import Foundation
import Testing

/// A stage whose key was changed in the configuration, before anybody has opened the store for writing.
@Suite("Tools that read before a renamed stage's deals were moved")
struct RenamedStageToolTests: RunsTools {
  @Test("deals are in the renamed stage wherever they are read, and the configuration agrees with the store")
  func renamed() throws {
    try inFolder { folder in
      let made = try shell(
        """
        pipeline init sales.yaml && pipeline accounts add Acme --set external_id=A &&
        pipeline deals add --account A --set external_id=D-1 --set stated_amount=1000 &&
        pipeline deals move D-1 qualification
        """, folder)
      #expect(made.status == 0, "\(made.err)")
      let path = folder + "/sales.yaml"
      let text = try String(contentsOfFile: path, encoding: .utf8).replacing(
        "key: qualification, label: {en: Qualification, fr: Qualification}",
        with: "key: qualified, was: [qualification], label: {en: Qualified, fr: Qualifiée}")
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      #expect(text.contains("was: [qualification]"))
      func out(_ words: String...) throws -> String { try run("pipeline", words, folder).out }
      let agreed = try run("pipeline", ["check", "--store"], folder)
      #expect(agreed.status == 0 && agreed.out.hasSuffix("the store agrees with the configuration\n"), "\(agreed)")
      #expect(try out("deals", "list", "--status", "qualified", "--columns", "id,stage").contains("D-1"))
      let shown = try out("deals", "show", "D-1")
      #expect(shown.split(separator: "\n").contains { $0.hasPrefix("Stage") && $0.contains("Qualified") }, "\(shown)")
      let funnel = try run("dashboard-printer", ["--widgets", "funnel", "--format", "csv"], folder).out
      #expect(funnel.contains("qualified,1,1000.00") && !funnel.contains("qualification"), "\(funnel)")
      // A writer moves it; what is read stays the same.
      #expect(try run("pipeline", ["deals", "edit", "D-1", "--set", "next_step=Call"], folder).status == 0)
      #expect(try run("dashboard-printer", ["--widgets", "funnel", "--format", "csv"], folder).out == funnel)
      #expect(try out("deals", "show", "D-1", "--format", "fields").contains("status: qualified\n"))
    }
  }
}
