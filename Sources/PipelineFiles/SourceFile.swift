package import PipelinePlugins

extension FileBytes {
  /// Reads the file of a plugin.
  /// - Throws: ``SourceError`` with a line for people.
  package static func source(_ path: String) throws -> [UInt8] {
    do {
      return try read(path)
    } catch FileProblem.missing {
      throw SourceError(Wording(file: path, "there is no such file"))
    } catch FileProblem.folder {
      throw SourceError(Wording(file: path, "it is a folder; name a file"))
    } catch {
      throw SourceError(Wording(file: path, "the file cannot be read; check its permissions"))
    }
  }
}

extension FileProblem: ExplainedError {
  /// A short description, in all languages.
  package var explanation: LocalizedText { Wording(english: description).text }
}
