/// A bar of eighth blocks.
public enum Bar {
  /// The part of `columns` that `value` is of `most`; at least a sliver for anything above nothing.
  public static func text(_ value: Int128, of most: Int128, columns: Int, unicode: Bool = true) -> String {
    guard value > 0, most > 0, columns > 0 else { return "" }
    let share = Double(value) / Double(most)
    guard unicode else {
      return String(repeating: "#", count: max(1, min(columns, Int((share * Double(columns)).rounded()))))
    }
    let eighths = max(1, min(columns * 8, Int((share * Double(columns * 8)).rounded())))
    let partial = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
    return String(repeating: "█", count: eighths / 8) + partial
  }
}
