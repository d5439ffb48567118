package import Collectives
import FashionMNIST
package import KernelInterface
package import Network
import RunPhases

/// Is told, by the thread that evaluates, what share of its images has been scored; must be quick.
package typealias EvaluationWatch = @Sendable (_ share: Double) -> Void

/// Scores images with all threads and ranks; each image exactly once, and the same numbers for any number of them.
///
/// Only the thread that owns the team calls it; each worker of that writes to its own workspace and results.
package final class Evaluation: @unchecked Sendable {
  private let network: Network
  private let communicator: any Communicator
  private let team: WorkerTeam
  private let tree: SumTree
  private let workspaces: [Workspace]
  private let penalty: WeightPenalty?
  private let augmentation: TestAugmentation

  /// - Parameter shards: into how many shards the images are cut.
  package init(
    network: Network, communicator: any Communicator, team: WorkerTeam, shards: Int,
    augmentation: TestAugmentation = .none
  ) {
    precondition(network.capacity >= augmentation.views.count, "a pass cannot hold all views of an image")
    self.augmentation = augmentation
    self.network = network
    self.communicator = communicator
    self.team = team
    tree = SumTree(leafCount: shards)
    workspaces = (0..<team.count).map { _ in network.makeWorkspace() }
    penalty = WeightPenalty(network)
  }

  /// The score of all images of the set, over all ranks; its loss includes L2 penalties, as Keras' does. Collective.
  package func score(
    _ set: EvaluationSet, parameters: FloatBuffer, watch: EvaluationWatch? = nil
  ) throws(CommunicationError) -> Score {
    try total(results(set, parameters, watch) { self.addScores($0, to: &$1) }, parameters)
  }

  /// The score of all images of the set and what is predicted for each, over all ranks. Collective.
  ///
  /// - Precondition: every label is one of the network's classes.
  package func scoreAndPredictions(
    _ set: EvaluationSet, parameters: FloatBuffer
  ) throws(CommunicationError) -> (score: Score, predictions: Predictions) {
    let own = results(set, parameters) { workspace, result in
      self.addScores(workspace, to: &result)
      self.network.appendProbabilities(workspace, to: &result.probabilities)
    }
    return (try total(own, parameters), try gather(own, of: set))
  }

  /// What is predicted for each image of the set, over all ranks; labels do not matter. Collective.
  package func predictions(_ set: EvaluationSet, parameters: FloatBuffer) throws(CommunicationError) -> Predictions {
    let own = results(set, parameters) { workspace, result in
      self.network.compute(workspace, views: self.augmentation.views.count)
      self.network.appendProbabilities(workspace, to: &result.probabilities)
    }
    return try gather(own, of: set)
  }

  // Image by image, so that the sum does not depend on how many fit the workspace.
  private func addScores(_ workspace: Workspace, to result: inout ShardResult) {
    network.evaluate(workspace, views: augmentation.views.count) { result.score.add($0) }
  }

  /// Calls `body` for the images of this rank's shards, in order, as many at once as fit the workspace; returns its results.
  private func results(
    _ set: EvaluationSet, _ parameters: FloatBuffer, _ watch: EvaluationWatch? = nil,
    _ body: @Sendable (Workspace, inout ShardResult) -> Void
  ) -> [ShardResult] {
    communicator.heartbeat.enter(.evaluation)
    let results = (0..<team.count).map {
      WorkerResults(ShardOwnership.shards(ofThread: $0, of: team.count, among: set.shards))
    }
    let atOnce = network.capacity / augmentation.views.count
    team.run { worker in
      let workspace = self.workspaces[worker]
      self.network.prepare(workspace, for: parameters)
      // The first worker runs on the caller's thread, so it reports progress, by its own part.
      var meter =
        worker == 0
        ? watch.map {
          FractionMeter($0, of: results[worker].all.map { set.imageNumbers(of: $0.shard).count }.reduce(0, +))
        } : nil
      for index in results[worker].all.indices {
        let numbers = set.imageNumbers(of: results[worker].all[index].shard)
        for start in stride(from: numbers.lowerBound, to: numbers.upperBound, by: atOnce) {
          workspace.clear()
          for number in start..<min(start + atOnce, numbers.upperBound) {
            workspace.load(set.images, at: number - set.images.range.lowerBound, self.augmentation)
          }
          body(workspace, &results[worker].all[index])
          meter?.add(min(atOnce, numbers.upperBound - start))
          // The first worker is the rank's main thread, which alone has the heartbeat.
          if worker == 0 { self.communicator.heartbeat?.beat() }
        }
      }
    }
    return results.flatMap(\.all)
  }

  private func total(_ own: [ShardResult], _ parameters: FloatBuffer) throws(CommunicationError) -> Score {
    let scores = try ScoreSum.gathered(
      own.map { ($0.shard, $0.score) }, shards: tree.leafCount, communicator: communicator)
    var total = ScoreSum.total(of: scores, tree: tree)
    if let penalty { total.lossSum += penalty.value(of: parameters.view) * Double(total.images) }
    return total
  }

  private func gather(_ own: [ShardResult], of set: EvaluationSet) throws(CommunicationError) -> Predictions {
    let rows = Predictions(
      classes: network.classCount, labels: set.images.labels, probabilities: own.flatMap(\.probabilities))
    return try rows.gathered(from: set.images.range.lowerBound, of: set.partition.images, communicator)
  }
}

extension Workspace {
  /// Loads the image at index `index` of `images`, in all views of an evaluation.
  fileprivate func load(_ images: ImageSet, at index: Int, _ augmentation: TestAugmentation) {
    let size = images.pixelsPerImage
    load(
      pixels: images.pixels.span.extracting(index * size..<(index + 1) * size), label: images.labels[index],
      number: Int(images.numbers[index]), seen: augmentation)
  }

  /// Loads an image in all views of an evaluation; one that is mirrored or moved has one channel.
  ///
  /// - Parameters:
  ///   - pixels: row after row, 0…255.
  ///   - number: the image's index in the data set.
  package func load(pixels: Span<UInt8>, label: UInt8, number: Int, seen augmentation: TestAugmentation) {
    for view in augmentation.views {
      // An image that stays as it is may have any number of channels.
      load(pixels: pixels, label: label, number: number, transform: view.keepsPlaces ? nil : view)
    }
  }
}

/// Counts the images that have been scored.
private struct FractionMeter {
  private let watch: EvaluationWatch
  private let total: Int
  private var done = 0

  init(_ watch: @escaping EvaluationWatch, of total: Int) {
    self.watch = watch
    self.total = total
  }

  mutating func add(_ images: Int) {
    done += images
    watch(Double(done) / Double(total))
  }
}

/// What computing a shard's images gave.
private struct ShardResult: Sendable {
  let shard: Int
  var score = Score()
  /// Image after image.
  var probabilities: [Float] = []
}

/// What one worker fills in while the others do the same elsewhere; read when the team's work is done.
private final class WorkerResults: @unchecked Sendable {
  var all: [ShardResult]

  init(_ shards: Range<Int>) { all = shards.map { ShardResult(shard: $0) } }
}
