import Crypto
import Encodings
import InputFiles
import SystemPackage

/// An IDX file, plain or gzip, read once from front to back.
struct IDXFile: ~Copyable {
  /// What reading the whole file gave.
  struct Contents {
    /// The bytes of each list of ranges that was asked for, in that order.
    let items: [[UInt8]]
    /// SHA-256 of the uncompressed file, header included, in lower-case hexadecimal.
    let sha256: String
  }

  /// The file's header, checked against the file's size.
  let header: IDXHeader
  private var file: UncompressedFile
  private var hasher = SHA256()

  /// Opens the file at `path` and reads no more than its first chunk.
  ///
  /// Throws `.inputMissing` when it cannot be read, `.badData` when its header is wrong or promises more than
  /// the file can hold: nothing is ever allocated on the word of a header alone.
  init(_ path: FilePath, _ content: IDXHeader.Content) throws(DataError) {
    var file = try UncompressedFile(path)
    var bytes = [UInt8](repeating: 0, count: content.headerBytes)
    let count = try file.read(into: &bytes)
    let header = try IDXHeader(content, bytes.prefix(count), name: path.printable)
    guard header.fileBytes <= file.largestSize else {
      let limit = file.isCompressed ? "this much gzip data can hold at most" : "the file has"
      throw DataError(
        .badData,
        "\(path.printable): the header promises \(header.summary), \(header.fileBytes) bytes, but \(limit) "
          + "\(file.largestSize). The file is short or its header damaged; get it again.")
    }
    hasher.update(data: bytes)
    self.header = header
    self.file = file
  }

  /// Streams the items to the end of the file and keeps those in `lists` of ascending ranges in `0..<header.count`.
  ///
  /// Memory: what is kept and two chunks. `inspect` sees every item's bytes, with the first byte's offset.
  ///
  /// Throws `.badData` for damaged gzip, a short file and trailing bytes, and whatever `inspect` throws.
  consuming func read(
    keeping lists: [[Range<Int>]],
    inspect: (ArraySlice<UInt8>, Int) throws(DataError) -> Void = { _, _ in }
  ) throws(DataError) -> Contents {
    var kept = KeptItems(lists.map { $0.map { $0.lowerBound * header.itemBytes..<$0.upperBound * header.itemBytes } })
    let total = header.count * header.itemBytes
    let size = header.element.bytes
    var chunk = [UInt8](repeating: 0, count: UncompressedFile.chunkBytes)
    var narrowed: [UInt8] = []
    var offset = 0
    while true {
      let count = try file.read(into: &chunk)
      guard count > 0 else { break }
      guard count <= (total - offset) * size else { throw trailingBytes() }
      hasher.update(data: chunk[..<count])
      // A short chunk is the last, and a number that it cuts makes the file end early.
      let whole = chunk[..<(count / size * size)]
      if header.element != .uint8, let bad = header.element.narrow(whole, into: &narrowed) {
        throw isNoByte(bad.number, item: (offset + bad.position) / header.itemBytes)
      }
      let bytes = header.element == .uint8 ? whole : narrowed[...]
      try inspect(bytes, offset)
      kept.take(bytes, from: offset)
      offset += bytes.count
    }
    guard offset == total else { throw endsEarly(after: offset * size) }
    return Contents(items: kept.items, sha256: Hexadecimal.text(hasher.finalize()))
  }

  private func isNoByte(_ number: Int, item: Int) -> DataError {
    let what = header.content == .images ? "a pixel of image \(item) is" : "the label of image \(item) is"
    return DataError(.badData, "\(file.path.printable): \(what) \(number), expected 0 to 255")
  }

  private func trailingBytes() -> DataError {
    DataError(
      .badData,
      "\(file.path.printable): trailing bytes after the \(header.fileBytes) bytes of \(header.summary). "
        + "The header or the file is damaged; get it again.")
  }

  private func endsEarly(after offset: Int) -> DataError {
    DataError(
      .badData,
      "\(file.path.printable): ends after \(header.content.headerBytes + offset) bytes, expected \(header.fileBytes) bytes for "
        + "\(header.summary). The file is short; get it again.")
  }
}
