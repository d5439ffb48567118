package import Checkpoints
import Collectives

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
