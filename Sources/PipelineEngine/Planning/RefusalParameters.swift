extension [String: String] {
  /// The parameters of a refusal, with the known word that is similar to the one refused, if there is one.
  func with(near word: String?) -> Self {
    guard let word else { return self }
    return merging(["near": word]) { $1 }
  }
}
