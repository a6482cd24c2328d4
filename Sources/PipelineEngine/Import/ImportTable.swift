import PipelinePlugins

/// The numbers of skipped rows.
struct PassedRows: Sendable {
  /// Rows without values.
  var blank = 0
  /// Rows that the section's conditions exclude.
  var filtered = 0
}

extension ImportSection {
  /// The fields whose lookup entries the section's sources read.
  fileprivate var lookedUp: [FieldName] {
    let all = Array(fields.values) + changes.flatMap { Array($0.fields.values) + [$0.at] }
    let named = all.flatMap(\.steps).compactMap { step in
      if case .lookup(_, let field) = step.origin { field } else { nil }
    }
    return Set(named).sorted()
  }
}

/// The rows of a file, as read by a section.
struct ImportTable: Sendable {
  let section: ImportSection
  let file: String
  /// A reader before the first row.
  let reader: CSVReader
  var sources: [FieldName: BoundSource]
  /// The changes in rows.
  let changes: [BoundChange]
  let attributes: [(name: String, source: BoundSource)]
  /// The fields whose lookup entries other sources read.
  let lookedUp: [FieldName]
  /// The conditions of the section.
  private let conditions: [BoundCondition]
  /// The time zone of the file; `nil` for the configured one.
  let fileDays: CivilDays?
  /// The columns to check for invalid encoding.
  private let suspects: [Int]

  /// - Throws: ``CSVError`` for a file without a readable header, ``ImportMappingError`` for missing columns.
  init(_ section: ImportSection, _ file: ImportFile, mappingFile: String?) throws {
    self.section = section
    self.file = file.name
    reader = try CSVReader(
      section.encoding.utf8(file.bytes, file: file.name), file: file.name, delimiter: section.delimiter,
      skippingLines: section.skippedLines)
    var binder = SourceBinder(section: section, mappingFile: mappingFile, file: file.name, reader: reader)
    var sources: [FieldName: BoundSource] = [:]
    for spec in section.kind.fields {
      if let source = section.fields[spec.name] { sources[spec.name] = binder.bind(source, spec.name) }
    }
    self.sources = sources
    changes = section.changes.map { binder.bind($0, over: sources) }
    attributes = section.attributes.pairs.map { ($0.key, binder.bind($0.value, "attributes")) }
    conditions = section.conditions.compactMap { binder.bind($0, nil) }
    suspects = reader.isText ? [] : binder.used.sorted()
    lookedUp = section.lookedUp
    fileDays = section.timeZone.map { CivilDays(zone: $0) }
    guard binder.diagnostics.isEmpty else { throw ImportMappingError(diagnostics: binder.diagnostics) }
  }

  /// The next row that is not blank and meets the section's conditions.
  ///
  /// - Returns: `nil` after the last row; a problem for an unreadable one.
  func next(_ reader: inout CSVReader, _ passed: inout PassedRows) -> Result<CSVRow, ImportProblem>? {
    while true {
      do {
        guard let row = try reader.next() else { return nil }
        guard !row.isBlank else {
          passed.blank += 1
          continue
        }
        if let column = suspects.first(where: { !row.isText($0) }) { return .failure(notText(row, column)) }
        if try conditions.allSatisfy({ try $0.holds(row) }) { return .success(row) }
        passed.filtered += 1
      } catch let error as CSVError {
        return .failure(problem(error))
      } catch {
        return .failure(
          ImportProblem(
            file: file, line: 0, column: nil, field: nil, value: nil, sentence: LocalizedText(explaining: error)))
      }
    }
  }

  /// The problem of a cell that is invalid in the file's encoding.
  private func notText(_ row: CSVRow, _ column: Int) -> ImportProblem {
    let field = sources.first { $0.value.column?.index == column }?.key
    var sentence = LocalizedText(ImportPhrase.cellNotUTF)
    do { _ = try row.text(column) } catch let error as CSVError {
      if error.reason == .nul { sentence = error.sentence }
    } catch {}
    return ImportProblem(
      file: file, line: row.line, column: self.reader.header[column], field: field, value: nil, sentence: sentence)
  }

  func problem(_ error: CSVError) -> ImportProblem {
    ImportProblem(
      file: file, line: error.line, column: nil, field: nil, value: nil, sentence: error.sentence)
  }

  /// The problem of a field in a row, with the value of its column.
  func problem(
    _ row: CSVRow, _ field: FieldName?, _ phrase: ImportPhrase, _ values: [String: PhraseValue] = [:]
  ) -> ImportProblem {
    problem(row, field, LocalizedText(phrase, values))
  }

  /// The problem for an error.
  func problem(_ row: CSVRow, _ field: FieldName?, _ error: any Error) -> ImportProblem {
    problem(row, field, LocalizedText(explaining: error))
  }

  /// The problem of a field in a row, with the value of its column.
  func problem(_ row: CSVRow, _ field: FieldName?, _ sentence: LocalizedText) -> ImportProblem {
    let column = field.flatMap { sources[$0]?.column }
    let value = column.flatMap { try? row.text($0.index) }
    return ImportProblem(
      file: file, line: row.line, column: column?.header, field: field, value: value, sentence: sentence)
  }

  /// The text of a field without dependencies. A problem is added, and counts as a blank.
  func text(_ name: FieldName, _ row: CSVRow, _ problems: inout [ImportProblem]) -> BoundSource.Found? {
    text(name, row, KnownOfRow(), &problems)
  }

  /// The text of a field. A problem is added, and counts as a blank.
  func text(
    _ name: FieldName, _ row: CSVRow, _ known: KnownOfRow, _ problems: inout [ImportProblem]
  ) -> BoundSource.Found? {
    sources[name].flatMap { text(of: $0, row, known, &problems) }
  }

  /// The text of a source. A problem is added, and counts as a blank.
  func text(
    of source: BoundSource, _ row: CSVRow, _ known: KnownOfRow, _ problems: inout [ImportProblem]
  ) -> BoundSource.Found? {
    do { return try source.text(row, known) } catch let error as CSVError {
      problems.append(problem(error))
    } catch {
      problems.append(problem(row, source.name, error))
    }
    return nil
  }

  /// The attributes of a row that are not blank, and the names of the blank ones.
  func attributes(_ row: CSVRow, _ problems: inout [ImportProblem]) -> [(name: String, value: String?)] {
    attributes.map { attribute in
      do { return (attribute.name, try attribute.source.text(row, KnownOfRow())?.text) } catch {
        problems.append((error as? CSVError).map(problem) ?? problem(row, nil, error))
        return (attribute.name, nil)
      }
    }
  }
}
