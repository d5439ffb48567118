import Collectives
import KernelInterface
import Network

// What is looked at twice.

extension LeafWorker {
  /// The images of a pass of this worker's, for another rank.
  func imageBytes(of node: SumTree.Node, step: Int) -> [UInt8] { images.bytes(of: tree.leaves(of: node), step: step) }

  /// Computes a pass of whatever worker's again, with this worker's weights.
  ///
  /// - Parameter version: is overwritten.
  func recompute(_ record: AuditRecord, step: Int, draw: RandomDraw, into version: inout AuditedPass.Version) {
    let leaves = tree.leaves(of: record.node)
    // Again, since a worker without leaves has not, and so that this is done twice too.
    network.prepare(workspace, for: memory.parameters)
    images.load(leaves, step: step, from: record.images, into: workspace)
    computeLoaded(leaves, draw, (version.gradient.view, false)) { version.scores[$0] = $1 }
  }

  /// Looks at every number that the next step's passes write, until the first that is not finite; or no longer.
  func inspect(_ isOn: Bool) { workspace.inspector = isOn ? PassInspector() : nil }

  /// What it found.
  var notFinite: NotFiniteNumber? { workspace.inspector?.finding }
}
