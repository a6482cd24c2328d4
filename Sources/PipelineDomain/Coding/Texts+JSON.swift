extension LocalizedText: Codable {
  private enum CodingKeys: String, CodingKey { case text, languages, phrase, values }

  /// Reads a text. A phrase of the catalogue can again be said in every language; a phrase that this version does not know
  /// keeps the texts that it was written with.
  public init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: CodingKeys.self)
    let text = try object.decode(String.self, forKey: .text)
    var languages = try object.decodeIfPresent([String: String].self, forKey: .languages) ?? [:]
    guard let key = try object.decodeIfPresent(String.self, forKey: .phrase), let phrase = Phrase.byKey[key] else {
      self.init(text, languages)
      return
    }
    let values = try object.decodeIfPresent([String: PhraseValue].self, forKey: .values) ?? [:]
    self.init(phrase, values)
    // A text that only repeats the catalogue is not the text's own.
    for (language, said) in saidByCatalogue where languages[language] == said { languages[language] = nil }
    byLanguage = languages
    fallback = text
  }

  /// Writes `{"text": "…", "languages": {…}}`, and of a phrase of the catalogue its key and values.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    try object.encode(fallback, forKey: .text)
    let languages = saidByCatalogue.merging(byLanguage) { $1 }
    if !languages.isEmpty { try object.encode(languages, forKey: .languages) }
    guard let phrase else { return }
    try object.encode(phrase.key, forKey: .phrase)
    if !values.isEmpty { try object.encode(values, forKey: .values) }
  }

  /// A phrase's texts in the built-in languages besides English, with its values.
  private var saidByCatalogue: [String: String] {
    guard let phrase else { return [:] }
    return Dictionary(
      uniqueKeysWithValues: Phrasebook.builtInLanguages.dropFirst().map {
        ($0, Phrasebook.builtIn($0).text(phrase, values))
      })
  }
}

extension Phrase {
  fileprivate static let byKey = Dictionary(all.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
}

extension PhraseValue: Codable {
  private enum CodingKeys: String, CodingKey { case text, count, decimal, percent, date, label, labels }

  package init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: CodingKeys.self)
    if let text = try object.decodeIfPresent(String.self, forKey: .text) {
      self = .text(text)
    } else if let count = try object.decodeIfPresent(Int64.self, forKey: .count) {
      self = .count(count)
    } else if let plain = try object.decodeIfPresent(String.self, forKey: .decimal) {
      self = .decimal(plain)
    } else if let share = try object.decodeIfPresent(BasisPoints.self, forKey: .percent) {
      self = .percent(share)
    } else if let day = try object.decodeIfPresent(CivilDate.self, forKey: .date) {
      self = .date(day)
    } else if let label = try object.decodeIfPresent(LocalizedText.self, forKey: .label) {
      self = .label(label)
    } else {
      self = .labels(try object.decode([LocalizedText].self, forKey: .labels))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .text(let text): try object.encode(text, forKey: .text)
    case .count(let count): try object.encode(count, forKey: .count)
    case .decimal(let plain): try object.encode(plain, forKey: .decimal)
    case .percent(let share): try object.encode(share, forKey: .percent)
    case .date(let day): try object.encode(day, forKey: .date)
    case .label(let label): try object.encode(label, forKey: .label)
    case .labels(let labels): try object.encode(labels, forKey: .labels)
    }
  }
}

extension Refusal.Code: Codable {}

extension Refusal: Codable {
  private enum CodingKeys: String, CodingKey {
    case code, field, parameters, message
    case subject = "record"
  }

  /// Reads a refusal.
  public init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: CodingKeys.self)
    let refusal = Refusal(
      try object.decode(Code.self, forKey: .code), try object.decodeIfPresent(FieldName.self, forKey: .field),
      sentence: try object.decode(LocalizedText.self, forKey: .message),
      try object.decodeIfPresent([String: String].self, forKey: .parameters) ?? [:])
    self = try object.decodeIfPresent(Subject.self, forKey: .subject).map(refusal.about) ?? refusal
  }

  /// Writes the code, the field, the parameters, the message, and in a batch the record.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    try object.encode(code, forKey: .code)
    try object.encode(field, forKey: .field)
    try object.encode(parameters, forKey: .parameters)
    try object.encode(sentence, forKey: .message)
    try object.encodeIfPresent(subject, forKey: .subject)
  }
}

extension Refusal.Subject: Codable {
  private enum CodingKeys: String, CodingKey { case kind, id, place, name }

  /// Reads the record that a refusal is about.
  public init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try object.decode(RecordKind.self, forKey: .kind), try object.decodeIfPresent(RecordID.self, forKey: .id),
      place: try object.decodeIfPresent(Int.self, forKey: .place),
      name: try object.decodeIfPresent(String.self, forKey: .name))
  }

  /// Writes the record that a refusal is about.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    try object.encode(kind, forKey: .kind)
    try object.encode(id, forKey: .id)
    try object.encode(place, forKey: .place)
    try object.encode(name, forKey: .name)
  }
}

extension Refused: Codable {
  private enum CodingKeys: String, CodingKey { case format, refusals }

  /// Reads the violated rules.
  public init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: CodingKeys.self)
    try object.checkFormat(.format)
    self.init(try object.decode([Refusal].self, forKey: .refusals))
  }

  /// Writes `{"format": 1, "refusals": […]}`.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    try object.encode(JSONFormat(), forKey: .format)
    try object.encode(refusals, forKey: .refusals)
  }
}
