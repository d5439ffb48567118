import Checkpoints
import SystemLimits
import SystemPackage
import Training

/// Whether the files of a run will fit where they are to be written: asked before the first step.
enum OutputRoom {
  /// Throws `inputOutput` where a file would be larger than this process may write, or all files than the free space.
  ///
  /// - Parameters:
  ///   - sizes: of each of so many runs.
  ///   - folder: where they are to be; need not exist yet.
  static func require(_ sizes: RunFileSizes, runs: Int, in folder: FilePath) throws(StorageError) {
    let largest = max(sizes.checkpoint, sizes.model)
    if let limit = ProcessLimits.fileBytes, largest > limit {
      throw StorageError(
        .inputOutput, folder,
        "a checkpoint will have \(ByteCount.text(largest)), but this process may write files of at most "
          + "\(ByteCount.text(limit))", advice: "Raise the limit with ulimit -f")
    }
    let total = ByteCount.product(sizes.total, runs)
    guard let free = FreeSpace.bytes(for: folder), total > free else { return }
    throw StorageError(
      .inputOutput, folder,
      "\(runs > 1 ? "the runs" : "the run") will write at least \(ByteCount.text(total)), \(ByteCount.text(sizes.checkpoint))"
        + " after each epoch, but only \(ByteCount.text(free)) are free",
      advice: "Choose an --output-dir with more room, train fewer --epochs, or make room")
  }
}
