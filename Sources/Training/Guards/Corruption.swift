package import Checkpoints
import Collectives
import Encodings
import KernelInterface
import Network

/// Numbers of two workers that should be the same and are not: what is thrown, and what is kept of them.
struct Corruption {
  let error: TrainingError
  let evidence: Evidence
}

/// Both versions of numbers that should be the same, for whoever looks for the cause.
package struct Evidence: Sendable {
  /// What one of two workers has.
  package struct Version: Sendable {
    package let worker: WorkerName
    package let tensors: [Tensor]
  }

  /// What differs, for a file's name: "weights", "gradient".
  package let subject: String
  /// Steps taken since the beginning.
  package let step: Int
  package let versions: [Version]
}

/// A vector of parameters, as all ranks get it from the one whose it is.
struct SharedVector {
  let values: FloatBuffer

  /// Collective.
  ///
  /// - Parameter own: this rank's; only that of `root` counts.
  init(_ own: FloatView, from root: Int, _ communicator: any Communicator) throws(CommunicationError) {
    var bytes: [UInt8] = []
    if communicator.rank == root { LittleEndian.append(own.array, to: &bytes) }
    let received = try communicator.broadcast(bytes, from: root)
    let floats = LittleEndian.floats(in: received, 0..<received.count)
    values = FloatBuffer(count: floats.count)
    for (index, float) in floats.enumerated() { values[index] = float }
  }

  /// The tensors of the vector.
  func tensors(_ layout: ParameterLayout, prefix: String = "") -> [Tensor] {
    layout.tensors.map {
      Tensor(name: prefix + $0.name, shape: $0.shape, values: $0.elements(of: values.view))
    }
  }
}
