import Foundation
import RunPhases

/// Ends the ranks of a host when one of them has ended without a word: killed, or by a library's exit.
///
/// mpirun ends them too, but takes seconds, and does not know what the lost rank was doing.
enum LostRanks {
  private static let interval = 0.05
  /// From one search for this rank's neighbours to the next.
  private static let looksBetween = 20
  /// Who speaks writes first, since mpirun may take the end of another rank as an order.
  private static let patience = 0.1
  /// mpirun tells the code of the rank that ended first.
  private static let exitCode: Int32 = 1

  /// Looks now and then, on a thread of its own, as long as this rank is in its job.
  ///
  /// - Parameter recorder: nil where nothing is known of other ranks.
  static func watch(_ recorder: FlightRecorder?, rank: Int) {
    guard let recorder else { return }
    Thread.detachNewThread {
      var (neighbours, looks): ([Int], Int) = ([], 0)
      while Whereabouts.isPresent {
        Thread.sleep(forTimeInterval: interval)
        // At first ranks still come.
        let isTime = looks.isMultiple(of: looksBetween) || neighbours.count < FlightRecorder.mostNeighbours
        if isTime { neighbours = recorder.neighbours(of: rank) }
        looks += 1
        guard let loss = recorder.loss(besides: rank, among: neighbours), Whereabouts.isPresent else { continue }
        if let text = loss.text { StandardError.line("lockstep: \(text); the ranks of this host end") }
        Thread.sleep(forTimeInterval: patience)
        _exit(exitCode)
      }
    }
  }
}
