#if MPI
  import CMPI
  package import Collectives

  /// The ranks of an MPI job, or a group of them: an MPI communicator.
  ///
  /// The one module that calls MPI. Every return code is checked and reported with MPI's own text. All calls come
  /// from the thread that made the object.
  package final class MPIRanks: Communicator {
    package let name: String
    package let rank: Int
    package let rankCount: Int
    let handle: Int
    /// What was made of the job's ranks, which must be given back before MPI ends; shared with all groups.
    let loans: MPILoans

    /// Starts MPI; once per process.
    ///
    /// - Throws: `CommunicationError` if MPI does not start, or does not support a program with several threads of
    ///   which one communicates (MPI_THREAD_FUNNELED).
    package init() throws(CommunicationError) {
      var isFunneled: CInt = 0
      try Self.check(unsafe lockstep_mpi_init(&isFunneled), "MPI_Init_thread", rank: nil)
      guard isFunneled != 0 else {
        throw CommunicationError(
          "MPI_Init_thread", rank: nil,
          reason: "this MPI library does not support MPI_THREAD_FUNNELED; use one that was built with thread support")
      }
      handle = lockstep_mpi_world()
      loans = MPILoans()
      (rank, rankCount) = try Self.place(in: handle)
      name = Self.library.name
    }

    /// The ranks behind a handle that was made of the job's.
    init(handle: Int, of origin: MPIRanks) throws(CommunicationError) {
      self.handle = handle
      loans = origin.loans
      name = origin.name
      (rank, rankCount) = try Self.place(in: handle)
    }

    private static func place(in handle: Int) throws(CommunicationError) -> (rank: Int, rankCount: Int) {
      var (rank, count): (CInt, CInt) = (0, 0)
      try check(unsafe lockstep_mpi_rank(handle, &rank), "MPI_Comm_rank", rank: nil)
      try check(unsafe lockstep_mpi_size(handle, &count), "MPI_Comm_size", rank: Int(rank))
      return (Int(rank), Int(count))
    }

    /// Ends MPI. Collective, and the last call: a process that ends without it makes mpirun report an error.
    package func shutDown() throws(CommunicationError) {
      guard try loans.close(rank: rank) else { return }
      try Self.check(lockstep_mpi_finalize(), "MPI_Finalize", rank: rank)
    }

    package func abort(code: Int32) -> Never { lockstep_mpi_abort(code) }

    package func sum(_ values: inout MutableSpan<Float>) throws(CommunicationError) {
      let count = try narrow(values.count, "sum")
      let code = unsafe values.withUnsafeMutableBufferPointer {
        unsafe lockstep_mpi_sum_floats(handle, $0.baseAddress, count)
      }
      try check(code, "sum of \(count) floats")
    }

    package func exchange(
      _ send: Span<Float>, _ sendBlocks: Blocks, into received: inout MutableSpan<Float>, _ receivedBlocks: Blocks
    ) throws(CommunicationError) {
      try require(sendBlocks, in: send.count, for: "exchange, sent side,")
      try require(receivedBlocks, in: received.count, for: "exchange, received side,")
      let code = unsafe send.withUnsafeBufferPointer { send in
        unsafe received.withUnsafeMutableBufferPointer { received in
          unsafe lockstep_mpi_exchange_floats(
            handle,
            send.baseAddress, sendBlocks.counts, sendBlocks.offsets,
            received.baseAddress, receivedBlocks.counts, receivedBlocks.offsets)
        }
      }
      try check(code, "exchange of \(sendBlocks.total) for \(receivedBlocks.total) floats")
    }

    package func gather(_ values: inout MutableSpan<Float>, _ blocks: Blocks) throws(CommunicationError) {
      try require(blocks, in: values.count, for: "gather")
      let code = unsafe values.withUnsafeMutableBufferPointer {
        unsafe lockstep_mpi_gather_floats(handle, $0.baseAddress, blocks.counts, blocks.offsets)
      }
      try check(code, "gather of \(blocks.total) floats")
    }

    package func broadcast(_ bytes: [UInt8], from root: Int) throws(CommunicationError) -> [UInt8] {
      try require(root: root, for: "broadcast")
      var length = Int64(bytes.count)
      let root = try narrow(root, "broadcast")
      try check(
        unsafe lockstep_mpi_broadcast_bytes(handle, &length, CInt(MemoryLayout<Int64>.size), root),
        "broadcast of a length")
      // Too long a message is refused by all ranks alike, for all know its length by now.
      let count = try narrow(Int(length), "broadcast")
      var bytes = rank == root ? bytes : [UInt8](repeating: 0, count: Int(count))
      try check(unsafe lockstep_mpi_broadcast_bytes(handle, &bytes, count, root), "broadcast of \(count) bytes")
      return bytes
    }

    package func gatherBytes(_ bytes: [UInt8]) throws(CommunicationError) -> [[UInt8]] {
      // A length that MPI cannot take travels as −1, so that all ranks refuse alike.
      var lengths = [CInt](repeating: 0, count: rankCount)
      lengths[rank] = CInt(exactly: bytes.count) ?? -1
      try check(unsafe lockstep_mpi_gather_ints(handle, &lengths), "gather of \(rankCount) lengths")
      let blocks: Blocks
      do {
        blocks = try Blocks(counts: lengths.map { Int($0) })
      } catch {
        throw CommunicationError("gather of bytes", rank: rank, reason: "\(error)")
      }
      var all = [UInt8](repeating: 0, count: blocks.total)
      all.replaceSubrange(blocks.range(of: rank), with: bytes)
      try check(
        unsafe lockstep_mpi_gather_bytes(handle, &all, blocks.counts, blocks.offsets), "gather of \(blocks.total) bytes"
      )
      return (0..<rankCount).map { Array(all[blocks.range(of: $0)]) }
    }

    package func maximum(_ value: Int) throws(CommunicationError) -> Int {
      var largest = Int64(value)
      try check(unsafe lockstep_mpi_maximum(handle, &largest), "maximum")
      return Int(largest)
    }

    package func barrier() throws(CommunicationError) {
      try check(lockstep_mpi_barrier(handle), "barrier")
    }
  }

  extension MPIRanks {
    /// A count as MPI takes it.
    private func narrow(_ count: Int, _ call: String) throws(CommunicationError) -> CInt {
      guard let narrow = CInt(exactly: count) else {
        throw CommunicationError(call, rank: rank, reason: "\(count) is more than MPI counts, \(CInt.max) at most")
      }
      return narrow
    }

    func check(_ code: CInt, _ call: @autoclosure () -> String) throws(CommunicationError) {
      try Self.check(code, call(), rank: rank)
    }

    static func check(
      _ code: CInt, _ call: @autoclosure () -> String, rank: Int?
    ) throws(CommunicationError) {
      guard code != 0 else { return }
      var text = [CChar](repeating: 0, count: textCapacity)
      unsafe lockstep_mpi_error_text(code, &text, CInt(text.count))
      throw CommunicationError(call(), rank: rank, reason: string(text))
    }

    /// The library, which says so before MPI is started, too.
    package static let library: MPILibrary = {
      var text = [CChar](repeating: 0, count: textCapacity)
      _ = unsafe lockstep_mpi_library_version(&text, CInt(text.count))
      return MPILibrary(version: string(text))
    }()

    /// The file that it was loaded from; nil where the system does not tell.
    package static var libraryFile: String? {
      var text = [CChar](repeating: 0, count: 4096)
      unsafe lockstep_mpi_library_file(&text, CInt(text.count))
      let path = string(text)
      return path.isEmpty ? nil : path
    }

    /// More than any MPI library's longest text.
    private static var textCapacity: Int { 1024 }

    /// The text before the closing zero.
    private static func string(_ text: [CChar]) -> String {
      String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  }
#endif
