import PipelineEngine
import PipelinePlugins
import Testing

@Suite("Imports at once")
struct ConcurrentImportTests {
  @Test("the same import four times at once makes its deals and accounts once")
  func same() async throws {
    try await withDesk(smallSales) { desk in
      let rows = (1...40).map { "\($0),Acme \($0 % 5),open,GTX Pro,1,5,,,,\n" }.joined()
      let mapping = try mapping(SecondImportTests.mappingText)
      let errors = await withTaskGroup(of: (any Error)?.self) { group in
        for _ in 0..<4 {
          group.addTask {
            do {
              _ = try await desk.importText(SecondImportTests.header + rows, mapping)
              return nil
            } catch { return error }
          }
        }
        return await group.reduce(into: [any Error]()) { if let error = $1 { $0.append(error) } }
      }
      #expect(errors.count <= 3)
      for error in errors { #expect(error is Refused || error is StoreError, "\(error)") }
      #expect(try await desk.opportunities().total == 40)
      #expect(try await desk.accounts(nameContains: "Acme ").total == 5)
      let again = try await desk.importText(SecondImportTests.header + rows, mapping)
      #expect(again.sections[0].unchanged == 40)
    }
  }
}
