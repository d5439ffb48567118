import Checkpoints
import FashionMNIST
import SystemPackage

extension ShardCount {
  /// What a file may name: more would only take memory, as every shard needs an image.
  private static let recordable = 1...1 << 20

  /// Throws `badData` for a number of shards with which no images can be divided, as someone may have written it into a
  /// file.
  static func require(recorded shards: Int, in file: FilePath) throws(StorageError) {
    guard !recordable.contains(shards) else { return }
    throw StorageError(
      .badData, file, "was trained with \(shards) shards, expected 1 to \(recordable.upperBound)",
      advice: "The number is damaged, or not of this program; take the file from a backup")
  }
}
