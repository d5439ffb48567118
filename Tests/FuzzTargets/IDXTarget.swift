import ExitCodes
import FashionMNIST
import Support
import SystemPackage

/// IDX files, plain and gzip, and lists of image numbers.
///
/// The first byte says what the input is, the second how many images or labels the other file of the pair has.
struct IDXTarget: FuzzTarget {
  /// What the bytes behind the first two are.
  private enum Content: UInt8 {
    case images, labels, imageNumbers
  }

  static let name = "idx"
  static let longest = 4096
  static let words = [
    "\u{1F}", "\u{8}", "\0\0\u{8}\u{3}", "\0\0\u{8}\u{1}", "\0\0\u{9}\u{3}", "\0\0\u{B}\u{1}", ",", "\n",
  ]

  private let scratch: ScratchFolder
  private let images: FilePath
  private let labels: FilePath

  init() throws {
    scratch = try ScratchFolder()
    images = scratch.file("images")
    labels = scratch.file("labels")
  }

  func read(_ input: [UInt8]) throws -> Outcome {
    guard input.count >= 2, let content = Content(rawValue: input[0]) else { return .refused("no input") }
    let bytes = Array(input[2...])
    guard content != .imageNumbers else { return try readNumbers(bytes) }
    let count = Int(input[1])
    if content == .images {
      _ = try scratch.writeFile(Self.labels(count), "labels")
    } else {
      _ = try scratch.writeFile(Self.header(8, [count, 1, 2]) + [UInt8](repeating: 7, count: 2 * count), "images")
    }
    let path = content == .images ? images : labels
    let (outcome, sets) = try load(bytes, as: path)
    if let whole = sets.first {
      // The same as this program's users would write it.
      let again =
        content == .images
        ? Self.header(8, [whole.count, whole.rows, whole.columns]) + whole.pixels
        : Self.header(8, [whole.count]) + whole.labels
      try require(try load(again, as: path).sets == sets, "an IDX file of what was read has something else")
    }
    // Compressed, a file says the same; but what is compressed twice is no IDX file.
    if !bytes.starts(with: [0x1F, 0x8B]) {
      let packed = try load(StoredData.gzip(bytes), as: path)
      try require(packed.sets == sets, "\(outcome), but compressed \(packed.outcome)")
    }
    return outcome
  }

  /// The images of a pair of files as a whole and in two parts; none if they are refused.
  private func load(_ bytes: [UInt8], as path: FilePath) throws -> (outcome: Outcome, sets: [ImageSet]) {
    _ = try scratch.writeFile(bytes, path == images ? "images" : "labels")
    var sets: [ImageSet] = []
    let outcome = try Outcome.of {
      let source = try ImageSource(part: .test, images: images, labels: labels)
      let (whole, half) = (0..<source.count, source.count / 2)
      sets = try source.load([whole, 0..<half, half..<source.count], accepting: .any).sets
      try require(sets[0].pixels == sets[1].pixels + sets[2].pixels, "two halves have other pixels than the whole")
      try require(sets[0].labels == sets[1].labels + sets[2].labels, "two halves have other labels than the whole")
      try require(
        sets[0].pixels.count == sets[0].count * sets[0].pixelsPerImage && sets[0].labels.count == sets[0].count,
        "\(sets[0].pixels.count) pixels and \(sets[0].labels.count) labels of \(sets[0].count) images")
    }
    return (outcome, outcome == .accepted ? sets : [])
  }

  private func readNumbers(_ bytes: [UInt8]) throws -> Outcome {
    let path = try scratch.writeFile(bytes, "numbers")
    return try Outcome.of {
      let selection = try IndexFile.selection(reading: path)
      let text = selection.runs.flatMap { $0.prefix(1000) }.map(String.init).joined(separator: ",")
      guard selection.runs.allSatisfy({ $0.count <= 1000 }) else { return }
      let again = try IndexFile.selection(reading: try scratch.writeFile(Array(text.utf8), "numbers"))
      try require(again == selection, "the numbers \(selection), written again, are \(again)")
    }
  }

  /// The header of an IDX file: the type of its numbers, and its dimensions.
  private static func header(_ type: UInt8, _ dimensions: [Int]) -> [UInt8] {
    [0, 0, type, UInt8(dimensions.count)] + dimensions.flatMap { UInt32($0).bigEndianBytes }
  }

  private static func labels(_ count: Int) -> [UInt8] { header(8, [count]) + (0..<count).map { UInt8($0 % 10) } }

  private static func input(_ content: Content, _ count: UInt8, _ bytes: [UInt8]) -> [UInt8] {
    [content.rawValue, count] + bytes
  }

  static var inputs: [FuzzInput] {
    let images = header(8, [2, 2, 3]) + (1...12)
    let gzip = StoredData.gzip(images)
    return [
      FuzzInput("images", input(.images, 2, images)),
      FuzzInput("images-of-32-bits", input(.images, 1, header(0x0C, [1, 1, 2]) + [0, 0, 0, 255, 0, 0, 0, 7])),
      FuzzInput("images-of-16-bits", input(.images, 1, header(0x0B, [1, 2, 1]) + [1, 0, 0, 7]), refusal: "is 256"),
      FuzzInput("images-compressed", input(.images, 2, gzip)),
      FuzzInput(
        "images-compressed-in-parts",
        input(.images, 2, StoredData.gzip(Array(images[..<9])) + StoredData.gzip(Array(images[9...])))),
      FuzzInput("images-with-padding", input(.images, 2, gzip + [0, 0, 0])),
      FuzzInput("images-cut-off", input(.images, 2, Array(gzip.dropLast(9))), refusal: "ends early"),
      FuzzInput("images-too-many", input(.images, 2, header(8, [0x7FFF_FFFF, 4096, 4096]) + [1]), refusal: "promises"),
      FuzzInput("labels", input(.labels, 3, labels(3))),
      FuzzInput("labels-of-8-bits", input(.labels, 2, header(9, [2]) + [1, 0xFF]), refusal: "is -1"),
      FuzzInput("labels-of-others", input(.labels, 2, labels(3)), refusal: "Are they a pair?"),
      FuzzInput("numbers", input(.imageNumbers, 0, Array("3, 4,5\n9\r\n2".utf8))),
      FuzzInput("numbers-twice", input(.imageNumbers, 0, Array("3\n3".utf8)), refusal: "once more"),
    ]
  }
}
