package import CounterRandom
package import KernelInterface

/// The memory of one thread: activations, their gradients, what it made of the parameters, and the images of the leaf at
/// hand.
///
/// Made once by ``Network/makeWorkspace(ledger:)``; a training step allocates nothing.
/// One thread at a time computes with it and writes to it; another may only once a team has waited for that one.
package final class Workspace: @unchecked Sendable {
  /// The most images at once.
  package let capacity: Int
  /// Images that are loaded.
  package private(set) var images = 0
  let activations: [FloatBuffer]
  let gradients: [FloatBuffer]
  /// The network's stages with what this thread keeps for them.
  let stages: [any ThreadStage]
  private(set) var labels: [UInt8]
  private(set) var imageNumbers: [UInt32]
  let leaves: LeafTable
  /// What the passes compute with, since ``Network/prepare(_:for:)``; none at first.
  var parameters = FloatBuffer(count: 0)
  /// What the stages made of the parameters: kernels transposed or transformed, each stage's at its own place.
  ///
  /// Each thread makes its own: to write what another core has read takes longer than to compute it.
  let prepared: FloatBuffer
  /// For each leaf of the pass, how many leaves with images are behind it in the whole step.
  private var followers: [Int32]
  /// Where the passes book their time; nil where nobody asks.
  let ledger: TimeLedger?
  /// Looks at what the stages write; nil where nobody asks.
  package var inspector: PassInspector?
  private let loader: ImageLoader

  init(network: Network, ledger: TimeLedger?) {
    self.ledger = ledger
    capacity = network.capacity
    activations = network.shapes.map { FloatBuffer(count: network.capacity * $0.count) }
    gradients = network.shapes.map { FloatBuffer(count: network.capacity * $0.count) }
    stages = network.stages.map { $0.forThread(capacity: network.capacity) }
    labels = Array(repeating: 0, count: network.capacity)
    imageNumbers = Array(repeating: 0, count: network.capacity)
    leaves = LeafTable(capacity: network.capacity)
    followers = Array(repeating: 0, count: network.capacity)
    prepared = FloatBuffer(count: network.preparedCount)
    loader = ImageLoader(network)
  }

  /// Forgets the loaded images and leaves.
  package func clear() {
    images = 0
    leaves.clear()
  }

  /// Ends a leaf: the images loaded since the last one are summed on their own, then added to the others along the tree.
  ///
  /// A leaf may have no images.
  ///
  /// - Parameter followers: how many leaves with images are behind this one in the whole step, on whatever rank and thread:
  ///   so many statistics are folded into a moving average after this leaf's.
  package func endLeaf(followers: Int = 0) {
    leaves.endLeaf(before: images)
    self.followers[leaves.view.count - 1] = Int32(followers)
  }

  /// How many leaves with images are behind leaf number `leaf` of the pass in the whole step.
  package func followers(ofLeaf leaf: Int) -> Int { Int(followers[leaf]) }

  /// Loads one more image.
  ///
  /// - Parameters:
  ///   - pixels: as many bytes as the network's input has numbers, 0…255; brought to the network's range.
  ///   - number: the image's index in the data set, which its random numbers depend on.
  ///   - transform: what is done to an image with one channel; nil for nothing.
  package func load(pixels: Span<UInt8>, label: UInt8, number: Int, transform: ImageTransform? = nil) {
    precondition(images < capacity, "the workspace holds \(capacity) images")
    loader.load(pixels, into: activations[0].view(at: images * loader.count, count: loader.count), transform)
    labels[images] = label
    imageNumbers[images] = UInt32(truncatingIfNeeded: number)
    images += 1
  }

  /// Forgets all images but each first of `count`.
  func keepImages(every count: Int) {
    images /= count
    for image in 0..<images {
      labels[image] = labels[image * count]
      imageNumbers[image] = imageNumbers[image * count]
    }
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
