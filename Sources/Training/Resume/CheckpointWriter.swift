package import Checkpoints
import Dispatch
package import Network
import Synchronization
package import SystemPackage

/// Writes checkpoints beside training, on a thread of its own.
///
/// A snapshot that comes while another is being written is kept, and the next one takes its place; that of the best epoch is kept
/// apart. Only a snapshot that was asked for by its step or epoch is never replaced: where one such waits already, the disk is
/// slower than the run, and training waits for it. A checkpoint that cannot be written is a warning, and the one before stays; there
/// is one warning until one can be written again.
package final class CheckpointWriter: Sendable {
  private let folder: CheckpointFolder
  private let bestPath: FilePath
  private let network: Network
  private let settings: CheckpointSettings
  /// Is told what went wrong.
  private let warn: @Sendable (String) -> Void
  private let queue = DispatchQueue(label: "checkpoints", qos: .utility)
  private let pending = Mutex(Pending())

  /// What the two threads share.
  private struct Pending {
    var latest: TrainingSnapshot?
    /// Whether it is to be written whatever comes after it.
    var latestIsRequired = false
    var best: TrainingSnapshot?
    /// Of the last checkpoint that was tried; nil where it was written.
    var failure: (any Error)?
    /// Whether a warning has been given since the last checkpoint that was written.
    var isKnown = false
  }

  /// - Parameters:
  ///   - folder: prepared.
  ///   - best: the file of the best epoch's checkpoint.
  package init(
    _ folder: CheckpointFolder, best: FilePath, network: Network, _ settings: CheckpointSettings,
    warn: @escaping @Sendable (String) -> Void
  ) {
    (self.folder, bestPath, self.network) = (folder, best, network)
    (self.settings, self.warn) = (settings, warn)
  }

  /// Lets a snapshot be written; does not wait for it.
  ///
  /// - Parameters:
  ///   - isBest: it is the best epoch's too.
  ///   - isRequired: it is written whatever comes after it.
  package func write(_ snapshot: TrainingSnapshot, isBest: Bool, isRequired: Bool = false) {
    if pending.withLock(\.latestIsRequired) { queue.sync { writePending() } }
    pending.withLock { pending in
      (pending.latest, pending.latestIsRequired) = (snapshot, isRequired)
      if isBest { pending.best = snapshot }
    }
    queue.async { self.writePending() }
  }

  /// Waits until all is written.
  ///
  /// - Throws: why the last checkpoint could not be written.
  package func finish() throws {
    queue.sync { writePending() }
    if let failure = pending.withLock(\.failure) { throw failure }
  }

  private func writePending() {
    let (latest, best) = pending.withLock { pending in
      defer { (pending.latest, pending.latestIsRequired, pending.best) = (nil, false, nil) }
      return (pending.latest, pending.best)
    }
    if let best, attempt(best, { try $0.write(to: self.bestPath) }) != nil {
      // It is tried again with the next one, unless that is better.
      pending.withLock { pending in pending.best = pending.best ?? best }
    }
    guard let latest else { return }
    let failure = attempt(latest) { _ = try self.folder.write($0) }
    pending.withLock { pending in
      pending.failure = failure
      if failure == nil { pending.isKnown = false }
    }
  }

  /// - Returns: why the snapshot could not be written; nil where it was.
  private func attempt(_ snapshot: TrainingSnapshot, _ write: (Checkpoint) throws -> Void) -> (any Error)? {
    do {
      try write(snapshot.checkpoint(of: network, settings))
      return nil
    } catch {
      let isKnown = pending.withLock { pending in
        defer { pending.isKnown = true }
        return pending.isKnown
      }
      guard !isKnown else { return error }
      warn(
        "the checkpoint after step \(snapshot.progress.position.step) could not be saved; training goes on, and earlier "
          + "checkpoints stay: \(error)")
      return error
    }
  }
}
