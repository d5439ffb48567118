package import Collectives
import Encodings
package import KernelInterface

/// A vector of parameters, as all ranks get it from the one whose it is.
package struct SharedVector {
  package let values: FloatBuffer

  /// Collective.
  ///
  /// - Parameter own: this rank's; only that of `root` counts.
  package init(_ own: FloatBuffer?, from root: Int, _ communicator: any Communicator) throws(CommunicationError) {
    var bytes: [UInt8] = []
    if let own, communicator.rank == root { LittleEndian.append(own.view.array, to: &bytes) }
    let received = try communicator.broadcast(bytes, from: root)
    let floats = LittleEndian.floats(in: received, 0..<received.count)
    values = FloatBuffer(count: floats.count)
    for (index, float) in floats.enumerated() { values[index] = float }
  }
}
