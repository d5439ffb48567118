#if MPI
  import CMPI
  import Collectives
  import Synchronization

  /// Groups and windows that MPI has lent, which go back to it when they are not needed any more, at the latest before it
  /// ends.
  final class MPILoans: Sendable {
    /// One handle.
    enum Loan {
      case group(Int)
      case window(Int)

      /// Gives it back. Collective over its ranks.
      func giveBack(rank: Int) throws(CommunicationError) {
        switch self {
        case .group(let handle): try MPIRanks.check(lockstep_mpi_free(handle), "MPI_Comm_free", rank: rank)
        case .window(let handle): try MPIRanks.check(lockstep_mpi_unshare(handle), "MPI_Win_free", rank: rank)
        }
      }
    }

    /// In the order in which they were made, the same on all ranks; nil once MPI has ended.
    private let loans = Mutex<[Loan]?>([])

    /// The number of loans.
    var count: Int { loans.withLock { $0?.count ?? 0 } }

    func add(_ loan: Loan) { loans.withLock { $0?.append(loan) } }

    /// Gives back all but the first `count`, the last one first. Collective.
    func giveBack(downTo count: Int, rank: Int) throws(CommunicationError) {
      let late = loans.withLock { loans -> [Loan] in
        guard let all = loans, all.count > count else { return [] }
        loans = Array(all.prefix(count))
        return Array(all.dropFirst(count))
      }
      for loan in late.reversed() { try loan.giveBack(rank: rank) }
    }

    /// Gives back all, and takes no more. Collective.
    ///
    /// - Returns: false if this was asked before.
    func close(rank: Int) throws(CommunicationError) -> Bool {
      guard loans.withLock({ $0 != nil }) else { return false }
      try giveBack(downTo: 0, rank: rank)
      loans.withLock { $0 = nil }
      return true
    }
  }
#endif
