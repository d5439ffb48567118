/// What all checkpoints of a run say alike.
package struct CheckpointSettings: Sendable {
  package let configuration: TrainingConfiguration
  /// The digest of the training data.
  package let dataDigest: String
  /// The identity of the run; nil where nobody asks for it.
  package let runSHA256: String?

  package init(_ configuration: TrainingConfiguration, dataDigest: String, runSHA256: String? = nil) {
    (self.configuration, self.dataDigest, self.runSHA256) = (configuration, dataDigest, runSHA256)
  }
}
