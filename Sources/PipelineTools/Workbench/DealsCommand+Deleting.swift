import ArgumentParser
import SalesPipeline
import ToolSupport

extension DealsCommand {
  struct Delete: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Delete a deal; its journal stays, and 'deals restore' brings it back.")
    @OptionGroup var options: ToolOptions
    @OptionGroup var subject: DealArgument

    func run() async throws {
      try await options.withDesk(for: .writing, needsStore: true) { desk in
        let found = try await subject.find(desk)
        try await desk.delete(found)
        print(found.id)
      }
    }
  }

  struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Bring back a deal that was deleted.")
    @OptionGroup var options: ToolOptions
    @OptionGroup var subject: DealArgument

    func run() async throws {
      try await options.withDesk(for: .writing, needsStore: true) { desk in
        let restored = try await desk.restore(try await desk.findDeletedDeal(subject.deal))
        print(Output.version(restored.id, restored.version, try options.language(desk.setup)))
      }
    }
  }
}

/// Takes back what one command did.
struct UndoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo",
    abstract:
      "Undo an operation whole, where nobody changed the same since; prints the operation that undoes the undoing.",
    discussion: """
      EXAMPLES
        pipeline deals history D-17 --operations
        pipeline undo 019a2b5c-0d1e-7f20-8a3b-4c5d6e7f8091
      """)
  @OptionGroup var options: ToolOptions
  @Argument(help: "The operation, as 'deals history --operations' prints it, or the end of its id.")
  var operation: String

  func run() async throws {
    try await options.withDesk(for: .writing, needsStore: true) { desk in
      guard let id = try await desk.operation(ending: operation) else {
        throw NotFound(kind: .operation, key: operation)
      }
      print(try await desk.undo(id))
    }
  }
}
