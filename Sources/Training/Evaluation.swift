package import Collectives
import FashionMNIST
package import Network

/// Scores images with all threads and ranks; each image exactly once, and the same numbers for any number of them.
package final class Evaluation: @unchecked Sendable {
  private let network: Network
  private let communicator: any Communicator
  private let team: WorkerTeam
  private let tree: SumTree
  private let workspaces: [Workspace]

  /// - Parameter shards: into how many shards the images are cut.
  package init(network: Network, communicator: any Communicator, team: WorkerTeam, shards: Int) {
    self.network = network
    self.communicator = communicator
    self.team = team
    tree = SumTree(leafCount: shards)
    workspaces = (0..<team.count).map { _ in network.makeWorkspace() }
  }

  /// The score of all images of the set, over all ranks. Collective.
  package func score(_ set: EvaluationSet, weights: NetworkWeights) throws(CommunicationError) -> LeafScore {
    let results = (0..<team.count).map { ShardScores(set.shards.part($0, of: team.count)) }
    team.run { worker in
      for index in results[worker].shards.indices {
        results[worker].scores[index] = self.score(
          set, shard: results[worker].shards[index], self.workspaces[worker], weights)
      }
    }
    let own = results.flatMap { zip($0.shards, $0.scores).map { (shard: $0, score: $1) } }
    return try ScoreSum.total(of: own, tree: tree, communicator: communicator)
  }

  /// One shard's score, image after image.
  private func score(
    _ set: EvaluationSet, shard: Int, _ workspace: Workspace, _ weights: NetworkWeights
  ) -> LeafScore {
    var score = LeafScore()
    let numbers = set.imageNumbers(of: shard)
    for start in stride(from: numbers.lowerBound, to: numbers.upperBound, by: network.capacity) {
      workspace.clear()
      for number in start..<min(start + network.capacity, numbers.upperBound) {
        workspace.load(set.images, number: number)
      }
      // Image by image, so that the sum does not depend on how many fit the workspace.
      network.evaluate(workspace, weights: weights) { score.add($0) }
    }
    return score
  }
}

/// What one worker fills in while the others do the same elsewhere.
private final class ShardScores: @unchecked Sendable {
  let shards: [Int]
  var scores: [LeafScore]

  init(_ shards: Range<Int>) {
    self.shards = Array(shards)
    scores = Array(repeating: LeafScore(), count: shards.count)
  }
}
