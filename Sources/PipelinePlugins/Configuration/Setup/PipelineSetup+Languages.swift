extension PipelineSetup {
  /// The language that people read: that of ``locale``.
  public var language: Phrasebook { language(locale) ?? .builtIn(locale) }

  /// The language with a tag, or of the tag's region: `de` for `de-AT`; `nil` where it is neither configured nor built in.
  public func language(_ tag: String) -> Phrasebook? {
    if let own = languages.first(where: { $0.language == tag }) { return own }
    let base = Phrasebook.baseLanguage(tag)
    if let own = languages.first(where: { $0.language == base }) { return own }
    return Phrasebook.builtInLanguages.contains(base) ? .builtIn(tag) : nil
  }

  /// The tags of all languages that there are, sorted.
  public var languageTags: [String] { Set(Phrasebook.builtInLanguages + languages.map(\.language)).sorted() }
}
