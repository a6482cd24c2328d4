/// A violated rule: data for programs, with a message for people.
public struct Refusal: Hashable, Sendable, CustomStringConvertible {
  /// Which rule.
  public let code: Code
  /// The field it is about; `nil` where it is about the record.
  public let field: FieldName?
  /// The values in the message by name, such as `value`, `status`, `allowed`.
  public let parameters: [String: String]
  /// The sentence: any ``Phrasebook`` can say it.
  public let sentence: LocalizedText
  /// The record of a batch that it is about; `nil` where a command was about one record alone.
  public private(set) var subject: Subject?

  /// Creates a refusal with a message of your own.
  public init(_ code: Code, _ field: FieldName? = nil, _ message: String, _ parameters: [String: String] = [:]) {
    self.init(code, field, sentence: LocalizedText(message), parameters)
  }

  /// Creates a refusal with a localized message.
  public init(_ code: Code, _ field: FieldName? = nil, sentence: LocalizedText, _ parameters: [String: String] = [:]) {
    self.code = code
    self.field = field
    self.parameters = parameters
    self.sentence = sentence
  }

  /// Creates a refusal with a message of the phrase catalogue.
  ///
  /// - Parameters:
  ///   - parameters: The values of the message; long ones are truncated in the message.
  ///   - values: Values that are not texts, or are not truncated.
  package init(
    _ code: Code, _ field: FieldName? = nil, _ phrase: RefusalPhrase, _ parameters: [String: String] = [:],
    values: [String: PhraseValue] = [:]
  ) {
    let texts = parameters.mapValues { PhraseValue.text($0.clipped()) }
    self.init(code, field, sentence: LocalizedText(phrase, texts.merging(values) { $1 }), parameters)
  }

  /// The sentence in English.
  public var message: String { sentence.fallback }

  /// The record in a batch, the label of the field and the message, in a language.
  public func text(_ book: Phrasebook) -> String {
    guard let subject else { return rule(book) }
    return book.text(RefusalPhrase.about, ["field": .label(subject.label), "message": .text(rule(book))])
  }

  /// The label of the field and the message, in a language.
  fileprivate func rule(_ book: Phrasebook) -> String {
    let message = sentence.text(book)
    guard let field else { return message }
    return book.text(RefusalPhrase.about, ["field": .label(Self.label(of: field)), "message": .text(message)])
  }

  /// The same refusal, about a record of a batch.
  package func about(_ subject: Subject) -> Refusal {
    var refusal = self
    refusal.subject = subject
    return refusal
  }

  /// What people call a field; its name where no record has it.
  package static func label(of field: FieldName) -> LocalizedText {
    OpportunityBody.fields[field]?.label ?? AccountBody.fields[field]?.label ?? SalespersonBody.fields[field]?.label
      ?? LookupEntryBody.fields[field]?.label ?? ReportBody.fields[field]?.label
      ?? ForecastCallBody.fields[field]?.label ?? LocalizedText("\(field)")
  }

  /// The rules there are.
  public enum Code: String, Hashable, Sendable, CaseIterable {
    /// A field that must be filled is empty.
    case missing
    /// A value is not one that the field takes.
    case invalid
    /// The entry does not exist in the lookup table.
    case unknownEntry = "unknown_entry"
    /// A lookup entry may no longer be used.
    case retiredEntry = "retired_entry"
    /// The account does not exist.
    case unknownAccount = "unknown_account"
    /// The sales cycle or status does not exist.
    case unknownStage = "unknown_stage"
    /// The sales cycle does not lead from the one status to the other.
    case stageNotAllowed = "stage_not_allowed"
    /// 0 % or 100 % on an open deal.
    case probabilityOfOpenDeal = "probability_of_open_deal"
    /// Anything but 0 % on a lost deal, or 100 % on a won one.
    case probabilityOfClosedDeal = "probability_of_closed_deal"
    /// A closing day on an open deal, after today, or before the deal was created.
    case closingDay = "closing_day"
    /// The configuration leaves no room for a person's own probability.
    case probabilityNotEditable = "probability_not_editable"
    /// An amount in one currency on a deal in another.
    case currencyMismatch = "currency_mismatch"
    /// An amount, quantity or total that does not fit.
    case overflow
    /// An amount was set for a deal with lines.
    case amountBesideLines = "amount_beside_lines"
    /// An external id that another record has.
    case duplicate
    /// A lookup table that is edited in its source, not here.
    case notEditable = "not_editable"
    /// The change is to a record that something else still needs.
    case inUse = "in_use"
    /// The acting person may not do this to that deal.
    case notAllowed = "not_allowed"
    /// A later operation changed what is to be undone.
    case changedSince = "changed_since"
    /// What is to be undone or restored is nothing that can be.
    case notUndoable = "not_undoable"
  }

  /// The field and the sentence in English.
  public var description: String { text(.english) }
}

/// An error with one or more violated rules; nothing was written.
///
///     do {
///       _ = try await desk.edit(deal) { $0.status = "lost" }
///     } catch let refused as Refused {
///       for refusal in refused.refusals { print(refusal.code, refusal.message) }
///     }
public struct Refused: Error, Hashable, Sendable, CustomStringConvertible {
  /// All that is wrong, not only the first.
  public let refusals: [Refusal]

  /// Refuses.
  public init(_ refusals: [Refusal]) { self.refusals = refusals }

  /// The maximum number of lines in ``lines(_:)``, besides the count of a batch.
  public static let mostListed = 50

  /// The messages in a language, up to ``mostListed``; then, for a batch, their number. What is refused of several records for the
  /// same reason is one line, with the first records.
  public func lines(_ book: Phrasebook) -> [String] {
    guard refusals.contains(where: { $0.subject != nil }) else {
      let lines = refusals.prefix(Self.mostListed).map { $0.text(book) }
      return refusals.count > Self.mostListed ? lines + [count(.count, book)] : lines
    }
    var reasons: [(rule: String, refusals: [Refusal])] = []
    var places: [String: Int] = [:]
    for refusal in refusals {
      let rule = refusal.rule(book)
      if let place = places[rule] {
        reasons[place].refusals.append(refusal)
      } else {
        places[rule] = reasons.count
        reasons.append((rule, [refusal]))
      }
    }
    let lines = reasons.prefix(Self.mostListed).map { reason in
      reason.refusals.count == 1
        ? reason.refusals[0].text(book) : Self.line(reason.rule, of: reason.refusals.compactMap(\.subject), book)
    }
    return refusals.count > 1 ? lines + [count(.countOfBatch, book)] : lines
  }

  private func count(_ phrase: RefusalPhrase, _ book: Phrasebook) -> String {
    book.text(
      phrase, ["count": .count(refusals.count), "records": .count(Set(refusals.map(\.subject)).count)])
  }

  /// How many records a line names.
  private static let mostNamed = 5

  private static func line(_ rule: String, of subjects: [Refusal.Subject], _ book: Phrasebook) -> String {
    let named = subjects.prefix(mostNamed).map(\.label)
    let rest = subjects.count - named.count
    return book.text(
      rest > 0 ? RefusalPhrase.aboutMore : .about,
      ["field": .labels(named), "count": .count(rest), "message": .text(rule)])
  }

  /// All messages, in a language.
  public func text(_ book: Phrasebook) -> String { lines(book).joined(separator: "; ") }

  /// All the sentences in English on one line.
  public var description: String { text(.english) }
}
