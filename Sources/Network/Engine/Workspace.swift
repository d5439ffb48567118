package import CounterRandom
import KernelInterface

/// What one stage keeps between its forward and its backward pass.
struct StageScratch: Sendable {
  var floats: FloatBuffer?
  var lists: GradientLists?
  /// The windows of a first convolution that see anything.
  var windows: WindowLists?
  /// Transformed patches and products of one block of windows or tiles.
  var tiles: FloatBuffer?

  /// The memory, in floats.
  var floatCount: Int {
    (floats?.count ?? 0) + (lists?.floatCount ?? 0) + (windows?.floatCount ?? 0) + (tiles?.count ?? 0)
  }
}

/// The memory of one thread: activations, their gradients, and the images of the leaf at hand.
///
/// Made once by ``Network/makeWorkspace()``; a training step allocates nothing.
package final class Workspace: @unchecked Sendable {
  /// The most images at once.
  package let capacity: Int
  /// Images that are loaded.
  package private(set) var images = 0
  let activations: [FloatBuffer]
  let gradients: [FloatBuffer]
  let scratch: [StageScratch]
  private(set) var labels: [UInt8]
  private(set) var imageNumbers: [UInt32]
  let leaves: LeafTable
  /// Where the passes book their time; nil where nobody asks.
  let ledger: TimeLedger?
  private let kernels: any KernelSet.Type

  init(network: Network, ledger: TimeLedger?) {
    self.ledger = ledger
    capacity = network.capacity
    activations = network.shapes.map { FloatBuffer(count: network.capacity * $0.count) }
    gradients = network.shapes.map { FloatBuffer(count: network.capacity * $0.count) }
    scratch = network.stages.map { $0.makeScratch(capacity: network.capacity) }
    labels = Array(repeating: 0, count: network.capacity)
    imageNumbers = Array(repeating: 0, count: network.capacity)
    leaves = LeafTable(capacity: network.capacity)
    kernels = network.kernels
  }

  /// Forgets the loaded images and leaves.
  package func clear() {
    images = 0
    leaves.clear()
  }

  /// Ends a leaf: the images loaded since the last one are summed on their own, then added to the others along the tree.
  ///
  /// A leaf may have no images.
  package func endLeaf() { leaves.endLeaf(before: images) }

  /// Loads one more image.
  ///
  /// - Parameters:
  ///   - pixels: as many bytes as the network's input has numbers, 0…255; divided by 255.
  ///   - number: the image's index in the data set, which its random numbers depend on.
  package func load(pixels: Span<UInt8>, label: UInt8, number: Int) {
    precondition(images < capacity, "the workspace holds \(capacity) images")
    let size = pixels.count
    kernels.normalize(bytes: pixels, into: activations[0].view(at: images * size, count: size))
    labels[images] = label
    imageNumbers[images] = UInt32(truncatingIfNeeded: number)
    images += 1
  }
}

/// What the random numbers of a training pass depend on, besides the image.
package struct RandomDraw: Sendable {
  package let generator: Philox
  package let epoch: Int

  package init(generator: Philox, epoch: Int) {
    self.generator = generator
    self.epoch = epoch
  }
}
