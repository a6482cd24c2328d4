import PipelinePlugins

/// Rows that mean nothing to an import.
struct PassedRows: Sendable {
  /// Those without any value.
  var blank = 0
  /// Those that the section's conditions leave out.
  var filtered = 0
}

extension ImportSection {
  /// The fields whose lookup entries sources of this section read from.
  fileprivate var lookedUp: [FieldName] {
    let all = Array(fields.values) + changes.flatMap { Array($0.fields.values) + [$0.at] }
    let named = all.flatMap(\.steps).compactMap { step in
      if case .lookup(_, let field) = step.origin { field } else { nil }
    }
    return Set(named).sorted()
  }
}

/// A file's rows as a section reads them.
struct ImportTable: Sendable {
  let section: ImportSection
  let file: String
  /// Before the first row.
  let reader: CSVReader
  var sources: [FieldName: BoundSource]
  /// What rows tell of their deals' past.
  let changes: [BoundChange]
  let attributes: [(name: String, source: BoundSource)]
  /// The fields whose lookup entries other sources read from.
  let lookedUp: [FieldName]
  /// Which rows are read.
  private let conditions: [BoundCondition]
  /// The place whose clock the file shows; `nil` for the configured one.
  let fileDays: CivilDays?
  /// The columns that something is read from, where the file is not a text throughout.
  private let suspects: [Int]

  /// - Throws: ``CSVError`` for a file without a readable header, ``ImportMappingError`` for columns that it does not have.
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

  /// The next row that is not blank and that the section's conditions do not pass over.
  ///
  /// - Returns: `nil` after the last; a problem for one that cannot be read.
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

  /// The problem of a cell that is not in the encoding that the file is read in.
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

  /// The problem of a field in a row, with what the row's column holds.
  func problem(
    _ row: CSVRow, _ field: FieldName?, _ phrase: ImportPhrase, _ values: [String: PhraseValue] = [:]
  ) -> ImportProblem {
    problem(row, field, LocalizedText(phrase, values))
  }

  /// The problem that an error tells of.
  func problem(_ row: CSVRow, _ field: FieldName?, _ error: any Error) -> ImportProblem {
    problem(row, field, LocalizedText(explaining: error))
  }

  /// The problem of a field in a row, with what the row's column holds.
  func problem(_ row: CSVRow, _ field: FieldName?, _ sentence: LocalizedText) -> ImportProblem {
    let column = field.flatMap { sources[$0]?.column }
    let value = column.flatMap { try? row.text($0.index) }
    return ImportProblem(
      file: file, line: row.line, column: column?.header, field: field, value: value, sentence: sentence)
  }

  /// The text of a field that depends on no other; problems are added, and stand for a blank.
  func text(_ name: FieldName, _ row: CSVRow, _ problems: inout [ImportProblem]) -> BoundSource.Found? {
    text(name, row, KnownOfRow(), &problems)
  }

  /// A field's text; problems are added, and stand for a blank.
  func text(
    _ name: FieldName, _ row: CSVRow, _ known: KnownOfRow, _ problems: inout [ImportProblem]
  ) -> BoundSource.Found? {
    guard let source = sources[name] else { return nil }
    do { return try source.text(row, known) } catch let error as CSVError {
      problems.append(problem(error))
    } catch {
      problems.append(problem(row, name, error))
    }
    return nil
  }

  /// The attributes of a row that are not blank, and the names of those that are.
  func attributes(_ row: CSVRow, _ problems: inout [ImportProblem]) -> [(name: String, value: String?)] {
    attributes.map { attribute in
      do { return (attribute.name, try attribute.source.text(row, KnownOfRow())?.text) } catch {
        problems.append((error as? CSVError).map(problem) ?? problem(row, nil, error))
        return (attribute.name, nil)
      }
    }
  }
}
