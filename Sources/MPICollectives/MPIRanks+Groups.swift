#if MPI
  import CMPI
  package import Collectives
  import Foundation

  extension MPIRanks {
    package func sameHost() throws(CommunicationError) -> any Communicator {
      var group: Int = 0
      try check(unsafe lockstep_mpi_split_host(handle, &group), "finding the ranks of this host")
      loans.add(.group(group))
      return try MPIRanks(handle: group, of: self)
    }

    package func split(color: Int) throws(CommunicationError) -> any Communicator {
      guard let color = CInt(exactly: color), color >= 0 else {
        throw CommunicationError("split", rank: rank, reason: "color \(color) is not between 0 and \(CInt.max)")
      }
      var group: Int = 0
      try check(unsafe lockstep_mpi_split(handle, color, &group), "split")
      loans.add(.group(group))
      return try MPIRanks(handle: group, of: self)
    }

    package func shareMemory(byteCount: Int) throws(CommunicationError) -> SharedMemory? {
      // The library would map a file that the memory's file system cannot hold, and the first touch would kill the rank.
      guard try maximum(Self.hasRoom(for: byteCount + Self.alignment) ? 0 : 1) == 0 else { return nil }
      var start: UnsafeMutableRawPointer?
      var window: Int = 0
      let code = unsafe lockstep_mpi_share(handle, Int64(byteCount + Self.alignment), &start, &window)
      // A library without shared windows says so on every rank.
      guard try maximum(code == 0 ? 0 : 1) == 0, let start = unsafe start else { return nil }
      loans.add(.window(window))
      // Open MPI's windows begin 8 bytes behind a line. Vectors that straddle two lines, which another rank has read, took
      // Adam from 45 to 1000 µs a step.
      let skipped = -Int(bitPattern: start) & (Self.alignment - 1)
      // MPI promises nothing of what is in a window. Each rank clears a part, so that no host of a large machine has all
      // pages; what follows is collective, and comes after it on all ranks.
      let part = (0..<byteCount).part(rank, of: rankCount)
      unsafe (start + skipped + part.lowerBound).initializeMemory(as: UInt8.self, repeating: 0, count: part.count)
      let (most, least) = (try maximum(skipped), -(try maximum(-skipped)))
      guard most == least else { return nil }
      return unsafe SharedMemory(start: start + skipped, byteCount: byteCount)
    }

    package func lending<Value>(_ body: () throws -> Value) throws -> Value {
      let count = loans.count
      let value = try body()
      try loans.giveBack(downTo: count, rank: rank)
      return value
    }

    private static let alignment = 128

    /// Whether the file system where Open MPI keeps shared memory has room; true where there is no such file system.
    private static func hasRoom(for byteCount: Int) -> Bool {
      let attributes = try? FileManager.default.attributesOfFileSystem(forPath: "/dev/shm")
      guard let free = attributes?[.systemFreeSize] as? NSNumber else { return true }
      return free.int64Value > Int64(byteCount)
    }
  }
#endif
