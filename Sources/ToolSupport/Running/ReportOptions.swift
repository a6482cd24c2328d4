public import ArgumentParser
public import SalesPipeline

/// Where a report goes: `--format` and `--output`.
public struct OutputOptions: ParsableArguments {
  @Option(
    help: "text, json, or one of the configured exporters, such as html. Default: text, or as --output's ending says.",
    completion: .names(.formats))
  var format: String?
  @Option(
    help: "The file to write to; '-' for standard output, where text, json and csv go by default.", completion: .file())
  var output: String?

  /// Nothing given.
  public init() {}

  /// The format and the file.
  public var target: DocumentOutput { DocumentOutput(format: format, output: output) }

  /// Whether the report is printed, not exported as a document.
  public var isPrinted: Bool { target.isDrawn || isJSON }

  /// Whether the report is printed as JSON.
  public var isJSON: Bool { target.format == "json" }

  /// Prints JSON, or writes it to the file, whole or not at all.
  package func write(json: String) throws {
    guard let path = target.file else { return print(json) }
    let file = try AtomicFile(path: path)
    try file.write(Array("\(json)\n".utf8))
    try AtomicFile.commit([file])
    print(DisplayText.safe(path, limit: .max))
  }

  /// Text is printed, JSON and CSV are unless there is a file, and everything else needs one.
  public func validate() throws {
    guard !target.isDrawn else {
      guard target.file == nil else {
        throw ValidationError(usage: "\(target.format) goes to standard output; leave --output out")
      }
      return
    }
    guard !isJSON || output == "" else { return }
    guard output.map({ !$0.isEmpty }) ?? (target.format == "csv") else {
      throw ValidationError(usage: "say with --output which file \(target.format) goes to")
    }
  }
}

/// The moment of a report: `--as-of` and `--known-on`.
public struct MomentOptions: ParsableArguments {
  /// The day of the state that is shown.
  @Option(help: "Show the pipeline as it was at the end of this day, yyyy-MM-dd. Default: now.")
  public var asOf: CivilDate?
  @OptionGroup var known: KnownOptions

  /// Nothing given.
  public init() {}

  /// A scope of this moment.
  ///
  /// - Parameter today: The current day; `nil` for that of the moment.
  /// - Throws: `ValidationError` for a day after today.
  public func scope(_ desk: Desk, today: CivilDate?) throws -> ReportScope {
    try Self.checkPast(asOf, desk)
    return ReportScope(today: today, asOf: asOf.map(desk.endOfDay), knownAt: known.instant(desk))
  }

  /// Refuses a day that is still to come: the state of its end would be that of now, under another day's name.
  public static func checkPast(_ asOf: CivilDate?, _ desk: Desk) throws {
    guard let asOf, asOf > desk.today else { return }
    throw ValidationError(usage: "--as-of \(asOf) lies after today, \(desk.today); it takes a past day")
  }
}

/// Up to which day the journal is believed: `--known-on`.
public struct KnownOptions: ParsableArguments {
  @Option(help: "Believe the journal up to the end of this day only: as it was known then.") var knownOn: CivilDate?

  /// Nothing given.
  public init() {}

  /// The end of the day; `nil` for the whole journal.
  public func instant(_ desk: Desk) -> Instant? { knownOn.map(desk.endOfDay) }
}

/// The close dates of a report: `--from` and `--to`.
public struct ClosingOptions: ParsableArguments {
  /// The first day.
  @Option(help: "Only deals that close on this day or later, yyyy-MM-dd.") public var from: CivilDate?
  /// The last day.
  @Option(help: "Only deals that close on this day or earlier, yyyy-MM-dd.") public var to: CivilDate?

  /// Nothing given.
  public init() {}

  /// The range must not end before it starts.
  public func validate() throws {
    if let from, let to, to < from { throw ValidationError.swapped("to", to, "from", from) }
  }

  /// The days as a report's period; `nil` without options.
  public var period: ReportPeriod? { from == nil && to == nil ? nil : .days(from: from, to: to) }

  /// The days; `nil` without options.
  public var days: ClosedRange<CivilDate>? {
    from == nil && to == nil ? nil : (from ?? .earliest)...(to ?? .latest)
  }
}
