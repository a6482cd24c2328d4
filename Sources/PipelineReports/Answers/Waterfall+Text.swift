public import PipelineDomain

extension Waterfall {
  /// What it is, with its days.
  public var title: LocalizedText {
    days.map { LocalizedText(WaterfallPhrase.title, ["days": .label(LocalizedText($0))]) }
      ?? LocalizedText(WaterfallPhrase.untitled)
  }
}

extension Waterfall.Step {
  /// What people read.
  public var label: LocalizedText { LocalizedText(phrase) }

  private var phrase: WaterfallPhrase {
    switch self {
    case .opening: .opening
    case .new: .new
    case .pulledIn: .pulledIn
    case .increased: .increased
    case .reopened: .reopened
    case .movedIn: .movedIn
    case .recordedLater: .recordedLater
    case .won: .won
    case .lost: .lost
    case .decreased: .decreased
    case .pushedOut: .pushedOut
    case .movedOut: .movedOut
    case .removed: .removed
    case .currency: .currency
    case .closing: .closing
    }
  }
}

extension Waterfall: CustomStringConvertible {
  /// A line a bar: key, number of deals, amount. For logs and a first look; the tools draw it.
  public var description: String {
    shown.map { step in
      "\(step.rawValue): \(self[step].count) deals, \(currency.decimalText(self[step].amount)) \(currency)"
    }
    .joined(separator: "\n")
  }
}
