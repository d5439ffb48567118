import Collectives
import FashionMNIST
import KernelInterface
import Network

/// One piece of a pass that another worker may compute, in memory that both share: images in; the gradient and the scores
/// of the leaves out.
///
/// Written by the owner before it opens the queue, then by the one worker that took the piece from it, until that calls it
/// finished; then the owner's again.
@safe
final class StolenPiece: @unchecked Sendable {
  /// How much room a piece needs.
  struct Size {
    let images: Int
    let pixelsPerImage: Int
    let leaves: Int
    let parameters: Int

    /// Where the parts begin, in bytes.
    fileprivate var numbers: Int { MemoryLayout<Score>.stride * leaves }
    fileprivate var labels: Int { numbers + MemoryLayout<Int32>.stride * images }
    fileprivate var pixels: Int { labels + images }
    fileprivate var gradient: Int { (pixels + pixelsPerImage * images).roundedUpToLines }
    /// All bytes, in whole pairs of cache lines.
    var byteCount: Int { (gradient + FloatBuffer.byteCount(floats: parameters)).roundedUpToLines }
  }

  /// Of the piece's node; written by who took it from the queue. That of a pass's first half is where its owner, who took
  /// it or waited for who did, adds both halves.
  let gradient: FloatBuffer
  private let size: Size
  private let start: UnsafeMutableRawPointer
  private let memory: GroupMemory

  /// - Parameter offset: where the record's bytes begin in `memory`, a multiple of 128.
  init(_ memory: GroupMemory, at offset: Int, _ size: Size) {
    precondition(offset >= 0 && offset + size.byteCount <= memory.byteCount, "the record lies outside of the memory")
    unsafe start = memory.start + offset
    (self.memory, self.size) = (memory, size)
    unsafe gradient = FloatBuffer(start: start + size.gradient, count: size.parameters, owner: memory)
  }

  /// The score of a leaf of the piece, by its number in it.
  subscript(leaf: Int) -> Score {
    get {
      precondition(0..<size.leaves ~= leaf)
      return unsafe start.load(fromByteOffset: leaf * MemoryLayout<Score>.stride, as: Score.self)
    }
    set {
      precondition(0..<size.leaves ~= leaf)
      unsafe start.storeBytes(of: newValue, toByteOffset: leaf * MemoryLayout<Score>.stride, as: Score.self)
    }
  }

  /// Puts in an image, the one at `position` of `images`, as number `index` of the piece.
  func put(_ images: ImageSet, at position: Int, as index: Int) {
    precondition(0..<size.images ~= index && images.pixelsPerImage == size.pixelsPerImage)
    let count = size.pixelsPerImage
    let place = unsafe UnsafeMutableRawBufferPointer(start: start + size.pixels + index * count, count: count)
    unsafe start.storeBytes(of: images.numbers[position], toByteOffset: size.numbers + 4 * index, as: Int32.self)
    unsafe start.storeBytes(of: images.labels[position], toByteOffset: size.labels + index, as: UInt8.self)
    unsafe place.copyBytes(from: images.pixels[position * count..<(position + 1) * count])
  }

  /// Loads image number `index` of the piece.
  func load(_ index: Int, into workspace: Workspace, transform: (_ number: Int) -> ImageTransform?) {
    precondition(0..<size.images ~= index)
    let number = Int(unsafe start.load(fromByteOffset: size.numbers + 4 * index, as: Int32.self))
    let label = unsafe start.load(fromByteOffset: size.labels + index, as: UInt8.self)
    let pixels = unsafe UnsafeRawBufferPointer(
      start: start + size.pixels + index * size.pixelsPerImage, count: size.pixelsPerImage)
    unsafe workspace.load(
      pixels: pixels.assumingMemoryBound(to: UInt8.self).span, label: label, number: number,
      transform: transform(number))
  }
}

extension Int {
  /// The next multiple of 128: of pairs of cache lines.
  fileprivate var roundedUpToLines: Int { (self + 127) / 128 * 128 }
}
