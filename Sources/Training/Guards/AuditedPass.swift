import Collectives
import KernelInterface
import Network

/// The pass of a step that is computed twice: what came of it, and what comes of it again.
///
/// The main thread chooses the leaf while the team waits. In the step only the worker that owns the leaf writes the first version, and
/// then only the one that computes it again writes the second.
package final class AuditedPass: @unchecked Sendable {
  /// What a worker computed of the pass.
  struct Version {
    let gradient: FloatBuffer
    var scores: [Score]

    init(floats: Int, leaves: Int) {
      gradient = FloatBuffer(count: floats)
      scores = Array(repeating: Score(), count: leaves)
    }

    /// Tells two versions apart by the bits of their numbers.
    func digest(leaves: Int) -> UInt64 {
      scores[..<leaves].reduce(gradient.view.digest().value) { digest, score in
        [score.lossSum.bitPattern, UInt64(score.correct), UInt64(score.images)].reduce(digest, FloatDigest.mixed)
      }
    }
  }

  /// As it went into the step.
  var first: Version
  /// As it was computed again.
  var second: Version
  /// The leaf that decides which pass it is; nil in a step without an audit.
  var leaf: Int?
  /// The pass, and the thread that owns it; nil on a rank that does not have the leaf.
  private(set) var owned: (node: SumTree.Node, thread: Int, wasTaken: Bool)?

  /// - Parameter leavesAtOnce: the most leaves of a pass.
  package init(floats: Int, leavesAtOnce: Int) {
    first = Version(floats: floats, leaves: leavesAtOnce)
    second = Version(floats: floats, leaves: leavesAtOnce)
  }

  /// Chooses the leaf of the step that follows.
  func choose(leaf: Int?) { (self.leaf, owned) = (leaf, nil) }

  /// Whether the pass over these leaves is the one.
  func isOf(_ leaves: Range<Int>) -> Bool { leaf.map(leaves.contains) ?? false }

  /// The pass is a worker's.
  ///
  /// - Parameter wasTaken: whether another worker of the group computed it.
  func begin(_ node: SumTree.Node, thread: Int, wasTaken: Bool) { owned = (node, thread, wasTaken) }
}
