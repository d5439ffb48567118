import Encodings

/// The first bytes of an IDX file: a magic number and the dimensions, big-endian 32-bit words.
///
/// - Source: the format's description at <http://yann.lecun.com/exdb/mnist/>, "the IDX file format".
struct IDXHeader: Equatable, Sendable {
  /// What the file holds.
  enum Content: Sendable {
    case images
    case labels

    /// The number of dimensions, the last byte of the magic number.
    var dimensions: UInt32 { self == .images ? 3 : 1 }
    /// The usual magic number: of unsigned bytes.
    var magic: UInt32 { IDXElement.uint8.rawValue << 8 | dimensions }
    /// The length of the header in bytes: the magic number and one word for each dimension.
    var headerBytes: Int { self == .images ? 16 : 8 }
    /// The other of the two.
    var other: Content { self == .images ? .labels : .images }
  }

  /// The most items of a file: batch orders number them with `Int32`.
  static let largestCount = Int(Int32.max)
  /// The most rows and columns of an image, so that no product of dimensions overflows.
  static let largestSide = 4096

  let content: Content
  /// What a pixel or label is in the file.
  let element: IDXElement
  /// The number of images or labels.
  let count: Int
  /// Rows of an image in pixels; 1 for labels.
  let rows: Int
  /// Columns of an image in pixels; 1 for labels.
  let columns: Int

  /// Pixels of one image, 1 for labels: in memory each is a byte.
  var itemBytes: Int { rows * columns }
  /// Bytes of the whole file, uncompressed.
  var fileBytes: Int { content.headerBytes + count * itemBytes * element.bytes }

  /// The sizes in words, for messages.
  var summary: String {
    content == .images ? "\(count) images of \(rows) × \(columns)" : "\(count) labels"
  }

  /// Reads the header from `bytes`, the first `content.headerBytes` bytes of a file or as many as it has.
  ///
  /// Throws `.badData` for a short header, another magic number, and sizes out of bounds; `name` is the
  /// file's name in the message.
  init(_ content: Content, _ bytes: some Collection<UInt8>, name: String) throws(DataError) {
    let words = Self.words(bytes)
    // The magic number says more about a wrong file than its length does.
    let element = try Self.element(words.first, content, name)
    guard words.count * 4 == content.headerBytes else {
      throw DataError(
        .badData,
        "\(name): ends after \(bytes.count) bytes, expected a header of \(content.headerBytes) bytes (\(content))")
    }
    self.content = content
    self.element = element
    count = try Self.dimension(words[1], "number of \(content)", at: 4, Self.largestCount, name)
    guard content == .images else {
      rows = 1
      columns = 1
      return
    }
    rows = try Self.dimension(words[2], "number of rows", at: 8, Self.largestSide, name)
    columns = try Self.dimension(words[3], "number of columns", at: 12, Self.largestSide, name)
  }

  private static func words(_ bytes: some Collection<UInt8>) -> [UInt32] {
    var words: [UInt32] = []
    var rest = bytes[...]
    while rest.count >= 4 {
      words.append(rest.prefix(4).reduce(0) { $0 << 8 | UInt32($1) })
      rest = rest.dropFirst(4)
    }
    return words
  }

  private static func element(
    _ magic: UInt32?, _ content: Content, _ name: String
  ) throws(DataError) -> IDXElement {
    guard let magic else { return .uint8 }
    if magic & 0xFF == content.dimensions, let element = IDXElement(rawValue: magic >> 8) { return element }
    let advice =
      magic == content.other.magic ? "Is this the \(content.other) file?" : "This is not an IDX file of \(content)."
    let (found, expected) = (Hexadecimal.text(magic.bigEndianBytes), Hexadecimal.text(content.magic.bigEndianBytes))
    throw DataError(.badData, "\(name): magic 0x\(found) at byte 0, expected 0x\(expected) (\(content)). \(advice)")
  }

  private static func dimension(
    _ word: UInt32, _ what: String, at byte: Int, _ largest: Int, _ name: String
  ) throws(DataError) -> Int {
    guard let value = Int(exactly: word), (1...largest).contains(value) else {
      throw DataError(.badData, "\(name): \(what) \(word) at byte \(byte), expected 1 to \(largest)")
    }
    return value
  }
}

extension UInt32 {
  fileprivate var bigEndianBytes: [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: self >> $0) } }
}
