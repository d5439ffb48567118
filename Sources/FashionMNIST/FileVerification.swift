import Crypto
import Encodings
import InputFiles
package import SystemPackage

/// Whether a file is the one that Zalando published.
package struct FileVerification: Sendable {
  /// What was found.
  package enum Outcome: Equatable, Sendable {
    /// The published bytes.
    case official
    /// Other bytes.
    case differs
    /// No bytes: the file is absent, may not be read, or is damaged.
    case unreadable(DataError)
  }

  /// The published name, without `.gz`.
  package let name: String
  /// The file; nil if there is none.
  package let path: FilePath?
  /// SHA-256 of the uncompressed bytes, lower-case hexadecimal; nil if they cannot be read.
  package let sha256: String?
  /// SHA-256 of the published bytes.
  package let officialSHA256: String
  /// What was found.
  package let outcome: Outcome
}

extension DatasetLocation {
  /// Compares the four files with the published ones, whatever is in them. Memory: some chunks.
  package func verification() -> [FileVerification] {
    DatasetPart.allCases.flatMap { part in
      let identity = DatasetIdentity.official(part)
      return [
        verification(of: part.imagesFileName, identity.imagesSHA256),
        verification(of: part.labelsFileName, identity.labelsSHA256),
      ]
    }
  }

  private func verification(of name: String, _ official: String) -> FileVerification {
    guard let path = file(name) else {
      let error = DataError(.inputMissing, "\(folder.printable): lacks \(name)[.gz]")
      return FileVerification(
        name: name, path: nil, sha256: nil, officialSHA256: official, outcome: .unreadable(error))
    }
    do throws(DataError) {
      let found = try Self.digest(of: path)
      return FileVerification(
        name: name, path: path, sha256: found, officialSHA256: official,
        outcome: found == official ? .official : .differs)
    } catch {
      return FileVerification(
        name: name, path: path, sha256: nil, officialSHA256: official, outcome: .unreadable(error))
    }
  }

  private static func digest(of path: FilePath) throws(DataError) -> String {
    var file = try UncompressedFile(path)
    var hasher = SHA256()
    var chunk = [UInt8](repeating: 0, count: UncompressedFile.chunkBytes)
    while case let count = try file.read(into: &chunk), count > 0 { hasher.update(data: chunk[..<count]) }
    return Hexadecimal.text(hasher.finalize())
  }
}
