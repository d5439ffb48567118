import Encodings
import FashionMNIST
import Network

// The images of a pass as bytes, for a rank that has not loaded them: for each image its number (4 bytes), label and pixels, as they
// are in the file. Where they are moved and mirrored to is a function of the number.

extension LeafImages {
  /// The images of one step's leaves, which are among the worker's.
  func bytes(of leaves: Range<Int>, step: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    forEachPlace(of: leaves, step: step) { images, place in
      let size = images.pixelsPerImage
      LittleEndian.append(UInt64(UInt32(bitPattern: images.numbers[place])), size: 4, to: &bytes)
      bytes.append(images.labels[place])
      bytes += images.pixels[place * size..<(place + 1) * size]
    }
    return bytes
  }

  /// Loads the images of one step's leaves, of whatever worker.
  func load(_ leaves: Range<Int>, step: Int, from bytes: [UInt8], into workspace: Workspace) {
    let size = 5 + pixelsPerImage
    var start = 0
    load(leaves, step: step, into: workspace) {
      let number = Array(LittleEndian.words(size: 4, in: bytes, start..<start + 4)).first.map { Int($0) } ?? 0
      workspace.load(
        pixels: bytes.span.extracting(start + 5..<start + size), label: bytes[start + 4], number: number,
        transform: transform(number))
      start += size
    }
  }
}
