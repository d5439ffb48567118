import InputFiles
import SystemPackage

/// The bytes of a plain or gzip-compressed file, uncompressed, as a stream.
///
/// Which of the two it is shows in the first two bytes, not in the name.
struct UncompressedFile: ~Copyable {
  /// Bytes read from the file at once, and a good size for the chunks taken from this stream: both fit in a
  /// second-level cache.
  static let chunkBytes = 256 * 1024
  /// The most bytes that a byte of gzip can stand for (zlib's technical details: 1032 : 1).
  private static let largestExpansion = 1032

  /// The number of bytes that the stream cannot exceed, known without reading it.
  let largestSize: Int
  /// Whether the file is compressed.
  var isCompressed: Bool { inflater != nil }
  /// The file's path, for messages.
  var path: FilePath { file.path }

  private let file: InputFile
  private var inflater: GzipInflater?
  private var hasEnded = false
  /// Whether the zeros behind the last stream have begun.
  private var isPadding = false
  private var input: [UInt8]
  /// The part of `input` that is read from the file but not yet handed on.
  private var pending: Range<Int>

  /// Opens the file at `path`. Throws `.inputMissing` when it is absent or unreadable.
  init(_ path: FilePath) throws(DataError) {
    let file = try reading { () throws(InputFileError) in try InputFile(path) }
    var input = [UInt8](repeating: 0, count: Self.chunkBytes)
    let count: Int
    do { count = try file.read(into: &input) } catch { throw DataError(error) }
    let size = file.size ?? 0
    let isGzip = count >= 2 && input[0] == 0x1f && input[1] == 0x8b
    let inflater = isGzip ? GzipInflater() : nil
    guard isGzip == (inflater != nil) else {
      throw DataError(.inputMissing, "\(path.printable): cannot be read: zlib cannot start")
    }
    let (bound, overflows) = size.multipliedReportingOverflow(by: isGzip ? Self.largestExpansion : 1)
    largestSize = overflows ? .max : bound
    self.file = file
    self.inflater = inflater
    self.input = input
    pending = 0..<count
  }

  /// Fills `chunk` with the next bytes and returns their number, less than `chunk.count` only at the end.
  ///
  /// Throws `.badData` for damaged or truncated gzip, and for anything but gzip after gzip.
  mutating func read(into chunk: inout [UInt8]) throws(DataError) -> Int {
    var filled = 0
    while filled < chunk.count {
      if pending.isEmpty { try readInput() }
      if pending.isEmpty {
        try checkEnd()
        break
      }
      filled += isCompressed ? try inflate(into: &chunk, from: filled) : copy(into: &chunk, from: filled)
    }
    return filled
  }

  private mutating func readInput() throws(DataError) {
    do { pending = 0..<(try file.read(into: &input)) } catch { throw DataError(error) }
  }

  private mutating func copy(into chunk: inout [UInt8], from target: Int) -> Int {
    let count = min(pending.count, chunk.count - target)
    chunk.replaceSubrange(target..<target + count, with: input[pending.prefix(count)])
    pending = pending.dropFirst(count)
    return count
  }

  private mutating func inflate(into chunk: inout [UInt8], from target: Int) throws(DataError) -> Int {
    if hasEnded {
      // Zeros fill up the last block of a tape or disk; after them gzip(1) too reads nothing more.
      if isPadding || input[pending.lowerBound] == 0 {
        try skipPadding()
        return 0
      }
      // Another gzip stream may follow; anything else is not gzip's, and gzip(1) would only warn of it.
      guard input[pending.lowerBound] == 0x1f else {
        throw DataError(
          .badData, "\(path.printable): bytes after the end of the gzip data. The file is damaged; get it again.")
      }
      inflater?.restart()
      hasEnded = false
    }
    guard let progress = inflater?.inflate(input, pending, into: &chunk, from: target) else { return 0 }
    pending = pending.dropFirst(progress.consumed)
    switch progress.state {
    case .running: break
    case .ended: hasEnded = true
    case .corrupt(let reason):
      throw DataError(.badData, "\(path.printable): corrupt gzip data (\(reason)). The file is damaged; get it again.")
    }
    return progress.produced
  }

  /// Takes what is read of the zeros behind the last stream.
  private mutating func skipPadding() throws(DataError) {
    guard input[pending].allSatisfy({ $0 == 0 }) else {
      throw DataError(
        .badData, "\(path.printable): bytes after the zeros that end the gzip data. The file is damaged; get it again.")
    }
    isPadding = true
    pending = pending.upperBound..<pending.upperBound
  }

  private func checkEnd() throws(DataError) {
    guard isCompressed, !hasEnded else { return }
    throw DataError(.badData, "\(path.printable): the gzip data ends early. The file is truncated; get it again.")
  }
}
