import Foundation
import Synchronization

/// Where this process is in its run, for whoever asks while it computes: the handler of a crash, or another thread.
///
/// Atomic words: reading and writing them needs neither memory nor a lock.
package enum Whereabouts {
  private static let ownRank = Atomic(0)
  private static let packedPlace = Atomic(RunPlace(.starting, step: 0).packed)
  /// The addresses of words in a ``FlightRecorder``; 0 for none.
  private static let recordedPlace = Atomic<UInt>(0)
  private static let recordedState = Atomic<UInt>(0)

  /// To be called once, when the process knows which rank it is.
  package static func begin(rank: Int) {
    ownRank.store(rank, ordering: .relaxed)
    note(RunPlace(.starting, step: 0))
  }

  /// Keeps where the process is.
  package static func note(_ place: RunPlace) {
    packedPlace.store(place.packed, ordering: .relaxed)
    unsafe word(at: recordedPlace.load(ordering: .relaxed))?.pointee.store(place.packed, ordering: .relaxed)
  }

  /// Says that this process need not be missed when it is gone.
  ///
  /// - Parameter isExplained: it has said why it ends, and the others need not go on.
  package static func leave(isExplained: Bool) {
    let state: FlightRecorder.State = isExplained ? .explained : .left
    unsafe word(at: recordedState.load(ordering: .relaxed))?.pointee.store(state.rawValue, ordering: .relaxed)
  }

  /// Whether it is still to be missed.
  package static var isPresent: Bool {
    let word = unsafe word(at: recordedState.load(ordering: .relaxed))
    return unsafe word?.pointee.load(ordering: .relaxed) == FlightRecorder.State.present.rawValue
  }

  /// Keeps place and presence there as well from now on, until the process ends.
  static func record(in place: UnsafeMutablePointer<Atomic<Int>>, state: UnsafeMutablePointer<Atomic<Int>>) {
    unsafe place.pointee.store(packedPlace.load(ordering: .relaxed), ordering: .relaxed)
    recordedPlace.store(UInt(bitPattern: place), ordering: .relaxed)
    recordedState.store(UInt(bitPattern: state), ordering: .relaxed)
    unsafe state.pointee.store(FlightRecorder.State.present.rawValue, ordering: .relaxed)
    atexit { Whereabouts.leaveUnlessSaid() }
  }

  private static func leaveUnlessSaid() { if isPresent { leave(isExplained: false) } }

  private static func word(at address: UInt) -> UnsafeMutablePointer<Atomic<Int>>? {
    unsafe UnsafeMutablePointer(bitPattern: address)
  }

  /// This process's rank.
  package static var rank: Int { ownRank.load(ordering: .relaxed) }

  /// Where it is.
  package static var place: RunPlace { RunPlace(packed: packedPlace.load(ordering: .relaxed)) }
}
