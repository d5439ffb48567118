package import FashionMNIST
import KernelInterface
import Network

/// The training images of one worker's shards in the order of an epoch: what each step's leaves are computed of.
package struct LeafImages {
  private let images: ImageSet
  private let schedule: BatchSchedule
  private let shards: Range<Int>
  private let augmentation: Augmentation?
  private var orders: [[Int32]]
  private var epoch = 0

  /// - Parameters:
  ///   - images: at least those of `shards`.
  ///   - augmentation: nil where images stay as they are.
  package init(_ images: ImageSet, _ schedule: BatchSchedule, shards: Range<Int>, augmentation: Augmentation?) {
    (self.images, self.schedule, self.shards, self.augmentation) = (images, schedule, shards, augmentation)
    orders = shards.map { Array(repeating: 0, count: schedule.partition.range(of: $0).count) }
  }

  /// Draws the order of an epoch.
  mutating func beginEpoch(_ epoch: Int, order: BatchOrder) {
    self.epoch = epoch
    for (index, shard) in shards.enumerated() { order.fill(&orders[index], shard: shard, epoch: epoch) }
  }

  var pixelsPerImage: Int { images.pixelsPerImage }

  /// Loads the images of one step's leaves, which are among the worker's.
  func load(_ leaves: Range<Int>, step: Int, into workspace: Workspace) {
    workspace.clear()
    for shard in leaves {
      for position in schedule.slice(step: step, shard: shard) {
        let place = place(of: position, in: shard)
        workspace.load(images, at: place, transform: transform(Int(images.numbers[place])))
      }
      endLeaf(shard, step: step, in: workspace)
    }
  }

  /// Calls `body` with where each image of one step's leaves, which are among the worker's, is among those that are loaded.
  func forEachPlace(of leaves: Range<Int>, step: Int, _ body: (_ images: ImageSet, _ place: Int) -> Void) {
    for shard in leaves {
      for position in schedule.slice(step: step, shard: shard) { body(images, place(of: position, in: shard)) }
    }
  }

  /// Gives the images of one step's leaves to whoever may compute them; they are as they are in the file.
  func put(_ leaves: Range<Int>, step: Int, into record: StolenPass) {
    var index = 0
    forEachPlace(of: leaves, step: step) { images, place in
      record.put(images, at: place, as: index)
      index += 1
    }
  }

  /// Loads the images of another worker's leaves.
  func load(_ leaves: Range<Int>, step: Int, from record: StolenPass, into workspace: Workspace) {
    var index = 0
    load(leaves, step: step, into: workspace) {
      record.load(index, into: workspace, transform: transform)
      index += 1
    }
  }

  /// Loads the images of any leaves, each by a call of `loadNext`.
  func load(_ leaves: Range<Int>, step: Int, into workspace: Workspace, loadNext: () -> Void) {
    workspace.clear()
    for shard in leaves {
      for _ in schedule.slice(step: step, shard: shard) { loadNext() }
      endLeaf(shard, step: step, in: workspace)
    }
  }

  /// How an image is changed in this epoch.
  func transform(_ number: Int) -> ImageTransform? { augmentation?.transform(image: number, epoch: epoch) }

  /// Where the image at `position` in a shard's order is among the images.
  private func place(of position: Int, in shard: Int) -> Int {
    let start = schedule.partition.range(of: shard).lowerBound
    return start + Int(orders[shard - shards.lowerBound][position]) - images.range.lowerBound
  }

  private func endLeaf(_ shard: Int, step: Int, in workspace: Workspace) {
    workspace.endLeaf(followers: schedule.filledSlices(step: step, shards: shard + 1..<schedule.partition.shards))
  }
}

extension Workspace {
  /// Loads the image at index `index` of `images`.
  func load(_ images: ImageSet, at index: Int, transform: ImageTransform? = nil) {
    let size = images.pixelsPerImage
    load(
      pixels: images.pixels.span.extracting(index * size..<(index + 1) * size), label: images.labels[index],
      number: Int(images.numbers[index]), transform: transform)
  }
}
