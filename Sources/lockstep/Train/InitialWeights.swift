import Checkpoints
import Collectives
import KernelInterface
import Network
import SystemPackage
import Training

/// The file that the weights of a training start from, which rank 0 reads once for all.
struct InitialWeights {
  private let path: FilePath
  /// Nil on the other ranks.
  private let saved: SavedModel?

  /// Collective.
  init(reading file: String, _ context: RankContext) throws {
    let path = FilePath(file)
    self.path = path
    saved = try context.together("reading the initial weights") {
      context.isFirst ? try SavedModel(reading: path) : nil
    }
    if let remark = saved?.remark { StandardError.line(remark) }
  }

  /// What numbers pixels were given as in the run that made the weights; nil for weights from elsewhere. Collective.
  func pixelRange(_ context: RankContext) throws -> PixelRange? {
    let text = try context.fromFirst("reading the initial weights") {
      guard let run = saved?.run else { return [] }
      let range = try RecordedEvaluation(configuration: run.config, of: path).pixelRange ?? .zeroToOne
      return Array(range.description.utf8)
    }
    return PixelRange(String(decoding: text, as: UTF8.self))
  }

  /// The weights as a network has them. Collective.
  func parameters(of network: Network, _ context: RankContext) throws -> FloatBuffer {
    try context.parameters("reading the initial weights") {
      try StoredWeights.parameters(of: network, from: saved?.weights ?? [], file: path)
    }
  }
}
