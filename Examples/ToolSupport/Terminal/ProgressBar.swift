import Foundation

/// A progress bar on standard error, drawn only where that is a terminal.
public final class ProgressBar {
  private let label: String
  private let isShown: Bool
  private var last = -1

  /// A bar with a label before it.
  public init(_ label: String, isShown: Bool = Terminal.standardErrorIsTerminal) {
    self.label = label
    self.isShown = isShown
  }

  /// Draws the bar, where it has moved.
  public func update(_ done: Int, of total: Int) {
    guard isShown, total > 0 else { return }
    let percent = min(100, done * 100 / total)
    guard percent != last else { return }
    last = percent
    let bar = DisplayText.padded(Bar.text(Int128(percent), of: 100, columns: 30), to: 30)
    write("\r\(label) \(bar) \(percent) %")
  }

  /// Takes the bar away.
  public func finish() {
    guard isShown, last >= 0 else { return }
    write("\r\u{1B}[K")
    last = -1
  }

  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
