import InputFiles
package import SystemPackage

/// A folder that holds the files of a data set.
package struct DatasetLocation: Equatable, Sendable {
  /// The folder.
  package let folder: FilePath

  /// The location `folder`, which need not exist.
  package init(_ folder: FilePath) {
    self.folder = folder
  }

  /// Opens one part, of which only the first `limit` images are used if there is a limit.
  ///
  /// Throws `.inputMissing` when a file is absent, and the errors of `ImageSource`.
  package func source(_ part: DatasetPart, limit: Int? = nil) throws(DataError) -> ImageSource {
    try ImageSource(
      part: part, images: requiredFile(part.imagesFileName), labels: requiredFile(part.labelsFileName), limit: limit)
  }

  /// The names of `parts`' files that are not in the folder, neither plain nor compressed.
  package func missingFiles(_ parts: [DatasetPart]) -> [String] {
    parts.flatMap(\.fileNames).filter { file($0) == nil }
  }

  private func requiredFile(_ name: String) throws(DataError) -> FilePath {
    guard let path = file(name) else { throw DataError(.inputMissing, "\(folder.printable): lacks \(name)[.gz]") }
    return path
  }

  /// The file called `name`, else `name.gz`, if there is one; else the same as `train-images.idx3-ubyte`, which is what
  /// some programs that unpack the files make of the name.
  func file(_ name: String) -> FilePath? {
    let dotted = ["-idx3", "-idx1"].reduce(name) { $0.replacing($1, with: ".\($1.dropFirst())") }
    return [name, dotted].flatMap { [$0, $0 + ".gz"] }.map { folder.appending($0) }.first(where: Self.exists)
  }

  /// Whether there is something at `path`. What exists but may not be read counts, so that reading it says why.
  static func exists(_ path: FilePath) -> Bool {
    do {
      // Non-blocking, so that a named pipe does not stop the search.
      try FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .nonBlocking]).close()
      return true
    } catch {
      return error as? Errno != .noSuchFileOrDirectory && error as? Errno != .notDirectory
    }
  }
}
