extension Wording {
  /// A problem of a file, in one line: `quota.csv: error: there is no such file`.
  public init(file: String, _ problem: Wording) { self = "\(file): error: \(problem)" }

  /// A problem at a place in a file, in one line: `quota.csv:3:1: error: …`.
  ///
  /// - Parameter hint: What to do about it; `nil` where the problem says it.
  public init(file: String, line: Int, column: Int, _ problem: Wording, hint: Wording? = nil) {
    let whole: Wording = hint.map { "\(problem); \($0)" } ?? problem
    self = "\(file):\(line):\(column): error: \(whole)"
  }
}
