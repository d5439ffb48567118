import Checkpoints
import Collectives
import ExitCodes
import Foundation
import InputFiles
import KernelInterface
import Kernels
import Network
import SystemPackage
import TextTables
import Training

/// What must be here as it was in a run, so that its bits can be computed again.
struct VerificationRequirements {
  let run: RecordedRun

  private var name: String { FilePath(run.folder).printable }

  /// Throws unless the kernels here, and the ranks where these matter, are such as the run had.
  func check(_ context: RankContext) throws(VerificationError) {
    let description = run.description
    if let complaint = RecordedKernels.complaint(family: description.kernelFamily) {
      throw VerificationError(.badConfiguration, "\(name): \(complaint)")
    }
    let ranks = context.communicator.rankCount
    if description.configuration.reduction == .mpi, ranks != description.ranks {
      throw VerificationError(
        .usage,
        "\(name): was trained with --reduction mpi on \(description.ranks) ranks, and here are \(ranks): its bits depend "
          + "on their number. Verify it with mpirun -n \(description.ranks) and the same MPI library.")
    }
  }

  /// Throws unless the data is that of the run; all ranks have the same.
  func checkData(_ setup: TrainingSetup) throws(VerificationError) {
    let (found, expected) = (setup.data.sha256, run.description.dataSHA256)
    guard found != expected else { return }
    throw VerificationError(
      .badData,
      "\(name): was trained on other data: sha256 \(expected.printable()), found \(found). Name its data with --data.")
  }

  /// Throws unless the run's file of initial weights is as it was. All ranks have the same weights.
  ///
  /// - Returns: a difference, if the weights were drawn at random and are not the same.
  func initialDifference(_ setup: TrainingSetup) throws(VerificationError) -> String? {
    guard let expected = run.description.initialWeightsSHA256 else { return nil }
    let found = WeightsDigest.hexadecimal(of: setup.network.layout.weights(in: setup.initial))
    guard found != expected else { return nil }
    guard let file = run.description.initialWeights else {
      return EpochComparison.sentence(
        "the beginning", "initial_weights_sha256", expected: expected, found: found)
    }
    throw VerificationError(
      .badData,
      "\(FilePath(file).printable): has weights with sha256 \(found), expected \(expected), with which \(name) began. "
        + "Put the file back; or verify epochs behind a checkpoint with --epochs.")
  }
}
