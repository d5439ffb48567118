import Synchronization

/// Where this process is in its run, for whoever asks while it computes: the handler of a crash, or another thread.
///
/// Atomic words: reading and writing them needs neither memory nor a lock.
package enum Whereabouts {
  private static let ownRank = Atomic(0)
  private static let packedPlace = Atomic(RunPlace(.starting, step: 0).packed)
  /// The address of a word in memory that outlives this process; 0 for none.
  private static let recorder = Atomic<UInt>(0)

  /// To be called once, when the process knows which rank it is.
  package static func begin(rank: Int) {
    ownRank.store(rank, ordering: .relaxed)
    note(RunPlace(.starting, step: 0))
  }

  /// Keeps where the process is.
  package static func note(_ place: RunPlace) {
    packedPlace.store(place.packed, ordering: .relaxed)
    let address = recorder.load(ordering: .relaxed)
    guard let word = unsafe UnsafeMutablePointer<Atomic<Int>>(bitPattern: address) else { return }
    unsafe word.pointee.store(place.packed, ordering: .relaxed)
  }

  /// Keeps it there as well from now on, until the process ends.
  static func record(in word: UnsafeMutablePointer<Atomic<Int>>) {
    recorder.store(UInt(bitPattern: word), ordering: .relaxed)
  }

  /// This process's rank.
  package static var rank: Int { ownRank.load(ordering: .relaxed) }

  /// Where it is.
  package static var place: RunPlace { RunPlace(packed: packedPlace.load(ordering: .relaxed)) }
}
