import InputFiles
import SystemLimits
package import SystemPackage

/// The two files of one part of a data set, opened far enough to know their sizes.
package struct ImageSource: Sendable {
  /// What `load` returns.
  package struct Loaded: Sendable {
    /// One set for each range, in the order of the ranges.
    package let sets: [ImageSet]
    /// The digests of the whole files, whatever the ranges.
    package let identity: DatasetIdentity
  }

  /// Which labels a file may have.
  package enum AcceptedLabels: Sendable {
    /// Those of ten classes, which networks are trained with.
    case classes
    /// All that a byte can say, for looking at data.
    case any
  }

  /// The part of the data set.
  package let part: DatasetPart
  /// The file of images.
  package let imagesPath: FilePath
  /// The file of labels.
  package let labelsPath: FilePath
  /// The number of images in use: those of the file, or the first `limit` of them.
  package let count: Int
  /// Rows of an image in pixels.
  package var rows: Int { header.rows }
  /// Columns of an image in pixels.
  package var columns: Int { header.columns }
  /// The number of images in the file, limit or not.
  package var countInFile: Int { header.count }

  /// What a pixel is in the file, as NumPy calls it; in memory each is a byte.
  package var imagesType: String { header.element.name }
  /// What a label is in the file, as NumPy calls it; in memory each is a byte.
  package let labelsType: String

  private let header: IDXHeader

  /// Reads the headers of both files. With `limit`, only the first images are used.
  ///
  /// Throws `.inputMissing` when a file cannot be read, `.badData` for headers that are wrong or disagree,
  /// `.badConfiguration` for a limit below 1.
  package init(part: DatasetPart, images: FilePath, labels: FilePath, limit: Int? = nil) throws(DataError) {
    self.part = part
    imagesPath = images
    labelsPath = labels
    header = try IDXFile(images, .images).header
    let labelsHeader = try IDXFile(labels, .labels).header
    let labelCount = labelsHeader.count
    labelsType = labelsHeader.element.name
    guard labelCount == header.count else {
      throw DataError(
        .badData,
        "\(labels.printable): \(labelCount) labels, but \(header.count) images in \(images.printable). Are they a pair?"
      )
    }
    guard limit ?? 1 >= 1 else {
      throw DataError(.badConfiguration, "\(limit ?? 0) \(part) images asked for, expected at least 1")
    }
    count = min(limit ?? header.count, header.count)
  }

  /// Reads both files from front to back, once, and keeps the images of `ranges`, which lie in `0..<count`.
  ///
  /// Memory: the ranges and some chunks, whatever the size of the files.
  ///
  /// Throws `.inputMissing` or `.badData` for files that cannot be read to their ends, that have another length
  /// than their headers say, or a label that is not accepted; `.badConfiguration` for a range outside `0..<count`.
  package func load(_ ranges: [Range<Int>], accepting labels: AcceptedLabels = .classes) throws(DataError) -> Loaded {
    let whole = ImageSelection(0..<count)
    for range in ranges where range.lowerBound < 0 || range.upperBound > count {
      throw DataError(.badConfiguration, "\(part) images \(range) asked for, expected a range within 0..<\(count)")
    }
    return try load(selected: ranges.map { (whole, $0) }, accepting: labels)
  }

  /// The same for the images at some positions of selections among `0..<count`.
  package func load(
    selected parts: [(selection: ImageSelection, positions: Range<Int>)], accepting accepted: AcceptedLabels = .classes
  ) throws(DataError) -> Loaded {
    for (selection, _) in parts {
      guard let last = selection.runs.last, last.upperBound > count else { continue }
      throw DataError(
        .badConfiguration, "\(part) image \(last.upperBound - 1) asked for, but there are \(count), numbered from 0")
    }
    try requireMemory(images: parts.reduce(0) { $0 + $1.positions.count })
    let runs = parts.map { $0.selection.runs(at: $0.positions) }
    let labels = try open(labelsPath, .labels).read(keeping: runs) { (labels, first) throws(DataError) in
      if accepted == .classes { try checkLabels(labels, from: first) }
    }
    let images = try open(imagesPath, .images).read(keeping: runs)
    let sets = parts.indices.map { part in
      ImageSet(
        range: parts[part].positions, numbers: runs[part].flatMap { $0.map { Int32($0) } }, rows: rows,
        columns: columns,
        pixels: images.items[part], labels: labels.items[part])
    }
    let identity = DatasetIdentity(part: part, imagesSHA256: images.sha256, labelsSHA256: labels.sha256)
    return Loaded(sets: sets, identity: identity)
  }

  /// Throws `.memoryShortage` where there is no room for so many images.
  private func requireMemory(images: Int) throws(DataError) {
    // Pixels, a label and a number for each.
    let bytes = ByteCount.product(images, header.itemBytes + 1 + MemoryLayout<Int32>.size)
    guard let bound = AvailableMemory.shortage(of: bytes, in: AvailableMemory.current()) else { return }
    throw DataError(
      .memoryShortage,
      "\(imagesPath.printable): \(images) \(part) images of \(rows)x\(columns) pixels take "
        + "\(ByteCount.text(bytes)) of memory, but only \(bound.text); use more ranks on other machines, or fewer images "
        + "(--limit-train-images, --limit-test-images)")
  }

  /// Opens a file again; its sizes must be those that the ranges were made for.
  private func open(_ path: FilePath, _ content: IDXHeader.Content) throws(DataError) -> IDXFile {
    let file = try IDXFile(path, content)
    let isSame = content == .images ? file.header == header : file.header.count == header.count
    guard isSame else {
      throw DataError(
        .badData, "\(path.printable): now \(file.header.summary), the file was changed while it was in use")
    }
    return file
  }

  private func checkLabels(_ labels: ArraySlice<UInt8>, from first: Int) throws(DataError) {
    guard let index = labels.firstIndex(where: { !ClassNames.labels.contains($0) }) else { return }
    let image = first + index - labels.startIndex
    throw DataError(
      .badData,
      "\(labelsPath.printable): label \(labels[index]) of image \(image), expected 0 to \(ClassNames.all.count - 1)")
  }
}
