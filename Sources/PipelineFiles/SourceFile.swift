import PipelinePlugins

extension FileBytes {
  /// Reads the file of a plugin.
  /// - Throws: ``SourceError`` with a line for people.
  package static func source(_ path: String) throws -> [UInt8] {
    do {
      return try read(path)
    } catch FileProblem.missing {
      throw SourceError("\(path): error: there is no such file")
    } catch FileProblem.folder {
      throw SourceError("\(path): error: it is a folder; name a file")
    } catch {
      throw SourceError("\(path): error: the file cannot be read; check its permissions")
    }
  }
}
