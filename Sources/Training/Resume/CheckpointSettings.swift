/// What all checkpoints of a run say alike.
package struct CheckpointSettings: Sendable {
  package let configuration: TrainingConfiguration
  /// The digest of the training data.
  package let dataDigest: String
  /// Of which series of runs this one is, in words of the program; nil for a run alone.
  package let series: String?
  /// The identity of the run; nil where nobody asks for it.
  package let runSHA256: String?

  package init(
    _ configuration: TrainingConfiguration, dataDigest: String, series: String? = nil, runSHA256: String? = nil
  ) {
    (self.configuration, self.dataDigest, self.series) = (configuration, dataDigest, series)
    self.runSHA256 = runSHA256
  }
}
