import Foundation
import Synchronization

/// A progress bar on standard error, drawn only where that is a terminal.
public final class ProgressBar: Sendable {
  private let label: String
  private let isShown: Bool
  private let last = Mutex(-1)

  /// A bar with a label before it.
  public init(_ label: String, isShown: Bool = Terminal.standardErrorIsTerminal) {
    self.label = label
    self.isShown = isShown
  }

  /// Draws the bar, where it has moved.
  public func update(_ done: Int, of total: Int) {
    guard isShown, total > 0 else { return }
    let percent = min(100, done * 100 / total)
    let hasMoved = last.withLock { last in
      defer { last = max(last, percent) }
      return percent > last
    }
    guard hasMoved else { return }
    let bar = DisplayText.padded(Bar.text(Int128(percent), of: 100, columns: 30), to: 30)
    write("\r\(label) \(bar) \(percent) %")
  }

  /// Takes the bar away.
  public func finish() {
    guard isShown, last.withLock({ $0 >= 0 }) else { return }
    write("\r\u{1B}[K")
    last.withLock { $0 = -1 }
  }

  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
