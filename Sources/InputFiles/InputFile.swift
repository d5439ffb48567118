import Foundation
package import SystemPackage

/// A file open for reading from its beginning, closed when its owner goes: the one way in which files are opened.
///
/// Opening never waits, and no memory is taken for what a file only announces.
package struct InputFile: ~Copyable {
  /// What a reader can do with.
  package enum Expectation: Sendable {
    /// A regular file, which has a size and can be read twice.
    case regularFile
    /// A regular file, or a pipe, as `<(command)` of a shell is one.
    case fileOrPipe
  }

  /// The file's path.
  package let path: FilePath
  /// The size that a regular file had when it was opened; nil for a pipe.
  package let size: Int?
  private let descriptor: FileDescriptor

  /// Opens the file `path`.
  ///
  /// - Throws: `missing` if it cannot be opened, `unsuitable` if it is not what is expected.
  package init(_ path: FilePath, _ expectation: Expectation = .regularFile) throws(InputFileError) {
    let descriptor: FileDescriptor
    do {
      // Opening a named pipe would otherwise wait for a writer, perhaps for ever.
      descriptor = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .nonBlocking])
    } catch {
      throw InputFileError(
        .missing, path, "cannot be read: \(error)", advice: "Check the path and its permissions")
    }
    do throws(InputFileError) {
      size = try Self.size(of: descriptor, path, expectation)
    } catch {
      // The kind of file is the fault to report, and nothing was written that closing could lose.
      try? descriptor.close()
      throw error
    }
    self.path = path
    self.descriptor = descriptor
  }

  deinit {
    // Nothing was written that closing could lose.
    try? descriptor.close()
  }

  /// Reads the next bytes to `buffer[start...]` and returns their number, 0 only at the end of the file.
  ///
  /// - Throws: `interrupted`; `silent` if nothing comes through a pipe.
  package func read(into buffer: inout [UInt8], from start: Int = 0) throws(InputFileError) -> Int {
    do {
      guard size == nil else { return try readAtOnce(into: &buffer, from: start) }
      return try PipeTimeout.read(descriptor, path) { try readAtOnce(into: &buffer, from: start) }
    } catch let error as InputFileError {
      throw error
    } catch {
      throw InputFileError(.interrupted, path, "cannot be read: \(error)", advice: "Check the disk")
    }
  }

  private func readAtOnce(into buffer: inout [UInt8], from start: Int) throws -> Int {
    try unsafe buffer.withUnsafeMutableBytes { bytes in
      unsafe try descriptor.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[start...]))
    }
  }

  /// The next `count` bytes of a file that had them when it was opened, fewer if it has become shorter since.
  ///
  /// - Throws: as `read(into:from:)`.
  package func next(_ count: Int) throws(InputFileError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count, case let added = try read(into: &bytes, from: filled), added > 0 { filled += added }
    return filled == count ? bytes : Array(bytes[..<filled])
  }

  /// The rest of the file, which grows in memory as its bytes come.
  ///
  /// - Throws: as `read(into:from:)`; `tooLarge` if there are more than `limit` bytes.
  package consuming func rest(atMost limit: Int) throws(InputFileError) -> [UInt8] {
    if let size, size > limit { throw tooLarge(limit) }
    var (bytes, chunk) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
    while case let count = try read(into: &chunk), count > 0 {
      guard count <= limit - bytes.count else { throw tooLarge(limit) }
      bytes += chunk[..<count]
    }
    return bytes
  }

  private borrowing func tooLarge(_ limit: Int) -> InputFileError {
    let found = size.map { "has \($0) bytes" } ?? "has more bytes than that"
    return InputFileError(
      .tooLarge, path, "\(found), expected at most \(limit)", advice: "Is this the right file? Name another")
  }

  private static func size(
    of descriptor: FileDescriptor, _ path: FilePath, _ expectation: Expectation
  ) throws(InputFileError) -> Int? {
    let kind: FileKind
    do throws(Errno) { kind = try FileKind(descriptor) } catch {
      throw InputFileError(.interrupted, path, "its kind cannot be told: \(error)", advice: "Check the disk")
    }
    switch (kind, expectation) {
    case (.regular(let bytes), _): return bytes
    case (.pipe, .fileOrPipe): return nil
    default:
      let advice = kind == .pipe ? "Write what comes through it to a file, and name that" : "Name a file"
      throw InputFileError(.unsuitable, path, "is \(kind.name), expected a regular file", advice: advice)
    }
  }
}
