import SystemPackage
import TextTables

/// Where a run stands, and everything besides weights and moments that its next step depends on.
///
/// Random numbers are a function of the seed and the position, so there is no generator to store.
package struct CheckpointState: Equatable, Sendable {
  /// Completed optimiser steps since the start of the run.
  package let step: Int
  /// Completed epochs.
  package let epoch: Int
  /// The number of shards, which is a hyper-parameter.
  package let shards: Int
  /// The seed of all random numbers.
  package let seed: UInt64
  /// The network as Keras JSON.
  package let architecture: String
  /// The configuration of the run as JSON.
  package let config: String
  /// The digest of the training data.
  package let dataDigest: String
  /// The family of kernels that computed the weights: families differ in the last bits.
  package let kernelFamily: String
  /// How far the run is, as its program writes it; nil in a model file, and in checkpoints of earlier versions.
  package let progress: String?
  /// The identity of the run: equal ones compute equal bits. Nil in files of earlier versions.
  package let runSHA256: String?

  /// A state of these parts, none of which is interpreted here.
  package init(
    step: Int, epoch: Int, shards: Int, seed: UInt64, architecture: String, config: String, dataDigest: String,
    kernelFamily: String, progress: String? = nil, runSHA256: String? = nil
  ) {
    self.step = step
    self.epoch = epoch
    self.shards = shards
    self.seed = seed
    self.architecture = architecture
    self.config = config
    self.dataDigest = dataDigest
    self.kernelFamily = kernelFamily
    self.progress = progress
    self.runSHA256 = runSHA256
  }
}

extension CheckpointState {
  private enum Key {
    static let step = "step"
    static let epoch = "epoch"
    static let shards = "shards"
    static let seed = "seed"
    static let architecture = "architecture"
    static let config = "config"
    static let dataDigest = "data_sha256"
    static let kernelFamily = "kernel_family"
    static let progress = "progress"
    static let runSHA256 = "run_sha256"
  }

  /// The state as metadata, in which every value is text.
  var metadata: [String: String] {
    let optional = [Key.progress: progress, Key.runSHA256: runSHA256].compactMapValues(\.self)
    return [
      Key.step: "\(step)", Key.epoch: "\(epoch)", Key.shards: "\(shards)", Key.seed: "\(seed)",
      Key.architecture: architecture, Key.config: config, Key.dataDigest: dataDigest, Key.kernelFamily: kernelFamily,
    ].merging(optional) { $1 }
  }

  /// The state that the metadata of `file` describes.
  ///
  /// - Throws: `badData` if a value is missing or no number where one is expected.
  init(_ file: SafetensorsFile) throws(StorageError) {
    self.init(
      step: try Self.number(Key.step, file), epoch: try Self.number(Key.epoch, file),
      shards: try Self.number(Key.shards, file), seed: try Self.number(Key.seed, file),
      architecture: try Self.text(Key.architecture, file), config: try Self.text(Key.config, file),
      dataDigest: try Self.text(Key.dataDigest, file), kernelFamily: try Self.text(Key.kernelFamily, file),
      progress: file.metadata[Key.progress], runSHA256: file.metadata[Key.runSHA256])
  }

  private static func text(_ key: String, _ file: SafetensorsFile) throws(StorageError) -> String {
    guard let text = file.metadata[key] else {
      throw .unreadable(file.path, "has no \(key.quoted) in its metadata")
    }
    return text
  }

  private static func number<Number: FixedWidthInteger>(
    _ key: String, _ file: SafetensorsFile
  ) throws(StorageError) -> Number {
    let text = try text(key, file)
    guard let number = Number(text), number >= 0 else {
      throw .unreadable(file.path, "has \(key.quoted) \(text.quoted) in its metadata, expected a whole number from 0")
    }
    return number
  }
}
