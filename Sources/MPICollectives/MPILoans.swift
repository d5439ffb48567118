#if MPI
  import CMPI
  import Collectives
  import Synchronization

  /// Groups and windows that MPI has lent, which go back to it before it ends.
  final class MPILoans: Sendable {
    /// One handle.
    enum Loan {
      case group(CInt)
      case window(CInt)

      /// Gives it back. Collective over its ranks.
      func giveBack(rank: Int) throws(CommunicationError) {
        switch self {
        case .group(let handle): try MPIRanks.check(lockstep_mpi_free(handle), "MPI_Comm_free", rank: rank)
        case .window(let handle): try MPIRanks.check(lockstep_mpi_unshare(handle), "MPI_Win_free", rank: rank)
        }
      }
    }

    /// Nil once MPI has ended.
    private let loans = Mutex<[Loan]?>([])

    /// The bytes of the last window, whose pages may not have been touched yet.
    private let lastWindowBytes = Mutex(0)

    var untouchedBytes: Int { lastWindowBytes.withLock { $0 } }

    /// Remembers a window, to give it back.
    func addWindow(_ handle: CInt, byteCount: Int) {
      add(.window(handle))
      lastWindowBytes.withLock { $0 = byteCount }
    }

    func add(_ loan: Loan) { loans.withLock { $0?.append(loan) } }

    /// All loans, in the order in which they were made; nil if this was asked before.
    func close() -> [Loan]? {
      loans.withLock { loans in
        defer { loans = nil }
        return loans
      }
    }
  }
#endif
