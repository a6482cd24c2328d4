extension PipelineSetup {
  /// The language of ``locale``.
  public var language: Phrasebook { language(locale) ?? .builtIn(locale) }

  /// Returns the language with a tag, or with its base tag: `de` for `de-AT`; `nil` if it is neither configured nor
  /// built in.
  public func language(_ tag: String) -> Phrasebook? {
    if let own = languages.first(where: { $0.language == tag }) { return own }
    let base = Phrasebook.baseLanguage(tag)
    if let own = languages.first(where: { $0.language == base }) { return own }
    return Phrasebook.builtInLanguages.contains(base) ? .builtIn(tag) : nil
  }

  /// The tags of all available languages, sorted.
  public var languageTags: [String] { Set(Phrasebook.builtInLanguages + languages.map(\.language)).sorted() }
}
