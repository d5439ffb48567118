/// Where the word `unsafe` may stand, and why.
enum UnsafeFiles {
  /// Kernels work on pointers: bounds are checked where a view is cut, once for each call.
  static let modules: Set = ["KernelInterface", "KernelsPortable", "KernelsAVX2", "KernelsAVX512", "Kernels"]

  /// Files that call C, as narrow as it goes.
  static let reasons = [
    "Sources/InputFiles/FileKind.swift": "stat takes a C string",
    "Sources/InputFiles/InputFile.swift": "reads a file into an array's memory",
    "Sources/InputFiles/PipeTimeout.swift": "poll takes a structure",
    "Sources/Checkpoints/Files/FileAttributes.swift": "stat takes a C string",
    "Sources/Checkpoints/Files/SystemCall.swift": "C strings, and bytes to write",
    "Sources/Collectives/Heartbeats/DatagramSocket.swift": "sockets",
    "Sources/Collectives/Heartbeats/Heartbeat.swift": "atomic words in memory that processes share",
    "Sources/Collectives/Heartbeats/HeartbeatTable.swift": "atomic words in memory that processes share",
    "Sources/Collectives/Launch/Networks/SystemRoutes.swift": "lists of interfaces and addresses, which C makes",
    "Sources/Collectives/Threads/DetachedThread.swift": "pthreads: Foundation's have no error code",
    "Sources/Collectives/SharedMemory/GroupMemory.swift": "hands out shared memory",
    "Sources/Collectives/SharedMemory/HostBarrier.swift": "atomic counts in memory that processes share",
    "Sources/Collectives/SharedMemory/SharedMemory.swift": "memory that processes share",
    "Sources/Collectives/SharedMemory/WorkQueue.swift": "atomic words in memory that processes share",
    "Sources/Collectives/Waiting/AwaitedCount.swift":
      "atomic words in memory that processes share, and a system call on one",
    "Sources/Collectives/Waiting/EventCounter.swift": "memory for a count",
    "Sources/Faults/FaultKind+Effect.swift": "writes where no memory is, on purpose",
    "Sources/RunPhases/FlightRecorder.swift": "atomic words in memory that outlives processes",
    "Sources/RunPhases/Whereabouts.swift": "words that lie in a flight recorder",
    "Sources/FashionMNIST/GzipInflater.swift": "zlib's stream",
    "Sources/MPICollectives/MPIRanks+Groups.swift": "MPI's shared windows",
    "Sources/MPICollectives/MPIRanks.swift": "MPI",
    "Sources/Pictures/PNGReader.swift": "libpng's view of a file in memory",
    "Sources/Pictures/PNGWriter.swift": "libpng's view of a file in memory",
    "Sources/SystemLimits/CopyTrial.swift": "a system call on two addresses",
    "Sources/SystemLimits/FreeSpace.swift": "statvfs fills in a structure",
    "Sources/SystemLimits/HostName.swift": "gethostname and getaddrinfo fill in C strings and a list",
    "Sources/SystemLimits/NetworkInterface.swift": "getifaddrs makes a list of pointers",
    "Sources/SystemLimits/ProcessLimits.swift": "getrlimit fills in a structure",
    "Sources/SystemLimits/SharedMemoryRoom.swift": "mkstemp takes a C string",
    "Sources/Training/Stealing/StolenPass.swift": "images and scores in memory that processes share",
    "Sources/Training/TrainingMemory.swift": "buffers in shared memory",
    "Sources/Network/Engine/ThreadClock.swift": "clock_gettime fills in a structure",
    "Sources/lockstep/Doctor/AskedProgram.swift": "Foundation says by reference whether a path is a folder's",
    "Sources/lockstep/Start/BoundProgram.swift": "execv takes C strings",
    "Sources/lockstep/Start/ArgumentBytes.swift": "the bytes of arguments and variables",
    "Sources/lockstep/Start/SignalWatch.swift": "compares two signal handlers",
    "Sources/lockstep/Start/RankContext.swift": "setenv before MPI starts",
    "Sources/lockstep/Start/HydraServer.swift": "poll takes a pointer",
    "Sources/lockstep/Start/CrashReport.swift": "a text without memory of its own",
    "Sources/lockstep/Start/Inheritance.swift": "descriptors and signals, before anything else",
    "Sources/lockstep/Terminal.swift": "ioctl tells the width of the window, which open leads to",
  ]
}
